"""Holding a fund: of two acts at once that look before they write, the second sees the first's."""

from __future__ import annotations

from bangfu.acts.frame import part_of_act
from bangfu.scope.actors import Actor

from ..models import Fund


@part_of_act
def hold_fund(fund_id: int, by: Actor) -> Fund:
    """Lock it until the transaction ends. Raises Fund.DoesNotExist: not in the actor's jurisdiction."""
    seen = Fund.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    return seen.get(pk=fund_id)
