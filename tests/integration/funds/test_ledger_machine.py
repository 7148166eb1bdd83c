"""A state machine against the real ledger: whatever is tried, the books stay what they must be.

`BANGFU_LONG=1` runs it for some minutes (`make long`).
"""

from __future__ import annotations

import os
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import UNDOES, WAYS, AccountKind, Movement
from bangfu.funds.errors import FundOverdrawn, KeyReused
from bangfu.funds.queries.balances import balances_of
from bangfu.funds.queries.check_money import check_money
from bangfu.scope.actors import acting, operator
from makers.funds import make_money

LONG = os.environ.get("BANGFU_LONG") == "1"
DAY = date(2010, 10, 31)
#: Those that name what they undo have tests of their own: `test_undoing`.
PLAIN = [movement for movement in Movement if movement not in UNDOES]
STEP = st.tuples(
    st.integers(0, 1), st.sampled_from(PLAIN), st.integers(1, 1000), st.integers(0, 60)
)


class Ledger(RuleBasedStateMachine):
    """The model is a dictionary of balances and one of the keys used."""

    funds: list[int]

    @initialize()
    def begin(self) -> None:
        self.held = {(fund, kind): 0 for fund in self.funds for kind in KINDS}
        self.keys: dict[str, Posting] = {}
        self.savepoint = transaction.savepoint()

    @rule(steps=st.lists(STEP, min_size=1, max_size=6))
    def post(self, steps: list[tuple[int, Movement, int, int]]) -> None:
        batch = [
            Posting(self.funds[which], movement, amount, f"key{key}", "单据")
            for which, movement, amount, key in steps
        ]
        expected = self._expected(batch)
        try:
            new = post_transfers(batch, day=DAY, by=operator())
        except KeyReused:
            assert expected in {"reused", "either"}
        except FundOverdrawn:
            assert expected in {"overdrawn", "either"}
        else:
            assert expected == "posted"
            self._apply(batch, new)

    def _expected(self, batch: list[Posting]) -> str:
        """What must happen; "either" when both refusals apply."""
        seen = dict(self.keys)
        reused = any(seen.setdefault(one.idem, one) != one for one in batch)
        after = dict(self.held)
        for one in {one.idem: one for one in batch if one.idem not in self.keys}.values():
            debit, credit = WAYS[one.movement]
            after[one.fund_id, debit] -= one.amount
            after[one.fund_id, credit] += one.amount
        short = any(fen < 0 for (_fund, kind), fen in after.items() if kind != "source")
        if reused:
            return "either"
        return "overdrawn" if short else "posted"

    def _apply(self, batch: list[Posting], new: int) -> None:
        fresh = {one.idem: one for one in batch if one.idem not in self.keys}
        assert new == len(fresh)
        for one in fresh.values():
            debit, credit = WAYS[one.movement]
            self.held[one.fund_id, debit] -= one.amount
            self.held[one.fund_id, credit] += one.amount
            self.keys[one.idem] = one

    @invariant()
    def the_books_agree(self) -> None:
        for fund, held in balances_of(self.funds).items():
            assert held.adds_up
            assert held.received == -self.held[fund, "source"]
            for kind in KINDS[1:]:
                assert getattr(held, kind) == self.held[fund, kind]
        assert check_money() == []

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)


KINDS = [kind.value for kind in AccountKind]


@pytest.mark.django_db
def test_whatever_is_tried_the_books_agree():
    with acting(operator()):
        money = make_money()
        Ledger.funds = [money.first.pk, money.second.pk]
        run_state_machine_as_test(
            Ledger,
            settings=settings(
                max_examples=800 if LONG else 40,
                stateful_step_count=50 if LONG else 20,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert connection.is_usable()
