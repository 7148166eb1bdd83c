"""One person, one family, one card on a roster: from the samples' import to the roster, and as settled."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from money_checks import holds, reasons
from sharing import FAMILY, settle

from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.casework.models import Case
from bangfu.casework.queries import open_overlaps, versions_of
from bangfu.eligibility.commands.redecide import redecide
from bangfu.funds.models import Fund
from bangfu.intake.commands.import_register import import_register
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.queries import actor_named, today
from bangfu.registry.models import Household
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.queries import check_money
from bangfu.rounds.queries.candidates import preview_roster
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.queries import workday_calendar
from makers import payees, people, rounds
from makers.unions import appoint

REPORTS = Path(__file__).parents[2] / "data" / "reports"
DAY = date(2010, 10, 31)
COUPLE, ON_ONE_CARD = (
    ("4409812010095002", "4409812010095003"),
    ("4409812010095022", "4409812010095023"),
)


@pytest.fixture
def world(db) -> payees.World:
    return payees.make_world()


def named(username: str) -> Actor:
    return actor_named(username, today())


def submitted(*file_nos: str) -> dict[str, SubmitVerdict]:
    told = submit_cases(file_nos=file_nos, on=today(), by=named("gz-filer"))
    return {one.file_no: one.verdict for one in told}


def versions() -> dict[int, int]:
    with acting(operator()):
        return versions_of(Case.objects.all())


def approved_in_two_weeks() -> None:
    reviewer = named("gz-reviewer")
    check_cases(cases=versions(), on=today(), by=reviewer)
    post_notice(cases=versions(), contact="0668-0000000", on=today(), by=reviewer)
    until = workday_calendar().announced_until()
    move_demo_day(to=today() + timedelta(days=14), announced_until=until, by=named("admin"))
    with acting(operator()):
        redecide(on=DAY, by=operator())
    approve_cases(cases=versions(), on=today(), by=named("city-approver"))


def rostered_files() -> list[str]:
    with acting(operator()):
        fund = Fund.objects.get(area_code="440981").pk
    planned = plan_round(
        fund_id=fund, title="送温暖", day=today(), area_code="440981", amounts={"低保户": 100_000},
        on=today(), by=named("gz-fund"),
    )  # fmt: skip
    step = {"round_id": planned.pk, "version": None, "on": today()}
    decision = {"minutes_no": "1", "met_on": today(), "decision": "同意", "total_fen": 1_000_000}
    decide_round(**step, **decision, by=named("city-approver"))
    roster = build_roster(**step, by=named("gz-fund"))
    return [line.candidate.file_no for line in roster.lines]


def test_the_couple_and_the_card_of_two_families_from_import_to_the_roster(demo_database):
    """Husband and wife with a file each get one line, two families who rightly share a card get two."""
    with acting(operator()):
        assert open_overlaps(operator(), DAY) == []
    for name in ("couple-two-files.xlsx", "one-card-two-households.xlsx"):
        data = (REPORTS / name).read_bytes()
        import_register(files=[(name, data)], as_of=DAY, on=today(), by=operator())
    with acting(operator()):
        redecide(on=DAY, by=operator())
    assert submitted(*COUPLE, *ON_ONE_CARD) == {
        **dict.fromkeys(COUPLE, SubmitVerdict.SHARED),
        **dict.fromkeys(ON_ONE_CARD, SubmitVerdict.SHARED_CARD),
    }
    settle(named("gz-reviewer"), OverlapKind.PERSON, *COUPLE, belongs_to=COUPLE[0])
    settle(named("gz-reviewer"), OverlapKind.CARD, *ON_ONE_CARD)
    assert submitted(*COUPLE, *ON_ONE_CARD) == {
        **dict.fromkeys((COUPLE[0], *ON_ONE_CARD), SubmitVerdict.SUBMITTED),
        COUPLE[1]: SubmitVerdict.ELSEWHERE,
    }
    approved_in_two_weeks()
    assert rostered_files() == [COUPLE[0], *ON_ONE_CARD]
    holds()


def test_a_child_of_two_households_leaves_both_out_until_it_is_settled(world):
    """Of two counties: the superior settles it, and both are paid."""
    (here,) = payees.families(world, 1, start=1)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.families(world, 1, start=3)
    payees.share_a_child(here, there)
    round_ = rounds.planned(world)
    family = "家中有人也在本花名册另一户"
    assert reasons(world, round_) == {"00001": [family], "00002": [family]}
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    settle(by, OverlapKind.PERSON, here.file_no, there.file_no)
    assert reasons(world, round_) == {}
    rounds.rostered(world)
    holds()


def test_the_checker_finds_a_family_that_stands_twice_until_it_is_settled(world):
    first, second = payees.families(world, 2)
    locked = rounds.rostered(world)
    payees.share_a_child(first, second)
    with acting(operator()):
        ((told,),) = [check_money.check_money()]
        assert check_money.check_round(locked.pk) == []  # it does not hinder reconciling
    assert told == f"批次 {locked.pk} 中这些户有同一人：{first.file_no}、{second.file_no}"
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    settle(by, OverlapKind.PERSON, first.file_no, second.file_no)
    holds()


CARD = "卡号与本季已列入的另一户相同"


def share_a_card(*files: Household) -> None:
    for file in files:
        version = payees.facts(file, people.card(7), payees.OPENED)
        with acting(operator()):
            payees.determine(file, "低保户", version.pk)


@pytest.mark.parametrize(
    ("share", "kind", "why"),
    [
        (payees.share_a_child, OverlapKind.PERSON, FAMILY),
        (share_a_card, OverlapKind.CARD, CARD),
    ],
)
def test_two_rosters_of_a_season_take_one_of_two_files_that_share(world, share, kind, why):
    """The second is left out by name, also where its officers don't see the first; settled it is paid."""
    (here,) = payees.families(world, 1, start=1)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.families(world, 1, start=3, union="huazhou")
    share(here, there)
    first = rounds.rostered(world, area_code="440981")
    second = rounds.decided(world, area_code="440982")
    assert reasons(world, second) == {"00002": [why]}
    with acting(world["huazhou"]):
        ((omission, seen),) = [
            (each.reasons, each.candidate.shared)
            for each in preview_roster(second, world["huazhou"], payees.TODAY).omitted
        ]
    assert ([str(reason) for reason in omission], seen) == ([why], ())
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    settle(by, kind, here.file_no, there.file_no)
    assert reasons(world, second) == {}
    rounds.release(world, first)
    build_roster(round_id=second.pk, version=None, on=payees.TODAY, by=world["planner"])
    rounds.release(world, rounds.again(world, second))
    holds()


def test_five_families_on_one_card_are_paid_once_that_is_settled_and_the_sixth_stops_all(world):
    five = payees.families(world, 5)
    for file in five:
        payees.facts(file, people.card(7), payees.OPENED)
        payees.approve(world, file)
    round_ = rounds.planned(world)
    assert set(reasons(world, round_)) == {file.file_no[-5:] for file in five}
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    settle(by, OverlapKind.CARD, *(file.file_no for file in five))
    assert reasons(world, round_) == {}
    (sixth,) = payees.families(world, 1, start=6)
    payees.facts(sixth, people.card(7), payees.OPENED)
    payees.approve(world, sixth)
    assert len(reasons(world, round_)) == 6
    settle(by, OverlapKind.CARD, sixth.file_no, *(file.file_no for file in five))
    rounds.rostered(world)
    holds()
