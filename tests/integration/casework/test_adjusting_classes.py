"""One decision adjusts the approved class of all whom a standard moved: proposed by one, decided by
another, held by the database, and paid by from that day on.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.casework.commands.adjust_classes import adjust_classes
from bangfu.casework.commands.propose_adjustment import propose_adjustment
from bangfu.casework.enums import ReviewGroup
from bangfu.casework.errors import CasesHindered, DocumentMissing, SamePerson, StaleCases
from bangfu.casework.jobs import move_many
from bangfu.casework.models import Case, CaseEvent, ClassChange
from bangfu.casework.queries import approved_households, review_counts
from bangfu.eligibility.models import Determination
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.cases import World
from makers.determinations import decide_otherwise

from .test_reviews import APPROVED, LATER, approved, becomes

pytestmark = pytest.mark.usefixtures("static_as_is")
WHY = {
    "document_no": "茂工发〔2010〕9号",
    "minutes_no": "联席会议〔2010〕4号",
    "reason": "城市低保标准上调",
}
MARGINAL = "低保边缘户"


def cases_of(world: World, *households: Household) -> dict[int, int]:
    with acting(operator()):
        ids = Case.objects.filter(household__in=households).values_list("id", flat=True)
    return world.now(ids)


def raised(world: World, count: int) -> tuple[list[Household], dict[int, int]]:
    """Approved, and of another class since a standard rose."""
    households = approved(world, count)
    for household in households:
        becomes(household, MARGINAL, standard_fen=29_000)
    world.move_to(LATER)
    return households, cases_of(world, *households)


def instead(household: Household, hardship_class: str, **more: object) -> None:
    """Its determination of that day says something else after all."""
    with acting(operator()):
        rows = Determination.objects.filter(household=household, holds_from=LATER)
        decide_otherwise(rows, hardship_class=hardship_class, **more)


def propose(world: World, cases: dict[int, int]) -> dict[int, int]:
    propose_adjustment(cases=cases, reason="标准上调", on=LATER, by=world.reviewer)
    return world.now(cases)


def classes(by: Actor, on: object) -> list[str]:
    with acting(by):
        return [case.approved_class for case in approved_households(on, ["低保户", MARGINAL], by)]


def counts(by: Actor) -> dict[ReviewGroup, int]:
    with acting(by):
        return {group: n for group, n in review_counts(by, LATER).items() if n}


def test_from_the_day_of_the_decision_the_approved_class_is_the_new_one(world):
    households, cases = raised(world, 3)
    assert counts(world.approver) == {ReviewGroup.CHANGED: 3}
    proposed = propose(world, cases)
    assert counts(world.approver) == {ReviewGroup.PROPOSED: 3}
    done = adjust_classes(cases=proposed, **WHY, on=LATER, by=world.approver)
    assert done.moved == tuple(cases)
    assert counts(world.approver) == {}
    assert classes(world.approver, LATER) == [MARGINAL] * 3
    assert classes(world.approver, LATER - timedelta(days=1)) == ["低保户"] * 3
    with acting(operator()):
        change = ClassChange.objects.get(household=households[0])
        event = CaseEvent.objects.filter(case_id=change.case_id).latest("id")
        case = Case.objects.get(pk=change.case_id)
        told = Entry.objects.filter(action="casework.adjust").count()
    assert (change.from_class, change.to_class, change.holds_from) == ("低保户", MARGINAL, LATER)
    assert (change.document_no, change.minutes_no) == (WHY["document_no"], WHY["minutes_no"])
    assert (event.duty, event.reason, event.title) == (
        "casework.adjust",
        WHY["reason"],
        "决定调整类别",
    )
    assert (case.state, case.hardship_class, told) == ("approved", "低保户", 3)


def test_whoever_was_approved_that_very_day_may_be_adjusted(world):
    """A standard that was entered in the morning, say, for the list approved at noon."""
    (household,) = approved(world, 1)
    becomes(household, MARGINAL, since=APPROVED, standard_fen=29_000)
    cases = cases_of(world, household)
    propose_adjustment(cases=cases, reason="标准上调", on=APPROVED, by=world.reviewer)
    adjust_classes(cases=world.now(cases), **WHY, on=APPROVED, by=world.approver)
    assert classes(world.approver, APPROVED) == [MARGINAL]


def test_who_proposed_submitted_or_checked_never_decides(world):
    _households, cases = raised(world, 1)
    (case,) = cases
    with acting(operator()):
        submitter, checker = Case.objects.values_list("submitted_by_id", "checked_by_id").get()
    proposed = propose(world, cases)
    for user in (submitter, checker, world.reviewer.user_id):
        name = User.objects.get(id=user).username
        as_approver = world.officer(name, Role.APPROVER, world.city)
        with pytest.raises(SamePerson):
            adjust_classes(cases=proposed, **WHY, on=LATER, by=as_approver)
    for by in (world.filer, world.reviewer):
        with pytest.raises(NotPermitted):
            adjust_classes(cases=proposed, **WHY, on=LATER, by=by)
    assert world.case(case).proposed_class == MARGINAL


def test_nothing_is_decided_that_was_not_proposed_or_has_moved_on(world):
    (one, other), cases = raised(world, 2)
    with pytest.raises(CasesHindered, match="还没有人提议"):
        adjust_classes(cases=cases, **WHY, on=LATER, by=world.approver)
    proposed = propose(world, cases)
    with pytest.raises(CasesHindered, match="已经提议过"):
        propose(world, proposed)
    with pytest.raises(StaleCases):
        adjust_classes(cases=cases, **WHY, on=LATER, by=world.approver)
    for missing in ("document_no", "minutes_no"):
        with pytest.raises(DocumentMissing):
            adjust_classes(cases=proposed, **{**WHY, missing: " "}, on=LATER, by=world.approver)
    becomes(one, "不符合", since=LATER + timedelta(days=1))
    becomes(other, "低保户", since=LATER + timedelta(days=1))
    with pytest.raises(CasesHindered) as refused:
        adjust_classes(cases=proposed, **WHY, on=LATER + timedelta(days=1), by=world.approver)
    assert set(refused.value.reasons) == {one.file_no, other.file_no}
    with acting(operator()):
        assert not ClassChange.objects.exists()


def test_a_proposal_is_for_one_class_alone(world):
    (one,), cases = raised(world, 1)
    propose(world, cases)
    becomes(one, "意外致困户", since=LATER + timedelta(days=1))
    with acting(world.approver):
        told = review_counts(world.approver, LATER + timedelta(days=1))
    assert (told[ReviewGroup.CHANGED], told[ReviewGroup.PROPOSED]) == (1, 0)


def forged(world: World, case: Case, **more: object) -> ClassChange:
    given = {
        "household_id": case.household_id, "case_id": case.pk, "from_class": "低保户",
        "to_class": MARGINAL, "holds_from": LATER, **WHY,
        "decided_by_id": world.approver.user_id, "decided_by_name": "x", **more,
    }  # fmt: skip
    with transaction.atomic(), acting(operator()):
        return ClassChange.objects.create(**given)


def test_the_database_takes_no_change_without_a_decision_and_keeps_those_there_are(world):
    (one, other), _cases = raised(world, 2)
    for household in (one, other):
        with pytest.raises(IntegrityError, match="not an adjustment"):
            forged(world, world.case(next(iter(cases_of(world, household)))))
    done = propose(world, cases_of(world, one))
    adjust_classes(cases=done, **WHY, on=LATER, by=world.approver)
    case = world.case(next(iter(done)))
    for wrong in (
        {"holds_from": LATER + timedelta(days=1)},
        {"from_class": MARGINAL, "to_class": "低保户", "holds_from": LATER + timedelta(days=1)},
        {"holds_from": APPROVED},
        {"decided_by_id": world.reviewer.user_id},
    ):
        with pytest.raises(IntegrityError):
            forged(world, case, **wrong)
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        acting(operator()),
    ):
        ClassChange.objects.update(to_class="低保户")


def happened(case: Case, duty: str, by: Actor, day: date = LATER) -> None:
    with acting(operator()):
        CaseEvent.objects.create(
            household_id=case.household_id, case_id=case.pk, from_state="approved",
            to_state="approved", duty=duty, day=day, by_user_id=by.officer_id, by_name=by.name,
        )  # fmt: skip


def test_by_sql_nothing_is_adjusted_that_nobody_else_proposed(world):
    """An event of deciding alone is no decision on a proposal."""
    _households, cases = raised(world, 1)
    case = world.case(next(iter(cases)))
    happened(case, "casework.adjust", world.approver)
    with pytest.raises(IntegrityError, match="not an adjustment"):
        forged(world, case)
    happened(case, "casework.propose", world.reviewer)
    assert forged(world, case).to_class == MARGINAL


def test_by_sql_nothing_is_adjusted_from_another_day_than_that_of_its_decision(world):
    _households, cases = raised(world, 1)
    case = world.case(next(iter(cases)))
    happened(case, "casework.propose", world.reviewer)
    happened(case, "casework.adjust", world.approver, LATER - timedelta(days=1))
    with pytest.raises(IntegrityError, match="not an adjustment"):
        forged(world, case)
    happened(case, "casework.adjust", world.approver)
    assert forged(world, case).to_class == MARGINAL


def test_many_are_adjusted_in_the_background_and_who_moved_on_is_named(world):
    (gone, *_rest), cases = raised(world, 5)
    seen = propose(world, cases)
    instead(gone, "不符合")
    asked = {"act": "adjust", "cases": list(seen.items()), "typed": WHY}
    with acting(world.approver):
        job = begin_job(move_many, asked, on=LATER, by=world.approver)
    run_job(job_id=job.pk, on=LATER, by=background())
    with acting(world.approver):
        done = Job.objects.get(pk=job.pk)
    left = list(cases_of(world, gone))
    assert done.outcome == {"act": "adjust", "moved": 4, "left": left, "left_count": 1}
    client = signed_in(world.approver)
    page = client.get(f"/cases/moved/{job.pk}/").content.decode()
    assert "已办理“调整类别” 4 户" in page
    assert gone.file_no in page


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(id=actor.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_proposed_and_decided_by_page_for_all_whom_the_standard_moved(world):
    households, _cases = raised(world, 3)
    instead(households[2], "意外致困户", income_fen=1)
    reviewer, approver = signed_in(world.reviewer), signed_in(world.approver)
    listed = reviewer.get("/cases/", {"tab": "changed"}).content.decode()
    assert "其中 2 户只因标准变动而变类" in listed
    chosen = {"tab": "changed", "by_standard": "1", "whole": "filter"}
    asked = reviewer.get("/cases/propose/", chosen)
    assert asked.context["changes"] == [("低保户", MARGINAL, 2)]
    given = {"cases": asked.context["cases"], "reason": "标准上调"}
    done = reviewer.post("/cases/propose/", given)
    assert (done.status_code, done["Location"]) == (303, "/cases/?tab=changed")
    asked = approver.get("/cases/adjust/", {"tab": "proposed", "whole": "filter"})
    packed = asked.context["cases"]
    [proposal] = asked.context["proposals"]
    told = (proposal.by_name, proposal.day, proposal.reason, proposal.households)
    assert told == (world.reviewer.name, LATER, "标准上调", 2)
    shown = " ".join(asked.content.decode().split())
    assert "标准上调" in shown
    for household in households[:2]:
        assert f">{household.head_name}</a>" in shown
        assert household.file_no in shown
    assert households[2].file_no not in shown
    refused = approver.post("/cases/adjust/", {"cases": packed, **WHY, "minutes_no": ""})
    assert refused.status_code == 422
    assert WHY["document_no"] in refused.content.decode()
    done = approver.post("/cases/adjust/", {"cases": packed, **WHY}, follow=True)
    assert "已办理“调整类别” 2 户" in done.content.decode()
    case = next(iter(cases_of(world, households[0])))
    for address in (f"/cases/{case}/", f"/files/{households[0].file_no}/"):
        page = " ".join(approver.get(address).content.decode().split())
        assert "低保户 → 低保边缘户 （茂工发〔2010〕9号，会议纪要 联席会议〔2010〕4号）" in page
