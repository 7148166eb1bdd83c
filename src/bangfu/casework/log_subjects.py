"""How the log names cases."""

from django.db.models import Q

from bangfu.audit.subjects import LogReasons, LogSubject

from . import duties
from .models import Case, CaseEvent

CASE = LogSubject(
    "case",
    lambda actor: Case.objects.visible_to(actor),
    ("household__file_no",),
    called=lambda text: Q(household__file_no=text),
    in_details=True,
)
REASONS = LogReasons("case", CaseEvent, "case_id", duties.READ.code)
