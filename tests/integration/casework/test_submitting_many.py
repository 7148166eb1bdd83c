"""Submission by the thousand: the job, and rows that are copied instead of made one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bangfu.accounts.models import User
from bangfu.acts.refusals import constraint_of
from bangfu.audit.models import Entry
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.jobs import CHUNK, submit_many
from bangfu.casework.models import Case, CaseEvent
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, background, operator
from bangfu.scope.copying import FEW, insert_objects
from bangfu.scope.models import TIERS, brought_from
from bangfu.web.cases.submissions import AT_ONCE
from makers.cases import DAY

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
ITS_OWN = ("id", "household_id", "facts_id", "determination_id", "case_id", "known_at", "at")


def test_the_job_submits_chunk_by_chunk_and_tells_of_each(world):
    good, rest = world.households(CHUNK + 10), world.households(3, "待核实", missing=["机动车"])
    asked = {"household_ids": [each.id for each in [*rest, *good]]}
    with acting(world.filer):
        job = begin_job(submit_many, asked, on=today(), by=world.filer)
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(operator()):
        done = Job.objects.get(pk=job.pk)
        cases = dict(Case.objects.values_list("household_id", "id"))
        told = dict(
            Entry.objects.filter(action="casework.submit").values_list(
                "subject", "detail__household"
            )
        )
        events = set(CaseEvent.objects.values_list("case_id", "household_id", "to_state"))
    left = {"verdict": "unresolved", "count": 3, "households": [each.id for each in rest]}
    assert (done.outcome["submitted"], done.outcome["rest"]) == (len(good), [left])
    assert set(cases) == {each.id for each in good}
    assert events == {(case, household, "submitted") for household, case in cases.items()}
    assert told == {str(case): household for household, case in cases.items()}


@pytest.mark.usefixtures("static_as_is")
def test_a_submission_that_was_stopped_tells_what_it_had_done(world):
    with acting(world.filer):
        job = begin_job(submit_many, {"household_ids": [1]}, on=today(), by=world.filer)
        done = {"submitted": 500, "rest": []}
        Job.objects.filter(pk=job.pk).update(state="stopped", done=500, total=1_000, outcome=done)
    client = Client()
    client.force_login(User.objects.get(pk=world.filer.user_id), MODEL_BACKEND)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "1,000 户中已办 500 户" in page
    became = reverse("case_new_of_job", args=[job.pk])
    assert became in page
    assert "500" in client.get(became).content.decode()


@pytest.mark.usefixtures("static_as_is")
def test_the_confirmation_of_more_than_a_request_submits_leaves_judging_to_the_job(world):
    """Of each it would ask the register what it shares, and nobody waits for that."""
    households = world.households(AT_ONCE + 1)
    client = Client()
    client.force_login(User.objects.get(pk=world.filer.user_id), MODEL_BACKEND)
    confirm, judging = reverse("case_new_confirm"), "在后台逐户核对后提交"
    with CaptureQueriesContext(connection) as asked:
        page = client.get(confirm, {"whole": "filter"}).content.decode()
    assert (f"确定提交 {len(households)} 户" in page, judging in page) == (True, True)
    assert "registry_overlaps" not in str(asked.captured_queries)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(confirm, {"chosen": [households[0].pk]}).content.decode()
    assert ("确定提交 1 户" in page, judging in page) == (True, False)
    assert "registry_overlaps" in str(asked.captured_queries)


def test_many_rows_are_the_same_as_a_single_one(world):
    """Every column but those that are a row's own, jurisdiction and defaults of the database too."""
    alone, *many = world.households(FEW + 2)
    for chosen in ([alone], many):
        submit_cases(household_ids=[each.id for each in chosen], on=today(), by=world.filer)
    with acting(operator()):
        for model in (Case, CaseEvent):
            rows = {row["household_id"]: row for row in model.objects.values()}
            alike = {household: _alike(row) for household, row in rows.items()}
            assert len(alike) == FEW + 2
            assert all(each == alike[alone.id] for each in alike.values())
        tiers = set(Case.objects.values_list(*TIERS))
        assert tiers == set(Household.objects.filter(id=alone.id).values_list(*TIERS))


def _alike(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in {*ITS_OWN, "created_at"}}


def test_the_database_refuses_many_as_it_refuses_one(world):
    households = world.households(FEW + 1)
    cases = [_case(each) for each in [*households, households[0]]]
    with pytest.raises(IntegrityError) as twice, acting(operator()):
        insert_objects(Case, cases)
    assert constraint_of(twice.value) == "case_one_live"


def test_rows_of_another_county_are_refused_among_many(world):
    elsewhere = world.households(1, where=world.west)
    households = world.households(FEW + 1)
    with pytest.raises(DatabaseError, match="out of scope"), acting(world.filer):
        insert_objects(Case, [_case(each) for each in [*households, *elsewhere]])


def _case(household: Household) -> Case:
    return Case(
        **brought_from(household),
        household=household,
        state="submitted",
        day=DAY,
        known_at=datetime(2035, 1, 1, tzinfo=UTC),
        hardship_class="低保户",
        facts_id=1,
        submitted_by_id=1,
        moved_on=DAY,
    )
