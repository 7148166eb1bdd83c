"""An approval is an event: rosters and releases read the determination of that very day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from money_checks import holds, reasons

from bangfu.acts.frame import act
from bangfu.casework.commands.adjust_classes import adjust_classes
from bangfu.casework.commands.propose_adjustment import propose_adjustment
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.enums import ParameterName, ReviewGroup
from bangfu.casework.models import Case
from bangfu.casework.queries import reviews
from bangfu.eligibility.models import Determination, Mark
from bangfu.registry.models import Household
from bangfu.rounds import duties
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.release_round import Released
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import NothingToRelease, ReleasedTooEarly
from bangfu.rounds.models import Award, LeftOut, Round
from bangfu.rounds.queries.adjusting import effects_of
from bangfu.rounds.queries.candidates import preview_roster
from bangfu.rounds.queries.roster import left_out
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, people, rounds
from makers.determinations import decide_otherwise
from makers.unions import appoint

pytestmark = pytest.mark.django_db
TODAY = payees.TODAY
LOWER, NONE = "低保边缘户", "不符合"


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def awards(round_: Round) -> dict[str, tuple[str, int]]:
    """By the end of the file number, class and fen."""
    with acting(operator()):
        rows = Award.objects.filter(round=round_).select_related("household")
        return {one.household.file_no[-5:]: (one.hardship_class, one.amount_fen) for one in rows}


def term(months: int) -> None:
    set_case_parameter(
        place="440981",
        name=ParameterName.REVIEW_MONTHS,
        value=months,
        valid_from=TODAY,
        source="样例",
        by=operator(),
    )


def wait(household: Household) -> None:
    with acting(operator()):
        Mark.objects.create(household_id=household.pk, from_day=payees.OPENED)


def paid(world: payees.World, round_: Round, on: date = TODAY) -> Released:
    return rounds.release_on(world, round_, on)


#: What happens to a household, and what is said of it.
FALLEN = {
    "not qualifying": (lambda one: payees.decide_anew(one, NONE), "当日认定不符合条件"),
    "unknown": (lambda one: payees.decide_anew(one, "待核实"), "当日认定待核实"),
    "waiting": (wait, "待重算"),
}


@pytest.mark.parametrize("what", FALLEN)
def test_who_does_not_qualify_that_day_is_left_out_and_named(world, what):
    happens, said = FALLEN[what]
    _stays, falls = payees.families(world, 2)
    happens(falls)
    assert reasons(world, rounds.planned(world)) == {"00002": [said]}
    assert set(awards(rounds.rostered(world))) == {"00001"}


@pytest.mark.parametrize("what", FALLEN)
def test_who_falls_after_the_roster_is_held_back_by_name(world, what):
    happens, said = FALLEN[what]
    _stays, falls = payees.families(world, 2)
    round_ = rounds.rostered(world)
    happens(falls)
    released = paid(world, round_)
    assert released.count == 1
    assert [(held.file_no, held.why) for held in released.held_back] == [(falls.file_no, said)]
    holds()


def test_a_decision_to_pay_again_does_not_pay_who_no_longer_qualifies(world):
    _stays, falls = payees.families(world, 2)
    round_ = rounds.rostered(world)
    payees.decide_anew(falls, NONE)
    paid(world, round_)
    rounds.send(world, round_)
    with acting(operator()):
        award = Award.objects.get(round=round_, household=falls)
    decide_return(
        round_id=round_.pk,
        award_id=award.pk,
        outcome=ReturnOutcome.AGAIN,
        reason="另行核实",
        version=None,
        on=TODAY,
        by=world["approver"],
    )
    with pytest.raises(NothingToRelease, match="当日认定不符合条件"):
        paid(world, round_)
    payees.decide_anew(falls, "低保户")
    assert paid(world, round_).count == 1
    holds()


def test_a_lapsed_review_leaves_out_and_holds_back(world):
    payees.families(world, 1)
    term(1)
    due = date(2010, 11, 26)  # a month and a day after the approval
    round_ = rounds.rostered(world)
    with acting(world["planner"]):
        roster = preview_roster(round_, world["planner"], due)
    assert [[str(why) for why in one.reasons] for one in roster.omitted] == [["超过复核期限"]]
    with pytest.raises(NothingToRelease, match="超过复核期限"):
        paid(world, round_, due)
    assert paid(world, round_, due - timedelta(days=1)).count == 1


def test_another_qualifying_class_gets_the_lower_amount(world):
    payees.families(world, 3)
    with acting(operator()):
        _same, falls, other = Household.objects.order_by("file_no")
    payees.decide_anew(falls, LOWER)
    payees.decide_anew(other, "意外致困户")
    round_ = rounds.planned(world)
    assert reasons(world, round_) == {"00003": ["本批没有该类别的标准"]}
    locked = rounds.rostered(world)
    assert awards(locked) == {"00001": ("低保户", 200_000), "00002": (LOWER, 100_000)}
    with acting(operator()):
        kept = LeftOut.objects.get(round=locked)
        assert (kept.household_id, kept.reasons) == (other.pk, ["本批没有该类别的标准"])


def test_a_lower_class_after_the_roster_holds_back_and_a_higher_one_pays(world):
    falls, rises = payees.families(world, 2)
    payees.approve(world, rises, hardship_class=LOWER)
    round_ = rounds.rostered(world)
    payees.decide_anew(falls, LOWER)
    payees.decide_anew(rises, "低保户")
    released = paid(world, round_)
    assert [held.why for held in released.held_back] == ["当日类别的金额低于花名册"]
    assert (released.count, released.total_fen) == (1, 100_000)
    holds()


def test_a_class_that_was_adjusted_by_decision_is_paid_by(world):
    """In the case's own state; without the decision the lower amount stands."""
    adjusted, waits = payees.families(world, 2)
    payees.approve(world, adjusted, waits, hardship_class=LOWER)
    for one in (adjusted, waits):
        payees.decide_anew(one, "低保户")
    with acting(operator()):
        case = Case.objects.filter(household=adjusted).latest("id").pk
        other = Case.objects.filter(household=waits).latest("id").pk
    plan = rounds.planned(world)
    with acting(world["approver"]):
        [effect] = effects_of([case, other], TODAY, world["approver"])
    told = (effect.round, effect.households, effect.before_fen, effect.after_fen)
    assert told == (plan, 2, 200_000, 400_000)
    reviewer = appoint("reviewer", Role.REVIEWER, world.unions["gaozhou"])
    propose_adjustment(cases={case: 1}, reason="标准上调", on=TODAY, by=reviewer)
    adjust_classes(
        cases={case: 2},
        document_no="茂工发〔2010〕9号",
        minutes_no="联席会议〔2010〕4号",
        reason="标准上调",
        on=TODAY,
        by=world["approver"],
    )
    assert awards(rounds.rostered(world)) == {
        "00001": ("低保户", 200_000),
        "00002": (LOWER, 100_000),
    }
    with acting(world["approver"]):
        [effect] = effects_of([case, other], TODAY, world["approver"])
    assert (effect.round, effect.households) == (plan, 1)


def test_approved_in_2010_and_not_qualifying_in_2013_is_not_paid_and_stands_on_a_desk(world):
    falls, stays = payees.families(world, 2)
    term(120)
    payees.decide_anew(falls, NONE)
    later = date(2013, 1, 15)
    round_ = rounds.rostered(world)
    with acting(world["planner"]):
        roster = preview_roster(round_, world["planner"], later)
        listed = reviews(world["planner"], ReviewGroup.INELIGIBLE, later)
        assert [one.household_id for one in listed] == [falls.pk]
    assert [line.candidate.household_id for line in roster.lines] == [stays.pk]
    assert [[str(why) for why in one.reasons] for one in roster.omitted] == [["当日认定不符合条件"]]


def test_of_a_chain_of_determinations_the_one_of_the_day_is_read(world):
    """Between the approval and the roster the class turned: by itself, on a day that was foreseen."""
    payees.families(world, 2)
    with acting(operator()):
        _stays, turns = Household.objects.order_by("file_no")
        before = Determination.objects.get(household=turns)
        decide_otherwise(Determination.objects.filter(pk=before.pk), holds_until=TODAY)
        before.pk, before.hardship_class = None, NONE
        before.holds_from = before.follows = TODAY
        before.save(force_insert=True)
    assert TODAY > payees.APPROVED
    assert reasons(world, rounds.planned(world)) == {"00002": ["当日认定不符合条件"]}


def test_a_household_of_which_details_alone_changed_is_paid(world):
    (one,) = payees.families(world, 1)
    payees.facts(one, people.card(1), TODAY)
    assert reasons(world, rounds.planned(world)) == {}
    assert paid(world, rounds.rostered(world)).count == 1


def test_the_word_of_former_rosters_is_still_read(world):
    (one,) = payees.families(world, 1)
    round_ = rounds.rostered(world)
    with acting(operator()):
        LeftOut.objects.create(
            household=payees.household(world, 9),
            round=round_,
            hardship_class="低保户",
            reasons=["批准后情况有变，待重算"],
        )
    with act(duties.READ, world["auditor"]):
        _preview, omitted = left_out(round_, world["auditor"], TODAY)
    assert [said.reasons for said in omitted] == [["批准后情况有变，待重算"]]
    assert one.file_no not in [said.file_no for said in omitted]


def test_a_release_before_the_rounds_day_is_refused_and_names_both_days(world):
    payees.families(world, 1)
    tomorrow = TODAY + timedelta(days=1)
    round_ = rounds.rostered(world, day=tomorrow)
    with pytest.raises(ReleasedTooEarly, match=r"2010-11-01.*2010-10-31"):
        paid(world, round_)
    assert paid(world, round_, tomorrow).count == 1
