"""What may change under a posted case: objections, facts, determinations; and what it shows after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bangfu.casework import errors
from bangfu.casework.commands.answer_objection import answer_objection
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.commands.refuse_cases import refuse_cases
from bangfu.casework.commands.return_cases import return_cases
from bangfu.casework.queries import approved_households, replay, timeline, work_list
from bangfu.eligibility.models import Determination, Mark
from bangfu.organisations.queries import today
from bangfu.registry.models import HouseholdFacts
from bangfu.scope.actors import acting, operator
from bangfu.standards.models import LocalStandard
from makers.cases import DAY, POSTED_UNTIL
from makers.determinations import decide_otherwise

AFTER = POSTED_UNTIL + timedelta(days=1)


def test_an_open_objection_blocks_and_an_answer_frees(world):
    cases = world.posted()
    (case_id,) = cases
    with acting(world.filer):
        objection = file_objection(
            case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.filer
        )
        same = file_objection(
            case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.filer
        )
        assert same.id == objection.id
    world.move_to(AFTER)
    with acting(world.approver):
        with pytest.raises(errors.StaleCases):
            approve_cases(cases=cases, on=today(), by=world.approver)
        with pytest.raises(errors.CasesHindered, match="异议"):
            approve_cases(cases=world.now(cases), on=today(), by=world.approver)
        with pytest.raises(errors.CasesHindered, match="异议"):
            refuse_cases(cases=world.now(cases), reason="有车", on=today(), by=world.approver)
        answered = {"objection_id": objection.id, "outcome": "dismissed", "answer": "查无车辆"}
        with pytest.raises(errors.AnswerMissing):
            answer_objection(**{**answered, "outcome": "postponed"}, on=today(), by=world.approver)
        unknown = {**answered, "objection_id": objection.id + 1}
        with pytest.raises(errors.CasesNotFound, match="1"):
            answer_objection(**unknown, on=today(), by=world.approver)
        answer_objection(**answered, on=today(), by=world.approver)
        answer_objection(**answered, on=today(), by=world.approver)
        approve_cases(cases=world.now(cases), on=today(), by=world.approver)
    with acting(world.reviewer), pytest.raises(errors.AnsweredAlready):
        answer_objection(**{**answered, "answer": "另一个答复"}, on=today(), by=world.reviewer)
    assert world.states(cases) == {"approved"}


def test_an_upheld_objection_sends_the_case_back(world):
    cases = world.posted()
    (case_id,) = cases
    with acting(world.reviewer):
        objection = file_objection(
            case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.reviewer
        )
        with pytest.raises(errors.ReceiverMayNotAnswer):
            answer_objection(
                objection_id=objection.id,
                outcome="upheld",
                answer="属实",
                on=today(),
                by=world.reviewer,
            )
    with acting(world.approver):
        answer_objection(
            objection_id=objection.id,
            outcome="upheld",
            answer="属实",
            on=today(),
            by=world.approver,
        )
    assert world.states(cases) == {"returned"}
    with acting(operator()):
        assert timeline(world.case(case_id)).first().reason == "异议成立：属实"


@pytest.mark.parametrize("received_on", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_objections_are_received_between_posting_and_today(world, received_on):
    (case_id,) = world.posted()
    with acting(world.filer), pytest.raises(errors.ObjectionOutOfTime):
        file_objection(
            case_id=case_id, text="有车", received_on=received_on, on=today(), by=world.filer
        )


def test_objections_need_a_posted_case(world):
    (case_id,) = world.checked()
    with acting(world.filer), pytest.raises(errors.NotPosted):
        file_objection(case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.filer)


def test_a_file_that_changed_since_is_not_approved(world):
    cases = world.posted(2)
    world.move_to(AFTER)
    case = world.case(min(cases))
    with acting(operator()):
        facts = HouseholdFacts.objects.get(household=case.household)
        facts.pk, facts.held_from, facts.size = None, AFTER, 4
        facts.save(force_insert=True)
    with acting(world.approver):
        with pytest.raises(errors.CasesHindered) as refused:
            approve_cases(cases=cases, on=today(), by=world.approver)
        assert list(refused.value.reasons) == [case.household.file_no]
        return_cases(cases={case.id: 3}, reason="档案已变化", on=today(), by=world.approver)
        approve_cases(cases={max(cases): 3}, on=today(), by=world.approver)


def test_a_stale_or_different_determination_is_not_approved(world):
    cases = world.posted()
    world.move_to(AFTER)
    with acting(operator()):
        household = world.case(*cases).household
        mark = Mark.objects.create(household_id=household.pk, from_day=DAY)
    with acting(world.approver), pytest.raises(errors.CasesHindered, match="待重算"):
        approve_cases(cases=cases, on=today(), by=world.approver)
    with acting(operator()):
        mark.delete()
        decide_otherwise(Determination.objects.filter(household=household), standard_fen=30_000)
    with acting(world.approver), pytest.raises(errors.CasesHindered, match="变化"):
        approve_cases(cases=cases, on=today(), by=world.approver)


def test_refused_ends_with_its_reason(world):
    cases = world.posted()
    world.move_to(AFTER)
    with acting(world.approver):
        refuse_cases(cases=cases, reason="收入核对不符", on=today(), by=world.approver)
    with acting(operator()):
        assert timeline(world.case(*cases)).first().reason == "收入核对不符"
        assert approved_households(AFTER, ["低保户"], operator()).count() == 0


def test_approvals_in_force_are_the_latest_of_their_class(world):
    cases = world.posted(2)
    world.move_to(AFTER)
    with acting(world.approver):
        approve_cases(cases=cases, on=today(), by=world.approver)
        approved = approved_households(AFTER, ["低保户"], world.approver)
        assert [case.id for case in approved] == sorted(cases)
        assert approved_households(POSTED_UNTIL, ["低保户"], world.approver).count() == 0
        assert approved_households(AFTER, ["低保边缘户"], world.approver).count() == 0
    with acting(world.stranger):
        assert approved_households(AFTER, ["低保户"], world.stranger).count() == 0


def test_work_lists_show_what_is_overdue(world):
    world.submitted(2)
    world.move_to(DAY + timedelta(days=13))
    with acting(world.reviewer):
        (work,) = work_list(world.reviewer, DAY + timedelta(days=13))
    assert (work.kind, work.count, work.overdue, work.days_overdue) == ("审核", 2, 2, 3)


def test_a_case_is_replayed_as_known_at_its_submission(world):
    (case_id,) = world.submitted()
    with acting(operator()):
        again = replay(world.case(case_id))
        assert again.same
        assert again.computed.hardship_class == "低保户"
        # What was recorded in the meantime, as later transactions do, changes no old decision.
        later = timezone.now() + timedelta(days=1)
        facts = HouseholdFacts.objects.get(household=world.case(case_id).household)
        facts.pk, facts.own_income_fen, facts.recorded_at = None, 900_000, later
        facts.save(force_insert=True)
        LocalStandard.objects.create(
            area_code="440981",
            area_name="高州市",
            kind="城市低保标准",
            amount_fen=100,
            valid_from=date(2010, 1, 1),
            source="后来录入",
            recorded_at=later,
        )
        assert replay(world.case(case_id)).same
