"""Random histories of one round: no person ever has the duties of two hands, and five officers never get stuck.

The hands are written out here by hand, against the table in the code. Each act is asked of the true command.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from bangfu.acts.roles import holders
from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.models import Installation
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.end_claim import book_recovered, end_claim
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.commands.take_bank_answer import take_bank_answer
from bangfu.rounds.enums import ClaimOutcome, ReturnOutcome
from bangfu.rounds.errors import SamePerson
from bangfu.rounds.models import Award, Payment, Recovery, Round, RoundEvent
from bangfu.rounds.queries.rounds import steps_waiting
from bangfu.rounds.rules.states import TABLE, Act, duty_of
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import MACHINE_ROLES, Role
from makers import payees
from makers.unions import appoint, as_role

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("BANGFU_SEED", "8"))
BOOKS = {"rounds.plan", "rounds.lock_roster", "rounds.book_recovered", "rounds.reconcile"}
DECIDING = {"rounds.decide", "rounds.decide_return", "rounds.recover", "rounds.end_claim"}
PAYING = {"rounds.release", "rounds.send", "rounds.take_answer"}
HANDS = (BOOKS, DECIDING, PAYING)
LATER = payees.TODAY + timedelta(days=4)
WALKED = [act for act in Act if act not in (Act.PLAN, Act.CANCEL, Act.SURPLUS)]


@dataclass
class Walk:
    """A round, and how each act is asked for; money that came back on the way is given back or paid again."""

    fund: int
    chance: Random
    number: int = 0

    def plan(self, by: Actor) -> None:
        self.number = plan_round(
            fund_id=self.fund, title="一批", day=payees.TODAY, area_code="440900",
            amounts=payees.AMOUNTS, on=payees.TODAY, by=by,
        ).pk  # fmt: skip

    def now(self) -> Round:
        with acting(operator()):
            return Round.objects.get(pk=self.number)

    def do(self, act: Act, by: Actor) -> None:
        """Raises whatever the command does; ValueError where there is nothing to do it to."""
        getattr(self, f"_{act}")({"round_id": self.number, "on": LATER, "by": by})

    def _decide(self, step: dict[str, Any]) -> None:
        decision = {"minutes_no": "1", "met_on": payees.TODAY, "decision": "同意"}
        decide_round(**step, version=None, total_fen=1_000_000, **decision)

    def _roster(self, step: dict[str, Any]) -> None:
        build_roster(**step, version=None)

    def _release(self, step: dict[str, Any]) -> None:
        release_round(**step, version=None)

    def _export(self, step: dict[str, Any]) -> None:
        export_payment_file(**step)

    def _answer(self, step: dict[str, Any]) -> None:
        simulate_bank(**step, return_every=self.chance.choice([0, 2]))

    def _return(self, step: dict[str, Any]) -> None:
        award = self._some(Award.objects.filter(payments__state="returned"))
        outcome = self.chance.choice(list(ReturnOutcome))
        decide_return(**step, version=None, award_id=award.pk, outcome=outcome, reason="x")

    def _reconcile(self, step: dict[str, Any]) -> None:
        reconcile_round(**step, version=None)

    def _reopen(self, step: dict[str, Any]) -> None:
        """The bank sends back what had arrived."""
        paid = self._some(Payment.objects.filter(state="paid"))
        rows = [["流水号", "结果", "原因", "金额"], [paid.reference, "退回", "账户已销", "2000.00"]]
        later = {**step, "on": LATER + timedelta(days=1)}
        take_bank_answer(**later, version=None, sheets=[sheet_of_texts(rows)])

    def _recover(self, step: dict[str, Any]) -> None:
        paid = self._some(Payment.objects.filter(state="paid"))
        recover_payment(**step, version=None, award_id=paid.award_id, amount_fen=100, reason="x")

    def _book_recovered(self, step: dict[str, Any]) -> None:
        claim = self._some(Recovery.objects)
        came = {"amount_fen": 100, "reference": f"进账{self.chance.random()}", "day": LATER}
        book_recovered(**step, version=None, recovery_id=claim.pk, **came)

    def _end_claim(self, step: dict[str, Any]) -> None:
        claim = self._some(Recovery.objects)
        ended = {"amount_fen": 100, "outcome": ClaimOutcome.DROPPED, "reason": "x"}
        end_claim(**step, version=None, recovery_id=claim.pk, **ended)

    def _some(self, rows: Any) -> Any:
        with acting(operator()):
            those = list(rows.filter(round=self.number).order_by("pk"))
        if not those:
            raise ValueError("none")
        return self.chance.choice(those)


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 3)
    Installation.objects.update(demo_day=LATER)
    return world


def had(number: int) -> dict[int, set[str]]:
    with acting(operator()):
        rows = list(RoundEvent.objects.filter(round=number).values_list("by_user_id", "duty"))
    duties: dict[int, set[str]] = defaultdict(set)
    for user, duty in rows:
        duties[user].add(duty)
    return duties


def two_hands(duties: set[str]) -> bool:
    both = {"rounds.recover", "rounds.end_claim"} <= duties
    return both or sum(bool(duties & hand) for hand in HANDS) > 1


@pytest.mark.parametrize("seed", range(SEED, SEED + 6))
def test_no_history_gives_one_person_two_hands(world, seed):
    """Five persons, each in whatever appointment the act asks for."""
    walk = Walk(world.fund.pk, chance := Random(seed))
    persons = [appoint(f"p{n}", Role.AUDITOR, world.unions["city"]) for n in range(5)]
    walk.plan(as_role(chance.choice(persons), Role.FUND_OFFICER))
    refused = done = 0
    for _ in range(60):
        state = walk.now().state
        act = chance.choice([act for act in WALKED if TABLE.move(act, state)])
        person = chance.choice(persons)
        role = chance.choice([r for r in holders(duty_of(act)) if r not in MACHINE_ROLES])
        forbidden = two_hands(had(walk.number)[person.user_id or 0] | {duty_of(act)})
        try:
            with transaction.atomic():
                walk.do(act, as_role(person, role))
        except SamePerson:
            assert forbidden, (act, person)
            refused += 1
        except (BangfuError, ValueError):
            continue
        else:
            assert not forbidden, (act, person)
            done += 1
    assert not [user for user, duties in had(walk.number).items() if two_hands(duties)]
    assert refused
    assert done > 3


@pytest.mark.parametrize("seed", range(SEED, SEED + 4))
def test_an_office_of_five_always_comes_to_the_end(world, seed):
    """One fund officer, one approver, one releaser (of whom files and reviews no round asks)."""
    walk = Walk(world.fund.pk, chance := Random(seed))
    office = {Role(world[name].role): world[name] for name in ("planner", "approver", "releaser")}
    walk.plan(office[Role.FUND_OFFICER])
    for _ in range(25):
        act = chance.choice([act for act in WALKED if TABLE.move(act, walk.now().state)])
        able = [by for role, by in office.items() if role in holders(duty_of(act))]
        asked(walk, act, chance.choice(able))
    for _ in range(30):
        with acting(world["auditor"]):
            waiting = steps_waiting(walk.now(), LATER)
        if not waiting:
            break
        act = Act(waiting[-1])
        assert any(asked(walk, act, by) for by in office.values()), (act, walk.now().state)
    assert walk.now().state == "reconciled"


def asked(walk: Walk, act: Act, by: Actor) -> bool:
    try:
        with transaction.atomic():
            walk.do(act, by)
    except (BangfuError, ValueError):
        return False
    return True
