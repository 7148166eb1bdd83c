"""One child entered in two counties at the same moment: neither merge sees the other, submission does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.eligibility.models import Determination, Mark
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.organisations.queries import today
from bangfu.registry.models import Household, HouseholdFacts, Membership
from bangfu.registry.queries.overlaps import overlaps_of
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.actors import Actor, acting, background, operator
from harness import SERVER
from makers.tables import OCTOBER, Net, files, member, worker

from .test_confirmed import appointed

LONGEST = 60  # seconds that a busy machine may take
EAST = worker(1)
WEST = worker(2, 所属工会="西县纺织厂工会", 行政区划代码="449902", 县市区="西县")
CHILD = 7
#: In this database alone: another test's has a table of the same number.
WAITING = """
select count(*) from pg_locks l join pg_database d on d.oid = l.database
where not l.granted and l.relation = 'registry_person'::regclass and d.datname = current_database()
"""


@pytest.fixture
def filers(fresh_database) -> tuple[Actor, Actor]:
    net = Net()
    return appointed(net, "east", "甲经办", "E"), appointed(net, "west", "乙经办", "W")


def staged(filer: Actor, head: dict[str, str]) -> int:
    rows = files([head], [member(head, CHILD)])
    batch = stage_register(files=rows, as_of=OCTOBER, on=today(), by=filer, background=False)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def at_the_same_moment(*merges: Callable[[], object]) -> None:
    """Each has looked who is on file before any may write a person."""
    owner = SERVER.urls(settings.DATABASES["default"]["NAME"])[0]
    threads = [threading.Thread(target=_closing, args=(merge,)) for merge in merges]
    with psycopg.connect(owner) as other:
        other.execute("lock table registry_person in share mode")
        for thread in threads:
            thread.start()
        until = time.monotonic() + LONGEST
        while other.execute(WAITING).fetchone()[0] < len(merges) and time.monotonic() < until:
            time.sleep(0.05)
        assert other.execute(WAITING).fetchone()[0] == len(merges)
    for thread in threads:
        thread.join(LONGEST)


def _closing(merge: Callable[[], object]) -> None:
    try:
        merge()
    finally:
        connection.close()


def qualifying(head: dict[str, str]) -> int:
    """The household, as if it had been decided on."""
    with acting(operator()):
        household = Household.objects.get(file_no=head["档案编号"])
        facts = HouseholdFacts.objects.get(household=household)
        Determination.objects.create(
            household=household, file_no=household.file_no, holds_from=household.opened_on,
            facts_id=facts.pk, hardship_class="低保户", persons=2, area_code=household.area_code,
        )  # fmt: skip
        Mark.objects.all().delete()
    return household.pk


def submitted(household: int, filer: Actor) -> SubmitVerdict:
    (outcome,) = submit_cases(household_ids=[household], on=today(), by=filer)
    return outcome.verdict


def test_a_child_entered_in_two_counties_at_once_is_settled_above_them(filers):
    batches = [staged(filer, head) for filer, head in zip(filers, (EAST, WEST), strict=True)]
    at_the_same_moment(
        *(
            lambda batch=batch, filer=filer: merge_register(batch_id=batch, by=filer)
            for batch, filer in zip(batches, filers, strict=True)
        )
    )
    households = [qualifying(head) for head in (EAST, WEST)]
    for household, filer in zip(households, filers, strict=True):
        assert submitted(household, filer) == SubmitVerdict.SHARED
    east, west = filers
    with acting(east):
        ((own, (overlap,)),) = overlaps_of(households, today()).items()
        assert (own, overlap.kind, overlap.other) == (households[0], OverlapKind.PERSON, None)
        assert Household.objects.count() == 1  # and one's eyes are one's own again
    with acting(operator()):
        by_household = overlaps_of(households, today())
        assert [by_household[each][0].other.household_id for each in households] == households[::-1]
        child = Membership.objects.filter(household=households[1]).exclude(relation="本人")
        assert child.update(held_until=today() - timedelta(days=1)) == 1
        Mark.objects.all().delete()
    assert submitted(households[0], east) == SubmitVerdict.SUBMITTED
    assert submitted(households[1], west) == SubmitVerdict.SUBMITTED
