"""How the log names notices."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject

from .models import Notice

NOTICE = LogSubject(
    "notice",
    lambda actor: Notice.objects.visible_to(actor),
    ("number",),
    called=lambda text: Q(number__icontains=text),
)
