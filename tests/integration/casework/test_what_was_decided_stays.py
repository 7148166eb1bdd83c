"""What an approval stands on can't be changed afterwards, whoever writes: aid is paid by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.models import Case
from bangfu.scope.actors import acting, operator
from makers.cases import POSTED_UNTIL

AFTER = POSTED_UNTIL + timedelta(days=1)
SUBMITTED = {
    "submitted_by_id": 999,
    "known_at": "2010-01-01 00:00+08",
    "determination_id": 0,
    "hardship_class": "意外致困户",
    "income_fen": 1,
    "essential_fen": 1,
    "size": 9,
    "standard_fen": 1,
    "rule_set": "2016-x",
    "facts_id": 0,
    "day": "2010-01-01",
}
DECIDED = {
    "checked_by_id": None,
    "posted_by_id": 998,
    "decided_by_id": 999,
    "decided_on": "2010-12-30",
    "notice_id": None,
    "notice_seq": 7,
    "posting_ends_on": "2010-12-30",
}


def refused_constraint(**changes: object) -> str:
    with acting(operator()), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Case.objects.update(**changes)
    return str(refused.value.__cause__.diag.constraint_name)


@pytest.mark.parametrize("column", SUBMITTED)
def test_what_was_submitted_stays_in_each_column(world, column):
    world.submitted()
    assert refused_constraint(**{column: SUBMITTED[column]}) == "case_submission_stays"


@pytest.mark.parametrize("column", DECIDED)
def test_what_was_decided_stays_in_each_column(world, column):
    cases = world.posted()
    world.move_to(AFTER)
    with acting(world.approver):
        approve_cases(cases=world.now(cases), on=AFTER, by=world.approver)
    assert world.states(cases) == {"approved"}
    assert refused_constraint(**{column: DECIDED[column]}) == "case_decision_stays"
