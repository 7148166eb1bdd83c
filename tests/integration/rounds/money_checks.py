"""What tests ask of the books and of a roster."""

from __future__ import annotations

from bangfu.funds.queries import check_money as ledger
from bangfu.funds.queries.balances import Balances, balances_of
from bangfu.rounds.models import Round
from bangfu.rounds.queries import check_money
from bangfu.rounds.queries.candidates import preview_roster
from bangfu.scope.actors import acting, operator
from makers import payees


def holds() -> None:
    with acting(operator()):
        assert ledger.check_money() == []
        assert check_money.check_money() == []


def balances(world: payees.World) -> Balances:
    with acting(operator()):
        return balances_of([world.fund.pk])[world.fund.pk]


def reasons(world: payees.World, round_: Round) -> dict[str, list[str]]:
    with acting(world["planner"]):
        preview = preview_roster(round_, world["planner"], payees.TODAY)
    return {one.candidate.file_no[-5:]: [str(r) for r in one.reasons] for one in preview.omitted}
