"""The way of a case from submission to approval, and what stops a step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.audit.models import Entry
from bangfu.casework import errors
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.return_cases import return_cases
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.casework.models import Case, CaseEvent
from bangfu.casework.queries import submittable, timeline, work_list
from bangfu.eligibility.models import Determination
from bangfu.kernel.workdays import YearNotAnnounced
from bangfu.notices.errors import ContactMissing, PeriodRefused
from bangfu.notices.models import Notice
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting, operator
from bangfu.scope.copying import FEW
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.cases import CONTACT, DAY, POSTED_UNTIL
from makers.determinations import forget

AFTER = POSTED_UNTIL + timedelta(days=1)


def test_the_whole_way_leaves_events_and_log(world):
    cases = world.posted()
    world.move_to(AFTER)
    with acting(world.approver):
        approve_cases(cases=cases, on=today(), by=world.approver, note="同意")
    case = world.case(*cases)
    assert (case.state, case.decided_on, case.version) == ("approved", AFTER, 4)
    with acting(operator()):
        moves = [(e.from_state, e.to_state, e.by_name) for e in timeline(case)][::-1]
        entries = Entry.objects.filter(subject_kind="case").order_by("id")
        actions = list(entries.values_list("action", flat=True))
        details = "".join(str(one.detail) for one in Entry.objects.all())
    assert moves == [
        ("", "submitted", "filer"),
        ("submitted", "checked", "reviewer"),
        ("checked", "posted", "reviewer"),
        ("posted", "approved", "approver"),
    ]
    assert actions == [f"casework.{act}" for act in ("submit", "check", "post", "approve")]
    assert "王" not in details
    assert "同意" not in details


def test_posting_over_the_national_day_counts_the_worked_saturday(world):
    cases = world.posted()
    notice = world.case(*cases).notice
    assert (notice.posted_on, notice.ends_on) == (DAY, POSTED_UNTIL)
    world.move_to(POSTED_UNTIL)
    with acting(world.approver), pytest.raises(errors.CasesHindered, match="公示期未满"):
        approve_cases(cases=cases, on=today(), by=world.approver)
    assert world.states(cases) == {"posted"}


def test_a_year_without_announced_days_is_refused(world):
    cases = world.checked()
    world.move_to(date(2031, 3, 3))
    with acting(world.reviewer), pytest.raises(YearNotAnnounced, match="2031"):
        post_notice(cases=cases, contact=CONTACT, on=today(), by=world.reviewer)
    with acting(operator()):
        assert Notice.objects.count() == 0


@pytest.mark.parametrize("working_days", [0, 4, 61])
def test_a_posting_is_five_to_sixty_working_days(world, working_days):
    cases = world.checked()
    with acting(world.reviewer), pytest.raises(PeriodRefused):
        post_notice(
            cases=cases, contact=CONTACT, on=today(), by=world.reviewer, working_days=working_days
        )


def test_a_notice_needs_somebody_to_turn_to(world):
    cases = world.checked()
    with acting(world.reviewer), pytest.raises(ContactMissing):
        post_notice(cases=cases, contact="  ", on=today(), by=world.reviewer)


def test_submission_lets_the_good_through_and_says_why_of_the_rest(world):
    good = world.households(2)
    other = world.households(1, where=world.west)
    unresolved = world.households(1, "待核实", missing=["机动车", "成员2月收入"])
    out = world.households(1, "不符合", excluded=["住房套数"])
    stale = world.households(1, stale=True)
    unassessed = world.households(1)
    with acting(operator()):
        forget(Determination.objects.filter(household__in=unassessed))
    everyone = [*good, *other, *unresolved, *out, *stale, *unassessed]
    with acting(world.filer):
        outcomes = submit_cases(
            file_nos=[one.file_no for one in everyone], on=today(), by=world.filer
        )
    by_file = {one.file_no: one for one in outcomes}
    verdicts = [by_file[one.file_no].verdict for one in everyone]
    assert verdicts == [
        SubmitVerdict.SUBMITTED,
        SubmitVerdict.SUBMITTED,
        SubmitVerdict.NOT_FOUND,
        SubmitVerdict.UNRESOLVED,
        SubmitVerdict.INELIGIBLE,
        SubmitVerdict.STALE,
        SubmitVerdict.NOT_ASSESSED,
    ]
    assert by_file[unresolved[0].file_no].missing == ("机动车", "成员2月收入")
    assert by_file[out[0].file_no].excluded == ("住房套数",)
    with acting(world.filer):
        again = submit_cases(household_ids=[one.id for one in good], on=today(), by=world.filer)
        assert {one.verdict for one in again} == {SubmitVerdict.ALREADY}
        assert Case.objects.count() == 2
        assert submittable(world.filer, DAY).count() == 0


def test_another_filer_hears_of_the_live_case(world):
    cases = world.submitted()
    second = world.officer("second", Role.FILER, world.east)
    with acting(second):
        outcomes = submit_cases(
            household_ids=[world.case(*cases).household_id], on=today(), by=second
        )
    assert [one.verdict for one in outcomes] == [SubmitVerdict.LIVE_CASE]


def test_an_approved_household_is_not_submitted_again_unchanged(world):
    cases = world.posted()
    world.move_to(AFTER)
    with acting(world.approver):
        approve_cases(cases=cases, on=today(), by=world.approver)
    case = world.case(*cases)
    with acting(world.filer):
        outcomes = submit_cases(household_ids=[case.household_id], on=today(), by=world.filer)
        assert [one.verdict for one in outcomes] == [SubmitVerdict.APPROVED]
        assert submittable(world.filer, AFTER).count() == 0


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.AUDITOR, Role.FUND_OFFICER])
def test_only_filers_submit(world, role):
    household = world.households(1)[0]
    other = world.officer("other", role, world.east)
    with acting(other), pytest.raises(NotPermitted):
        submit_cases(household_ids=[household.id], on=today(), by=other)


def test_one_person_with_two_roles_cannot_do_both(world):
    cases = world.submitted()
    both = world.officer("filer", Role.REVIEWER, world.east)
    with acting(both), pytest.raises(errors.SamePerson) as refused:
        check_cases(cases=cases, on=today(), by=both)
    assert refused.value.status == 403
    with acting(world.reviewer):
        check_cases(cases=cases, on=today(), by=world.reviewer)
        post_notice(cases=world.now(cases), contact=CONTACT, on=today(), by=world.reviewer)
    world.move_to(AFTER)
    for name in ("filer", "reviewer"):
        same = world.officer(name, Role.APPROVER, world.city)
        with acting(same), pytest.raises(errors.SamePerson):
            approve_cases(cases=world.now(cases), on=today(), by=same)
    assert world.states(cases) == {"posted"}


def test_a_stale_page_is_refused_and_nothing_is_half_done(world):
    cases = world.submitted(3)
    first = min(cases)
    with acting(world.reviewer):
        check_cases(cases={first: 1}, on=today(), by=world.reviewer)
        with pytest.raises(errors.StaleCases) as refused:
            check_cases(cases=cases, on=today(), by=world.reviewer)
    assert refused.value.status == 409
    assert sorted(world.now(cases).values()) == [1, 1, 2]


def test_a_second_click_is_harmless_but_another_officer_is_told(world):
    cases = world.submitted(2)
    with acting(world.reviewer):
        assert len(check_cases(cases=cases, on=today(), by=world.reviewer).moved) == 2
        again = check_cases(cases=cases, on=today(), by=world.reviewer)
        assert (again.moved, len(again.already)) == ((), 2)
        assert CaseEvent.objects.filter(to_state="checked").count() == 2
    second = world.officer("second", Role.REVIEWER, world.east)
    with acting(second), pytest.raises(errors.StaleCases):
        check_cases(cases=cases, on=today(), by=second)


def test_a_second_click_on_posting_makes_no_second_notice(world):
    cases = world.checked()
    with acting(world.reviewer):
        assert (
            post_notice(cases=cases, contact=CONTACT, on=today(), by=world.reviewer).notice
            is not None
        )
        assert (
            post_notice(cases=cases, contact=CONTACT, on=today(), by=world.reviewer).notice is None
        )
        assert Notice.objects.count() == 1


def test_out_of_scope_is_not_found(world):
    cases = world.submitted()
    with acting(world.stranger), pytest.raises(errors.CasesNotFound):
        check_cases(cases=cases, on=today(), by=world.stranger)
    with acting(operator()), pytest.raises(errors.CasesNotFound):
        check_cases(
            cases=cases, on=today(), by=world.stranger
        )  # the query filter alone says the same


def test_nothing_chosen_and_no_reason_are_refused(world):
    cases = world.submitted()
    with acting(world.reviewer):
        with pytest.raises(errors.NothingChosen):
            check_cases(cases={}, on=today(), by=world.reviewer)
        with pytest.raises(errors.ReasonMissing):
            return_cases(cases=cases, reason=" ", on=today(), by=world.reviewer)
        with pytest.raises(errors.TextTooLong):
            return_cases(cases=cases, reason="长" * 401, on=today(), by=world.reviewer)
        return_cases(cases=cases, reason="缺授权书", on=today(), by=world.reviewer)
    assert world.states(cases) == {"returned"}


def test_returned_households_apply_anew(world):
    cases = world.submitted()
    with acting(world.reviewer):
        return_cases(cases=cases, reason="缺授权书", on=today(), by=world.reviewer)
    with acting(world.filer):
        assert [w.kind for w in work_list(world.filer, DAY)] == ["补正"]
        outcomes = submit_cases(
            household_ids=[world.case(*cases).household_id], on=today(), by=world.filer
        )
        assert outcomes[0].verdict == SubmitVerdict.SUBMITTED
        assert work_list(world.filer, DAY) == []


def statements(act, **given) -> int:
    with CaptureQueriesContext(connection) as queries:
        act(**given)
    return len(queries)


def test_many_cases_cost_no_more_statements_than_fewer(world):
    """Both are so many that they are copied."""
    groups = [[one.id for one in world.households(count)] for count in (FEW + 1, 200)]
    sent = {}
    with acting(world.filer):
        sent["submit"] = [
            statements(submit_cases, household_ids=ids, on=DAY, by=world.filer) for ids in groups
        ]
        cases = [
            Case.objects.filter(household_id__in=ids).values_list("id", flat=True) for ids in groups
        ]
        cases = [list(ids) for ids in cases]
    with acting(world.reviewer):
        by = {"on": DAY, "by": world.reviewer}
        sent["check"] = [statements(check_cases, cases=world.now(ids), **by) for ids in cases]
        by["contact"] = CONTACT
        sent["post"] = [statements(post_notice, cases=world.now(ids), **by) for ids in cases]
    world.move_to(AFTER)
    with acting(world.approver):
        by = {"on": AFTER, "by": world.approver}
        sent["approve"] = [statements(approve_cases, cases=world.now(ids), **by) for ids in cases]
    assert all(world.states(ids) == {"approved"} for ids in cases)
    assert {step: few for step, (few, _) in sent.items()} == {
        step: many for step, (_, many) in sent.items()
    }
