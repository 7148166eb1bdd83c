"""What the database itself refuses of a case, its notice and its objections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from bangfu.casework.commands.answer_objection import answer_objection
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.models import Case
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting, operator
from makers.cases import DAY, POSTED_UNTIL

AFTER = POSTED_UNTIL + timedelta(days=1)


ILLEGAL = {
    "case_checker_is_another": "update casework_case set checked_by_id = submitted_by_id",
    "case_approver_is_another": (
        "update casework_case set decided_by_id = checked_by_id, decided_on = '2010-12-31'"
    ),
    "case_decided_after_posting": (
        "update casework_case set state = 'approved', decided_by_id = 999, decided_on = moved_on"
    ),
    "case_follows_the_table": "update casework_case set state = 'submitted'",
    "case_submission_stays": "update casework_case set submitted_by_id = 999",
    "case_approved_went_the_way": (
        "update casework_case set state = 'approved', decided_on = '2010-12-31'"
    ),
}


@pytest.mark.parametrize("constraint", ILLEGAL)
def test_the_database_itself_refuses(world, constraint):
    world.posted()
    with (
        acting(operator()),
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ILLEGAL[constraint])
    assert refused.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize("decision", ["approved", "refused"])
def test_the_database_refuses_a_decision_over_an_open_objection(world, decision):
    (case_id,) = world.posted()
    with acting(world.filer):
        file_objection(case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.filer)
    with acting(operator()), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Case.objects.update(state=decision, decided_by_id=999, decided_on=AFTER)
    assert refused.value.__cause__.diag.constraint_name == "case_objections_answered"


@pytest.mark.parametrize(
    "statement",
    [
        "update notices_notice set ends_on = posted_on + 1",
        "update notices_notice set entries = '[]'",
        "delete from notices_notice",
        "update casework_objection set text = 'x'",
        "update casework_objection set answer = 'x'",
        "update casework_objection set outcome = '', answered_by_id = null, answered_on = null",
        "delete from casework_objection",
        "delete from casework_case",
    ],
)
def test_what_was_posted_objected_and_answered_stays(world, statement):
    (case_id,) = world.posted()
    with acting(world.filer):
        objection = file_objection(
            case_id=case_id, text="有车", received_on=DAY, on=today(), by=world.filer
        )
    with acting(world.reviewer):
        answer_objection(
            objection_id=objection.pk,
            outcome="dismissed",
            answer="无",
            on=today(),
            by=world.reviewer,
        )
    with (
        acting(operator()),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert type(refused.value.__cause__).__name__ in {"InsufficientPrivilege", "RestrictViolation"}


def test_a_case_that_brings_another_jurisdiction_is_refused(world):
    """Rows may bring their scope columns; they must be those of their household."""
    household, submitted = world.households(1)[0], world.submitted()
    with acting(operator()):
        one = Case.objects.get(pk__in=submitted)
        one.pk, one.household, one.tier2 = None, household, world.west.pk
        with pytest.raises(DatabaseError, match="out of scope"), transaction.atomic():
            Case.objects.bulk_create([one])
        one.tier2 = world.east.pk
        Case.objects.bulk_create([one])
