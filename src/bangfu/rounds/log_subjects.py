"""How the log names rounds and what they award."""

from django.db.models import Q, QuerySet

from bangfu.audit.subjects import LogReasons, LogSubject

from . import duties
from .models import Award, ReturnDecision, Round, RoundEvent


def _rounds_paying(file_no: str) -> QuerySet[Award, int]:
    """Rounds with a line for that file: what is done with all lines at once, a release say, names no file."""
    return Award.objects.filter(household__file_no=file_no).values_list("round_id", flat=True)


ROUND = LogSubject(
    "round",
    lambda actor: Round.objects.visible_to(actor),
    ("title",),
    called=lambda text: Q(title__icontains=text) | Q(pk__in=_rounds_paying(text)),
    in_details=True,
)
AWARD = LogSubject(
    "award",
    lambda actor: Award.objects.visible_to(actor),
    ("household__file_no",),
    called=lambda text: Q(household__file_no=text) | Q(round__title__icontains=text),
    address="household__file_no",
    in_details=True,
)
REASONS = LogReasons("round", RoundEvent, "round_id", duties.READ.code)
# Earlier versions kept a decision's reason with the decision alone, not with the round's event.
DECISIONS = LogReasons(
    "award", ReturnDecision, "award_id", duties.READ.code,
    duty=duties.DECIDE_RETURN.code, by="decided_by_id",
)  # fmt: skip
