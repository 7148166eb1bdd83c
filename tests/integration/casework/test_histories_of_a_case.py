"""Random histories of one family's case: no person ever has two duties of one line, and four never get stuck.

The lines are written out here by hand, against the table in the code. Each act is asked of the true command.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction

from bangfu.acts.roles import holders
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.refuse_cases import refuse_cases
from bangfu.casework.commands.return_cases import return_cases
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import Act
from bangfu.casework.errors import SamePerson
from bangfu.casework.models import Case, CaseEvent
from bangfu.casework.queries import versions_of
from bangfu.casework.rules.states import TABLE
from bangfu.eligibility.models import Determination
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.queries import today
from bangfu.registry.models import HouseholdFacts
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import MACHINE_ROLES, Role
from makers.cases import CONTACT, DAY, DECIDED, FACTS, World
from makers.determinations import forget
from makers.households import facts_of
from makers.unions import as_role

SEED = int(os.environ.get("BANGFU_SEED", "8"))
CHECK, APPROVE, REFUSE = "casework.check", "casework.approve", "casework.refuse"
LINES = (
    {"brought", CHECK, APPROVE},
    {"brought", CHECK, REFUSE},
    {"casework.submit", CHECK, APPROVE},
    {"casework.submit", CHECK, REFUSE},
    {"casework.post", APPROVE},
    {"casework.post", REFUSE},
)
WALKED = (Act.CHECK, Act.POST, Act.APPROVE, Act.REFUSE, Act.RETURN)


class Walk:
    """One file, brought in anew whenever somebody records it, and its latest case."""

    def __init__(self, world: World) -> None:
        (self.filed,) = world.households(1)
        self.brought_by = 0

    def record(self, by: Actor) -> None:
        """A version by this person, decided on at once."""
        with acting(operator()), connection.cursor() as cursor:
            version = facts_of(self.filed, DAY, **{**FACTS, "recorded_by": by.name})
            version.save()
            forget(Determination.objects.filter(household=self.filed))
            Determination.objects.create(
                household=self.filed, file_no=self.filed.file_no, holds_from=self.filed.opened_on,
                facts_id=version.pk, hardship_class="低保户", **DECIDED,
            )  # fmt: skip
            cursor.execute("delete from eligibility_mark where household_id = %s", [self.filed.pk])
        self.brought_by = by.user_id or 0

    def case(self) -> Case | None:
        with acting(operator()):
            return Case.objects.filter(household=self.filed).last()

    def do(self, act: Act, by: Actor) -> None:
        """Raises whatever the command does."""
        if act == Act.SUBMIT:
            submit_cases(household_ids=[self.filed.pk], on=today(), by=by)
            return
        with acting(operator()):
            seen = versions_of(Case.objects.filter(pk=self.case().pk))  # type: ignore[union-attr]
        step = {"cases": seen, "on": today(), "by": by}
        if act == Act.POST:
            post_notice(**step, contact=CONTACT)
        elif act in (Act.REFUSE, Act.RETURN):
            {Act.REFUSE: refuse_cases, Act.RETURN: return_cases}[act](**step, reason="x")
        else:
            {Act.CHECK: check_cases, Act.APPROVE: approve_cases}[act](**step)

    def had(self, case: Case) -> dict[int, set[str]]:
        with acting(operator()):
            rows = list(CaseEvent.objects.filter(case=case).values_list("by_user_id", "duty"))
            version = HouseholdFacts.objects.get(pk=case.facts_id)
        duties: dict[int, set[str]] = defaultdict(set)
        for user, duty in rows:
            duties[user].add(duty)
        duties[self.known[version.recorded_by]].add("brought")
        return duties

    known: dict[str, int] = {}


def two_of_a_line(duties: set[str]) -> bool:
    return any(len(duties & line) > 1 for line in LINES)


@pytest.mark.parametrize("seed", range(SEED, SEED + 6))
def test_no_history_gives_one_person_two_duties_of_a_line(world: World, seed: int) -> None:
    """Five persons, each in whatever appointment the act asks for."""
    chance, walk = Random(seed), Walk(world)
    persons = [world.officer(f"p{n}", Role.AUDITOR, world.city) for n in range(5)]
    walk.known = {"测试": 0, **{by.name: by.user_id or 0 for by in persons}}
    refused = done = 0
    for _ in range(45):
        case, person = walk.case(), chance.choice(persons)
        if case is None or case.state in ("approved", "refused", "returned"):
            walk.record(chance.choice(persons))
            asked(walk, Act.SUBMIT, as_role(person, Role.FILER))
            continue
        act = chance.choice([act for act in WALKED if TABLE.move(act, case.state)])
        if act == Act.RETURN and chance.random() < 0.7:
            continue
        if case.state == "posted":
            world.move_to(case.posting_ends_on + timedelta(days=1))
        duty = TABLE.move(act, case.state).duty  # type: ignore[union-attr]
        role = chance.choice([each for each in holders(duty) if each not in MACHINE_ROLES])
        forbidden = two_of_a_line(walk.had(case)[person.user_id or 0] | {duty})
        try:
            with transaction.atomic():
                walk.do(act, as_role(person, role))
        except SamePerson:
            assert forbidden, (act, person)
            refused += 1
        except BangfuError:
            continue
        else:
            assert not forbidden, (act, person)
            done += 1
        assert not [user for user, had in walk.had(case).items() if two_of_a_line(had)]
    assert refused
    assert done > 3


@pytest.mark.parametrize("seed", range(SEED, SEED + 4))
def test_a_small_office_always_comes_to_an_approval(world: World, seed: int) -> None:
    """One filer, one reviewer, one approver: what the reviewer brought in goes back to the filer."""
    chance, walk = Random(seed), Walk(world)
    office = [world.filer, world.reviewer, world.approver]
    walk.known = {"测试": 0, **{by.name: by.user_id or 0 for by in office}}
    for _ in range(15):
        case = walk.case()
        if case is None or case.state in ("refused", "returned"):
            walk.record(chance.choice([world.filer, world.reviewer]))
            asked(walk, Act.SUBMIT, world.filer)
        elif case.state != "approved":
            asked(walk, chance.choice(WALKED), chance.choice(office))
    for _ in range(8):
        case = walk.case()
        if case is None or case.state in ("refused", "returned"):
            walk.record(world.filer)
            asked(walk, Act.SUBMIT, world.filer)
        elif case.state == "submitted":
            asked(walk, Act.CHECK, world.reviewer) or asked(walk, Act.RETURN, world.reviewer)
        elif case.state == "checked":
            asked(walk, Act.POST, world.reviewer)
        elif case.state == "posted":
            world.move_to(case.posting_ends_on + timedelta(days=1))
            assert asked(walk, Act.APPROVE, world.approver)
    assert walk.case().state == "approved"  # type: ignore[union-attr]


def asked(walk: Walk, act: Act, by: Actor) -> bool:
    try:
        with transaction.atomic():
            walk.do(act, by)
    except (BangfuError, AttributeError):
        return False
    return True
