"""How the log names funds."""

from django.db.models import Q, QuerySet

from bangfu.acts.roles import holds
from bangfu.audit.subjects import LogSubject
from bangfu.scope.actors import Actor

from . import duties
from .models import Fund, Reversal

FUND = LogSubject(
    "fund",
    lambda actor: Fund.objects.visible_to(actor),
    ("name",),
    called=lambda text: Q(name__icontains=text),
    in_details=True,
)


def _reversals(actor: Actor) -> QuerySet[Reversal]:
    """Their reasons are read by whoever reads funds."""
    seen = Reversal.objects.filter(fund__in=Fund.objects.visible_to(actor))
    return seen if holds(actor, duties.READ) else seen.none()


#: Called by its reason, which the log itself doesn't keep.
REVERSAL = LogSubject("reversal", _reversals, ("reason",), in_details=True)
