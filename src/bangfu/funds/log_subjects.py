"""How the log names funds."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject

from .models import Fund

FUND = LogSubject(
    "fund",
    lambda actor: Fund.objects.visible_to(actor),
    ("name",),
    called=lambda text: Q(name__icontains=text),
    in_details=True,
)
