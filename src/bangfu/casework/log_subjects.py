"""How the log names cases."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject

from .models import Case

CASE = LogSubject(
    "case",
    lambda actor: Case.objects.visible_to(actor),
    ("household__file_no",),
    called=lambda text: Q(household__file_no=text),
    in_details=True,
)
