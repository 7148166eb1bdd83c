"""Approved households that are to be reviewed: found by what the database keeps with approvals and
determinations, which says the same as looking at every household.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.propose_adjustment import propose_adjustment
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import CaseState, ParameterName, ReviewGroup
from bangfu.casework.models import Case, Review
from bangfu.casework.queries import (
    Narrowing,
    limits_of,
    review_counts,
    review_page,
    review_terms,
    reviews,
    work_list,
)
from bangfu.casework.queries.parameters import review_windows
from bangfu.casework.queries.reviews_by_hand import days_waited
from bangfu.casework.rules.parameters import review_begins, stands_until
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.enums import QUALIFYING
from bangfu.eligibility.models import Determination
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.enums import JobState
from bangfu.jobs.models import Job
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.reporting.jobs import export_reviews
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.by_hand import rows_of
from makers.cases import CONTACT, DAY, POSTED_UNTIL, World
from makers.determinations import decide_otherwise

pytestmark = pytest.mark.usefixtures("static_as_is")
APPROVED = POSTED_UNTIL + timedelta(days=1)
LATER = APPROVED + timedelta(days=60)
LAPSES = date(2011, 10, 15)  # a year and a day after the approval
G = ReviewGroup


def approved(world: World, count: int) -> list[Household]:
    cases = world.posted(count)
    world.move_to(APPROVED)
    approve_cases(cases=cases, on=APPROVED, by=world.approver)
    return [world.case(case_id).household for case_id in cases]


def becomes(household: Household, hardship_class: str, since: date = LATER, **more: object) -> None:
    """From a day on its determination says another class."""
    with acting(operator()):
        before = Determination.objects.get(household=household, holds_until=date.max)
        values = {
            field.attname: getattr(before, field.attname)
            for field in Determination._meta.concrete_fields
            if field.name not in {"id", "decided_at", "decision"}
        }
        decide_otherwise(Determination.objects.filter(id=before.pk), holds_until=since)
        values |= {"holds_from": since, "follows": since, "hardship_class": hardship_class, **more}
        Determination.objects.create(**values)


def in_groups(actor: Actor, on: date) -> dict[ReviewGroup, list[str]]:
    """File numbers by group, of groups that hold anybody."""
    with acting(actor):
        listed = {
            group: sorted(reviews(actor, group, on).values_list("household__file_no", flat=True))
            for group in G
        }
        assert {group: len(files) for group, files in listed.items()} == review_counts(actor, on)
    return {group: files for group, files in listed.items() if files}


def plainly(actor: Actor, on: date) -> dict[ReviewGroup, list[str]]:
    """Every household looked at by itself; of one term of review everywhere."""
    ((_all, stands_since),) = review_terms(on)
    ((_all, quiet_since),) = review_terms(on + timedelta(days=30))
    file_nos: dict[ReviewGroup, list[str]] = {}
    for household in Household.objects.visible_to(actor).order_by("file_no"):
        cases = list(Case.objects.filter(household=household).order_by("decided_on", "id"))
        newest = [case for case in cases if case.state == CaseState.APPROVED][-1:]
        if not newest or {case.state for case in cases} & {"submitted", "checked", "posted"}:
            continue
        now = Determination.objects.on(on).filter(household=household).first()
        group = _group(newest[0], now.hardship_class if now else "", stands_since, quiet_since)
        if group:
            file_nos.setdefault(group, []).append(household.file_no)
    return file_nos


def _group(case: Case, now: str, stands_since: date, quiet_since: date) -> ReviewGroup | None:
    unqualified = {"不符合": G.INELIGIBLE, "待核实": G.UNRESOLVED}
    if now in unqualified:
        return unqualified[now]
    assert case.decided_on is not None
    if case.decided_on < stands_since:
        return G.LAPSED
    if now in QUALIFYING and now != case.hardship_class:
        return G.CHANGED
    return G.LAPSING if case.decided_on < quiet_since else None


def files(households: Iterable[Household]) -> list[str]:
    return sorted(household.file_no for household in households)


def test_each_is_in_one_group_by_what_is_to_be_done(world):
    stays, falls, unknown, changes, both = approved(world, 5)
    becomes(falls, "不符合")
    becomes(unknown, "待核实", missing=["机动车"])
    becomes(changes, "低保边缘户")
    becomes(both, "低保边缘户", since=LAPSES)
    assert in_groups(world.filer, LATER - timedelta(days=1)) == {}
    assert in_groups(world.filer, LATER) == {
        G.INELIGIBLE: [falls.file_no],
        G.UNRESOLVED: [unknown.file_no],
        G.CHANGED: [changes.file_no],
    }
    soon = LAPSES - timedelta(days=30)
    assert in_groups(world.filer, soon)[G.LAPSING] == files([stays, both])
    assert in_groups(world.filer, LAPSES)[G.LAPSED] == files([stays, changes, both])
    assert in_groups(world.stranger, LAPSES) == {}


def test_what_is_kept_says_what_every_household_says(world):
    first = approved(world, 6)
    becomes(first[0], "不符合")
    becomes(first[1], "待核实")
    becomes(first[2], "低保边缘户")
    becomes(first[3], "低保边缘户", since=LATER + timedelta(days=3))
    becomes(first[3], "低保户", since=LATER + timedelta(days=9))
    submit_cases(household_ids=[first[2].pk], on=LATER, by=world.filer)
    for on in (APPROVED, LATER, LATER + timedelta(days=5), LATER + timedelta(days=9)):
        for actor in (world.filer, world.approver, world.stranger):
            with acting(actor):
                told = plainly(actor, on)
            assert in_groups(actor, on) == told
    for on in (LAPSES - timedelta(days=31), LAPSES - timedelta(days=30), LAPSES):
        with acting(world.filer):
            told = plainly(world.filer, on)
        assert in_groups(world.filer, on) == told


def test_a_new_approval_takes_them_off(world):
    (one,) = approved(world, 1)
    becomes(one, "低保边缘户")
    world.move_to(LATER)
    submit_cases(household_ids=[one.pk], on=LATER, by=world.filer)
    assert in_groups(world.filer, LATER) == {}
    with acting(operator()):
        case = Case.objects.latest("id").pk
    check_cases(cases=world.now([case]), on=LATER, by=world.reviewer)
    post_notice(cases=world.now([case]), contact=CONTACT, on=LATER, by=world.reviewer)
    again = LATER + timedelta(days=10)
    approve_cases(cases=world.now([case]), on=again, by=world.approver)
    assert in_groups(world.filer, again) == {}
    with acting(operator()):
        kept = Review.objects.values_list("hardship_class", "class_then", "decided_on")
        assert list(kept) == [("低保边缘户", "", again)]


def test_facts_that_change_bring_a_household_there_and_take_it_off(world):
    """Through the very rules, decided anew in the background."""
    (one,) = approved(world, 1)
    with acting(operator()):
        facts = HouseholdFacts.objects.get(household=one)
        before = facts.own_income_fen
        facts.pk, facts.own_income_fen, facts.held_from = None, 900_000, LATER
        facts.save(force_insert=True)
        redecide(on=LATER, by=operator())
    assert in_groups(world.filer, LATER) == {G.INELIGIBLE: [one.file_no]}
    with acting(world.filer):
        page = review_page(world.filer, G.INELIGIBLE, LATER, limits=limits_of(world.filer, LATER))
    (line,) = page.rows
    assert (line.hardship_class, line.class_now) == ("低保户", "不符合")
    assert line.due == LATER + timedelta(days=30)
    assert any("家庭年收入 2,604.00 →" in reason for reason in line.reasons)
    with acting(operator()):
        facts.pk, facts.own_income_fen = None, before
        facts.save(force_insert=True)
        redecide(on=LATER, by=operator())
    assert in_groups(world.filer, LATER) == {}


def test_a_file_that_moves_takes_its_review_along(world):
    (one,) = approved(world, 1)
    becomes(one, "不符合")
    with acting(operator()):
        Household.objects.filter(pk=one.pk).update(union=world.west)
    assert in_groups(world.filer, LATER) == {}
    assert in_groups(world.stranger, LATER) == {G.INELIGIBLE: [one.file_no]}


def test_a_place_has_its_own_term_and_its_own_days_of_reminding(world):
    ours = approved(world, 2)
    for name, value in ((ParameterName.REVIEW_MONTHS, 6), (ParameterName.REVIEW_AHEAD, 3)):
        set_case_parameter(
            place="440981", name=name, value=value, valid_from=DAY, source="样例", by=operator()
        )
    due = date(2011, 4, 15)
    assert in_groups(world.filer, due - timedelta(days=4)) == {}
    assert in_groups(world.filer, due - timedelta(days=3)) == {G.LAPSING: files(ours)}
    assert in_groups(world.filer, due) == {G.LAPSED: files(ours)}


@pytest.mark.parametrize("decided", [date(2010, 10, 14), date(2011, 1, 31), date(2012, 2, 29)])
@pytest.mark.parametrize("months", [1, 4, 12])
def test_an_approval_stands_until_the_day_before_it_is_due(decided, months):
    last = stands_until(decided, months)
    assert review_begins(last, months) <= decided
    assert review_begins(last + timedelta(days=1), months) > decided


def test_the_desk_of_who_submits_names_each_kind(world):
    stays, falls, changes = approved(world, 3)
    becomes(falls, "不符合")
    becomes(changes, "低保边缘户")
    late = LATER + timedelta(days=31)
    with acting(world.filer):
        told = {
            work.tab: (work.kind, work.count, work.days_overdue)
            for work in work_list(world.filer, late)
        }
    assert told == {G.INELIGIBLE: ("核对（批准后不再符合）", 1, 1)}
    with acting(world.reviewer):
        (work,) = work_list(world.reviewer, late)
    assert (work.tab, work.kind, work.days_overdue) == (G.CHANGED, "提议调整（类别有变）", 1)
    with acting(world.filer):
        work = {one.tab: one for one in work_list(world.filer, LAPSES)}
    assert (work[G.LAPSED].count, work[G.LAPSED].overdue, work[G.LAPSED].days_overdue) == (2, 2, 1)
    assert stays.file_no in in_groups(world.filer, LAPSES)[G.LAPSED]


def test_the_work_list_waits_for_the_same_days_as_the_lists(world):
    falls, waits, changes, proposed, *_others = approved(world, 6)
    becomes(falls, "不符合", excluded=["机动车"])
    becomes(waits, "待核实")
    for one in (changes, proposed):
        becomes(one, "低保边缘户")
    with acting(operator()):
        cases = dict(Case.objects.filter(household=proposed).values_list("id", "version"))
    propose_adjustment(cases=cases, reason="标准上调", on=LATER, by=world.reviewer)
    groups = set()
    for day in (LATER, LAPSES - timedelta(days=20), LAPSES, LAPSES + timedelta(days=40)):
        (window,) = review_windows(day)
        for actor in (world.filer, world.reviewer, world.stranger):
            with acting(actor):
                for group in G:
                    listed = reviews(actor, group, day).values_list("from_day", flat=True)
                    asked, values = days_waited(actor, group, day, window)
                    assert sorted(since for (since,) in rows_of(asked, values)) == sorted(listed)
                    groups |= {group for _since in listed}
    assert groups == set(G)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(id=actor.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_page_shows_who_why_and_until_when_and_leaves_as_a_workbook(world):
    falls, changes = approved(world, 2)
    becomes(falls, "不符合", excluded=["机动车"])
    becomes(changes, "低保边缘户", standard_fen=20_000)
    world.move_to(LATER)
    client = signed_in(world.filer)
    page = client.get("/cases/", {"tab": "review"})
    text = page.content.decode()
    assert page.context["tab"] == G.INELIGIBLE
    assert falls.file_no in text
    assert changes.file_no not in text
    assert "排除：机动车" in text
    assert "剩 30 天" in text
    changed = client.get("/cases/", {"tab": "changed"}).content.decode()
    assert "城市低保标准 238.00 → 200.00 元" in changed
    assert client.get("/cases/", {"tab": "changed", "text": falls.file_no}).context["rows"] == []
    sent = client.post("/cases/review/export/", {"tab": "changed"})
    book = openpyxl.load_workbook(io.BytesIO(sent.content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[:5] for row in rows if row[0] == changes.file_no] == [
        [changes.file_no, changes.head_name, world.east.name, "低保户", "低保边缘户"]
    ]
    entry = Entry.objects.get(action="casework.export")
    assert (entry.subject, entry.detail) == ("changed", {"households": 1})
    stranger = signed_in(world.stranger)
    assert changes.file_no not in stranger.get("/cases/", {"tab": "changed"}).content.decode()


def test_a_long_list_is_written_in_the_background(world):
    changes, _stays = approved(world, 2)
    becomes(changes, "低保边缘户")
    asked = {"day": str(LATER), "group": "changed", "wanted": vars(Narrowing())}
    with acting(world.filer):
        job = begin_job(export_reviews, asked, on=LATER, by=world.filer)
    run_job(job_id=job.pk, on=LATER, by=background())
    with acting(world.filer):
        done = Job.objects.get(pk=job.pk)
    assert (done.state, done.outcome) == (JobState.DONE, {"files": 1})
