"""The table of states, every pair against every role and person."""

from datetime import date
from itertools import product

import pytest

from bangfu.acts.roles import DUTIES, holders
from bangfu.casework.enums import Act, CaseState, CaseTab
from bangfu.casework.rules import states
from bangfu.casework.rules.states import TABLE, CaseStanding, Facts, Hindrance, hindrances
from bangfu.kernel.states import Doer
from bangfu.scope.enums import Role

S = CaseState
TODAY = date(2010, 11, 8)
SUBMITTER, CHECKER, STRANGER = 1, 2, 3
PEOPLE = (SUBMITTER, CHECKER, STRANGER)

#: from, act, to, who, people who may; written out by hand, against the table in the code.
EXPECTED = {
    (S.SUBMITTED, Act.CHECK): (S.CHECKED, {Role.REVIEWER}, {CHECKER, STRANGER}),
    (S.SUBMITTED, Act.RETURN): (S.RETURNED, {Role.REVIEWER, Role.APPROVER}, set(PEOPLE)),
    (S.CHECKED, Act.POST): (S.POSTED, {Role.REVIEWER}, set(PEOPLE)),
    (S.CHECKED, Act.RETURN): (S.RETURNED, {Role.REVIEWER, Role.APPROVER}, set(PEOPLE)),
    (S.POSTED, Act.APPROVE): (S.APPROVED, {Role.APPROVER}, {STRANGER}),
    (S.POSTED, Act.REFUSE): (S.REFUSED, {Role.APPROVER}, {STRANGER}),
    (S.POSTED, Act.RETURN): (S.RETURNED, {Role.APPROVER}, set(PEOPLE)),
    (S.APPROVED, Act.PROPOSE): (S.APPROVED, {Role.REVIEWER}, set(PEOPLE)),
    (S.APPROVED, Act.ADJUST): (S.APPROVED, {Role.APPROVER}, {STRANGER}),
    (S.POSTED, Act.UPHOLD): (S.RETURNED, {Role.REVIEWER, Role.APPROVER}, set(PEOPLE)),
}


def standing(state: S, **more: object) -> CaseStanding:
    done = {"casework.submit": {SUBMITTER}, "casework.check": {CHECKER}}
    facts = {"done": done, "posting_ends": date(2010, 11, 5), **more}
    return CaseStanding(state, **facts)  # type: ignore[arg-type]


def against(act: Act, case: CaseStanding, role: Role, user: int) -> tuple[Hindrance, ...]:
    return hindrances(act, case, Doer(user, DUTIES[role]), TODAY)


@pytest.mark.parametrize(("state", "act"), list(product(S, Act)))
def test_every_state_act_role_and_person(state: S, act: Act) -> None:
    expected = EXPECTED.get((state, act))
    for role, person in product(Role, PEOPLE):
        may = expected is not None and role in expected[1] and person in expected[2]
        moved = {"class_moved": True, "proposed": act == Act.ADJUST}
        hinders = against(act, standing(state, **moved), role, person)
        assert (hinders == ()) == may, (state, act, role, person, hinders)


@pytest.mark.parametrize(("origin", "target"), list(product(S, S)))
def test_every_pair_of_states_is_a_way_or_none(origin: S, target: S) -> None:
    expected = {
        act for (start, act), row in EXPECTED.items() if (start, row[0]) == (origin, target)
    }
    table = {move.act for move in TABLE.moves if (move.origin, move.target) == (origin, target)}
    assert table == expected


def test_a_case_begins_with_a_filer_alone() -> None:
    beginnings = [move for move in TABLE.moves if move.origin is None]
    assert [(move.act, move.target, holders(move.duty)) for move in beginnings] == [
        (Act.SUBMIT, S.SUBMITTED, (Role.FILER,))
    ]


def test_ends_lead_nowhere_and_live_states_lead_on() -> None:
    for state in S:
        leading = [move for move in TABLE.moves if move.origin == state and move.leads_on]
        assert bool(leading) == (state in states.LIVE)


def test_reasons_are_asked_for_whenever_it_goes_back_ends_badly_or_is_adjusted() -> None:
    for move in TABLE.moves:
        back_or_badly = move.target in (S.RETURNED, S.REFUSED)
        assert move.reason == (back_or_badly or not move.leads_on)


@pytest.mark.parametrize(
    ("act", "more", "expected"),
    [
        (Act.APPROVE, {"posting_ends": TODAY}, Hindrance.PERIOD_RUNNING),
        (Act.APPROVE, {"posting_ends": None}, Hindrance.PERIOD_RUNNING),
        (Act.APPROVE, {"open_objections": 1}, Hindrance.OBJECTIONS_OPEN),
        (Act.APPROVE, {"facts": Facts.CHANGED}, Hindrance.FACTS_CHANGED),
        (Act.APPROVE, {"facts": Facts.STALE}, Hindrance.FACTS_STALE),
        (Act.REFUSE, {"posting_ends": TODAY}, Hindrance.PERIOD_RUNNING),
        (Act.REFUSE, {"open_objections": 2}, Hindrance.OBJECTIONS_OPEN),
        (Act.RETURN, {"posting_ends": TODAY}, Hindrance.PERIOD_RUNNING),
    ],
)
def test_conditions_hinder(act: Act, more: dict[str, object], expected: Hindrance) -> None:
    hinders = against(act, standing(S.POSTED, **more), Role.APPROVER, STRANGER)
    assert hinders == (expected,)


def test_changed_facts_do_not_keep_a_case_from_going_back() -> None:
    changed = standing(S.POSTED, facts=Facts.CHANGED)
    assert against(Act.RETURN, changed, Role.APPROVER, STRANGER) == ()


def test_everything_that_hinders_is_told_at_once() -> None:
    bad = standing(S.POSTED, posting_ends=TODAY, open_objections=1, facts=Facts.STALE)
    hinders = against(Act.APPROVE, bad, Role.APPROVER, CHECKER)
    assert hinders == (
        Hindrance.SAME_CHECKER,
        Hindrance.PERIOD_RUNNING,
        Hindrance.OBJECTIONS_OPEN,
        Hindrance.FACTS_STALE,
    )


def test_who_had_another_duty_that_is_kept_apart_is_told_so() -> None:
    case = standing(S.SUBMITTED, done={"casework.approve": {STRANGER}})
    assert against(Act.CHECK, case, Role.REVIEWER, STRANGER) == (Hindrance.SAME_PERSON,)


def test_every_state_has_its_tab() -> None:
    assert {tab.value for tab in CaseTab} - {"ended"} == {state.value for state in S}
