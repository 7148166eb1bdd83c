"""How the log names files."""

from django.db.models import Q

from bangfu.audit.subjects import LogSubject

from .models import Household

HOUSEHOLD = LogSubject(
    "household",
    lambda actor: Household.objects.visible_to(actor),
    ("file_no",),
    called=lambda text: Q(file_no=text),
    address="file_no",
    in_details=True,
)
