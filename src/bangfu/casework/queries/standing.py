"""What decides whether cases may move: state, doers, posting, objections, and changed facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Max

from bangfu.acts.incompatible import BRINGING
from bangfu.acts.ways import who_did
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import waiting_among
from bangfu.registry.models import HouseholdFacts, MemberFacts

from ..enums import CaseState
from ..models import Case, CaseEvent, Objection
from ..rules.states import LIVE, CaseStanding, Facts
from ..rules.submitting import Basis
from .classes import moved_classes
from .overlaps import StandingOverlaps, blocking, standing_overlaps

BASIS = (
    "hardship_class",
    "income_fen",
    "essential_fen",
    "size",
    "standard_fen",
    "rule_set",
    "facts_id",
)


def basis_of(row: Case | Determination) -> Basis:
    """What a decision rests on, of a case as of a determination: the same columns."""
    return Basis(**{name: getattr(row, name) for name in BASIS})


def standings(
    cases: Sequence[Case], on: date, user_id: int | None, known: StandingOverlaps | None = None
) -> dict[int, CaseStanding]:
    """By case id; eight queries however many cases there are, and one more where some are approved.

    Args:
        user_id: of whom it is asked whether they brought in what a case stands on; None for the machine.
        known: `standing_overlaps` of their households on that day, where they were asked for before.
    """
    facts = facts_of(cases, on)
    unanswered = open_objections(case.id for case in cases)
    done = who_did(CaseEvent, "case_id", [case.id for case in cases])
    brought = brought_by(user_id, cases, on)
    if known is None:
        known = standing_overlaps({case.household_id for case in cases}, on)
    shared = blocking(known)
    approved = [case.id for case in cases if case.state == CaseState.APPROVED]
    adjustable = moved_classes(approved, on) if approved else {}
    return {
        case.id: CaseStanding(
            state=CaseState(case.state),
            done={**brought.get(case.id, {}), **done.get(case.id, {})},
            posting_ends=case.posting_ends_on,
            open_objections=unanswered.get(case.id, 0),
            facts=facts[case.id],
            shared=shared.get(case.household_id, ()),
            class_moved=case.id in adjustable,
            proposed=adjustable.get(case.id, ("", ""))[1] == case.proposed_class != "",
        )
        for case in cases
    }


def brought_by(
    user_id: int | None, cases: Sequence[Case], on: date
) -> dict[int, dict[str, set[int]]]:
    """By case id, that this user brought in what it stands on; a case that others brought is absent."""
    if user_id is None or not cases:
        return {}
    ids = [case.id for case in cases]
    with connection.cursor() as cursor:
        cursor.execute("select * from casework_brought_by_others(%s, %s, %s)", [ids, user_id, on])
        of_others = {id_ for (id_,) in cursor.fetchall()}
    return {id_: {BRINGING: {user_id}} for id_ in ids if id_ not in of_others}


def open_objections(case_ids: Iterable[int]) -> dict[int, int]:
    """By case id, how many wait for an answer; a case without any is absent."""
    rows = (
        Objection.objects.filter(case_id__in=list(case_ids), outcome="")
        .values_list("case_id")
        .annotate(Count("id"))
    )
    return dict(rows)


def is_live(case: Case) -> bool:
    """Whether it is on its way: neither approved nor ended."""
    return case.state in LIVE


def facts_now(case: Case, on: date) -> Facts:
    """Whether what a case was submitted on still holds."""
    return facts_of([case], on)[case.id]


def facts_of(cases: Sequence[Case], on: date) -> dict[int, Facts]:
    """Whether what each case was submitted on still holds.

    Changed: the determination of the case's day is another or gone, or on the day asked for another
    version of the file is in force, or a member's row that was recorded after the submission.
    Stale: the case's day is to be decided anew first.
    """
    households = {case.household_id for case in cases}
    determined = _determined(cases)
    waiting = waiting_among(households, {case.day for case in cases})
    newest = _newest_facts(households, on)
    members = _members_recorded(households, on)
    return {
        case.id: _facts(
            case,
            determined.get(case.id),
            (case.household_id, case.day) in waiting,
            newest.get(case.household_id) == case.facts_id
            and not (case.household_id in members and members[case.household_id] > case.known_at),
        )
        for case in cases
    }


def _determined(cases: Sequence[Case]) -> dict[int, Determination]:
    """By case id, the determination in force on the case's day, as known now."""
    rows: dict[int, list[Determination]] = defaultdict(list)
    for row in Determination.objects.filter(household__in={case.household_id for case in cases}):
        rows[row.household_id].append(row)
    return {
        case.id: row
        for case in cases
        for row in rows[case.household_id]
        if row.holds_from <= case.day < row.holds_until
    }


def _facts(case: Case, determined: Determination | None, waits: bool, same_file: bool) -> Facts:
    if waits:
        return Facts.STALE
    if determined is None or not same_file or basis_of(determined) != basis_of(case):
        return Facts.CHANGED
    return Facts.UNCHANGED


def _newest_facts(households: Collection[int], on: date) -> dict[int, int]:
    facts = HouseholdFacts.objects.filter(household_id__in=households).in_force(on)
    return dict(facts.values_list("household_id", "id"))


def _members_recorded(households: Collection[int], on: date) -> dict[int, datetime]:
    rows = (
        MemberFacts.objects.filter(household_id__in=households)
        .holding(on)
        .values_list("household_id")
        .annotate(Max("recorded_at"))
    )
    return dict(rows)
