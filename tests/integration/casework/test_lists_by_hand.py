"""Lists of cases, their counts and the work list say what a plain reading of every case says, to each
officer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection

from bangfu.acts.roles import holds
from bangfu.casework import duties
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.commands.return_cases import return_cases
from bangfu.casework.enums import CaseState, CaseTab, Step
from bangfu.casework.models import Case, Objection
from bangfu.casework.queries import (
    Narrowing,
    case_page,
    cases_in,
    cases_of_file,
    cases_of_household,
    limits_of,
    may_be_submitted,
    moves_of,
    submittable,
    submittable_page,
    tab_counts,
    timeline,
    work_list,
)
from bangfu.casework.queries.listed import DETERMINED, LISTED
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.reach import NOTHING
from makers.cases import DAY, POSTED_UNTIL, World

NARROWED = [Narrowing(), Narrowing(hardship_class="低保户"), Narrowing(text="4409-0000")]
NEXT = POSTED_UNTIL + timedelta(days=1)
DAYS = [DAY, NEXT, NEXT + timedelta(days=40)]

Told = tuple[str, CaseTab, int, int, int]


@pytest.fixture
def actors(world: World) -> list[Actor]:
    """With cases in every state that waits, some of them posted and over, two with an objection."""
    ended = world.posted(3)
    world.move_to(DAY + timedelta(days=7))
    for case in list(world.posted(2)) + list(ended)[:1]:
        file_objection(
            case_id=case, text="收入不实", received_on=DAY + timedelta(days=7),
            on=DAY + timedelta(days=7), by=world.reviewer,
        )  # fmt: skip
    returned = world.submitted(2)
    return_cases(cases=returned, reason="缺授权书", on=DAY + timedelta(days=7), by=world.reviewer)
    world.checked(2)
    world.move_to(NEXT)
    world.checked(1)
    world.submitted(4)
    return [world.filer, world.reviewer, world.approver, world.stranger]


def waiting(actor: Actor, on: date) -> Iterator[tuple[Step, CaseTab, list[date]]]:
    """Every case and objection looked at by itself."""
    cases = list(Case.objects.visible_to(actor))
    newest = {case.household_id: case.pk for case in sorted(cases, key=lambda case: case.pk)}
    returned = [
        case.moved_on
        for case in cases
        if case.state == CaseState.RETURNED and newest[case.household_id] == case.pk
    ]
    submitted = [
        case.moved_on
        for case in cases
        if case.state == CaseState.SUBMITTED and case.submitted_by_id != actor.user_id
    ]
    ended = [
        case.posting_ends_on
        for case in cases
        if case.state == CaseState.POSTED and case.posting_ends_on < on
    ]
    checked = [case.moved_on for case in cases if case.state == CaseState.CHECKED]
    objections = [
        objection.received_on
        for objection in Objection.objects.visible_to(actor).select_related("case")
        if not objection.outcome
        and objection.case.state == CaseState.POSTED
        and objection.received_by_id != actor.user_id
    ]
    yield from (
        (step, tab, days)
        for duty, step, tab, days in (
            (duties.SUBMIT, Step.RESUBMIT, CaseTab.RETURNED, returned),
            (duties.CHECK, Step.CHECK, CaseTab.SUBMITTED, submitted),
            (duties.POST, Step.POST, CaseTab.CHECKED, checked),
            (duties.APPROVE, Step.DECIDE, CaseTab.ENDED, ended),
            (duties.ANSWER_OBJECTION, Step.ANSWER, CaseTab.POSTED, objections),
        )
        if holds(actor, duty) and days
    )


def plainly(actor: Actor, on: date) -> Iterator[Told]:
    limits = limits_of(actor, on)
    for step, tab, days in waiting(actor, on):
        latest = on - timedelta(days=limits[step])
        late = [day for day in days if day < latest]
        overdue = max(((latest - day).days for day in late), default=0)
        yield step.label, tab, len(days), len(late), overdue


def test_counts_are_those_of_the_lists(actors):
    some = set()
    for actor, day in product(actors, DAYS):
        with acting(actor):
            for wanted in NARROWED:
                lists = {tab: cases_in(actor, tab, day, wanted).count() for tab in CaseTab}
                assert tab_counts(actor, day, wanted) == lists
                some |= {tab for tab, count in lists.items() if count}
    assert some == set(CaseTab) - {CaseTab.APPROVED, CaseTab.REFUSED}


def test_a_list_shows_what_the_case_and_its_household_say(actors):
    day = NEXT
    for actor in actors:
        with acting(actor):
            for tab in (CaseTab.SUBMITTED, CaseTab.CHECKED, CaseTab.ENDED):
                plain = cases_in(actor, tab, day).order_by("id").select_related("household__union")
                shown = case_page(actor, tab, day).rows
                assert [(case.file_no, case.head_name, case.union_name) for case in shown] == [
                    (case.household.file_no, case.household.head_name, case.household.union.name)
                    for case in plain[: len(shown)]
                ]
                for listed, case in zip(shown, plain, strict=False):
                    assert [getattr(listed, name) for name in LISTED] == [
                        getattr(case, name) for name in LISTED
                    ]


def test_the_list_to_submit_shows_what_determination_and_household_say(world, actors):
    with acting(world.filer):
        rows = submittable(world.filer, NEXT)
        plain = list(rows.order_by("file_no").select_related("household__union"))
        page = submittable_page(rows)
        shown = [(row.file_no, row.head_name, row.union_name) for row in page.rows]
        assert len(shown) > 1
        assert shown == [
            (each.household.file_no, each.household.head_name, each.household.union.name)
            for each in plain[: len(shown)]
        ]
        for row, each in zip(page.rows, plain, strict=False):
            assert [getattr(row, name) for name in DETERMINED] == [
                getattr(each, name) for name in DETERMINED
            ]
        assert submittable_page(rows, before=shown[-1][0]).rows == page.rows[:-1]
        assert submittable_page(rows, after=shown[0][0]).rows[: len(shown) - 1] == page.rows[1:]


def test_a_list_goes_on_from_a_case_in_either_direction(actors):
    longest = 0
    for actor in actors:
        with acting(actor):
            whole = case_page(actor, CaseTab.SUBMITTED, NEXT).rows
            for place, case in enumerate(whole):
                after = case_page(actor, CaseTab.SUBMITTED, NEXT, after=str(case.id)).rows
                before = case_page(actor, CaseTab.SUBMITTED, NEXT, before=str(case.id)).rows
                assert [*before, case, *after] == whole
                assert len(before) == place
            longest = max(longest, len(whole))
    assert longest > 2


def test_the_work_list_sums_up_what_waits(actors):
    kinds = set()
    for actor in actors:
        for day in DAYS:
            with acting(actor):
                works = work_list(actor, day)
                told = [
                    (work.kind, work.tab, work.count, work.overdue, work.days_overdue)
                    for work in works
                ]
                assert sorted(told) == sorted(plainly(actor, day))
                assert works == work_list(actor, day, limits_of(actor, day))
                assert [work.days_overdue for work in works] == sorted(
                    (work.days_overdue for work in works), reverse=True
                )
                kinds |= {(work.kind, bool(work.overdue)) for work in works}
    of_cases = set(Step) - {Step.REVIEW}  # nobody is approved here
    assert {kind for kind, _overdue in kinds} == {step.label for step in of_cases}
    assert {overdue for _kind, overdue in kinds} == {False, True}


def test_the_page_of_a_file_reads_what_the_lists_say(actors):
    offered = set()
    for actor, day in product(actors, DAYS):
        with acting(actor):
            to_submit = set(submittable(actor, day).values_list("household_id", flat=True))
            for household in Household.objects.visible_to(actor):
                cases = cases_of_file(actor, household.pk)
                plain = list(cases_of_household(actor, household.pk))
                assert [vars(case) | {"_state": None} for case in cases] == [
                    vars(case) | {"_state": None} for case in plain
                ]
                assert all(moves_of(case) == list(timeline(case)) for case in cases)
                offer = may_be_submitted(actor, household.pk, cases, day)
                assert offer == (household.pk in to_submit)
                offered.add((offer, bool(cases)))
    assert offered == {(False, True), (True, True)}


def test_whoever_reaches_nothing_has_nothing_to_do(actors):
    for actor in actors:
        nobody = replace(actor, scope=NOTHING)
        with acting(operator()):
            assert work_list(nobody, NEXT) == []
            assert set(tab_counts(nobody, NEXT).values()) == {0}


LEADING = """
select array(select attname::text from unnest(i.indkey[0:2]) with ordinality k(attnum, place)
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by k.place)
from pg_index i where i.indrelid = 'casework_case'::regclass and i.indisvalid
"""


@pytest.mark.parametrize("tier", ["tier1", "tier2"])
def test_cases_of_one_system_are_led_by_the_system(db, tier):
    """Else whoever sees one system of a city, or of a province, passes all of its cases."""
    with connection.cursor() as cursor:
        cursor.execute(LEADING)
        leading = [columns for (columns,) in cursor.fetchall()]
    assert [tier, "system", "state"] in leading
