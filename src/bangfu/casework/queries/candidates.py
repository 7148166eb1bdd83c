"""Households that may be submitted, and why others may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case as Choice
from django.db.models import Exists, OuterRef, QuerySet, When

from bangfu.eligibility.enums import QUALIFYING, TallyOf
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import (
    determinations,
    is_current,
    tallied,
    waiting_among,
    waits,
)
from bangfu.kernel.counting import MOST, Counted
from bangfu.organisations.queries import tier_of
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight, sight_values
from bangfu.scope.counting import count_of
from bangfu.scope.whole_rows import whole_rows

from ..enums import CaseState, SubmitVerdict
from ..models import Case
from ..rules.parameters import Terms, stands_since
from ..rules.states import LIVE
from ..rules.submitting import Applicant, Basis, judge
from .glance import Summary, summary
from .narrowing import Narrowing, narrowed
from .overlaps import blocking, held_up_now, standing_overlaps, to_correct
from .parameters import review_windows
from .standing import BASIS, basis_of

DETERMINED = "eligibility_determined_on(%(household)s, %(day)s) m where {in_sight}"


def submittable(
    actor: Actor,
    on: date,
    wanted: Narrowing = Narrowing(),  # noqa: B008 - frozen
    held_up: Collection[int] | None = None,
) -> QuerySet[Determination]:
    """Determinations in force that day whose households may be submitted now, in the actor's scope.

    Who is approved on the same basis may be once the approval is due for review, or nearly.

    Who is held up by what it shares with another file is not among them, as far as that was noted; `judge`
    asks the register itself, one by one. The cases are asked for in the same scope, so that the database
    compares set with set.

    Args:
        held_up: households of `held_up_now`, where they are known already.
    """
    waiting = held_up_now(actor, on) if held_up is None else held_up
    cases = Case.objects.visible_to(actor).filter(household=OuterRef("household"))
    same = {name: OuterRef(name) for name in BASIS}
    rows = (
        determinations(on, actor)
        .filter(hardship_class__in=QUALIFYING)
        .exclude(Exists(cases.filter(state__in=LIVE)))
        .exclude(_standing(cases.filter(state=CaseState.APPROVED, **same), on))
    )
    if waiting:
        rows = rows.exclude(household__in=list(waiting))
    if not is_current(on):
        rows = rows.filter(~waits(on))
    return narrowed(rows, wanted, actor)


def count_submittable(
    actor: Actor,
    on: date,
    wanted: Narrowing = Narrowing(),  # noqa: B008 - frozen
    most: int = MOST,
    held_up: Collection[int] | None = None,
) -> Counted:
    """How many households `submittable` finds: the list and the desk say the same number.

    Where there are more than `most`, the tallies say how many qualify, and those who may not be submitted
    are counted instead. Counting stops only where more than `most` have a case, too; where something waits
    to be decided anew; or by a place or a text, of which the tallies tell nothing here.

    Args:
        held_up: as of `submittable`.
    """
    waiting = held_up_now(actor, on) if held_up is None else held_up
    ready = count_of(submittable(actor, on, wanted, waiting), most)
    if not ready.more or wanted.area_code or wanted.text or not is_current(on):
        return ready
    cases = Case.objects.visible_to(actor).filter(state__in=[*LIVE, CaseState.APPROVED])
    if count_of(cases, most).more:
        return ready
    hindered = _hindered(actor, on, wanted, waiting).count()
    return Counted(_qualifying(actor, on, wanted) - hindered)


def _qualifying(actor: Actor, on: date, wanted: Narrowing) -> int:
    """Households of the day whose class is given to, as tallied."""
    narrower: dict[str, int | str] = {}
    if wanted.union_id is not None:
        narrower |= tier_of(wanted.union_id)
    if wanted.hardship_class:
        narrower["hardship_class"] = wanted.hardship_class
    rows = tallied(on, actor, TallyOf.AREA, narrower)
    return sum(each.households for each in rows if each.hardship_class in QUALIFYING)


def _hindered(
    actor: Actor, on: date, wanted: Narrowing, waiting: Collection[int]
) -> QuerySet[Determination]:
    """Those that qualify and may not be submitted, each once; while nothing waits to be decided anew."""
    rows = narrowed(determinations(on, actor).filter(hardship_class__in=QUALIFYING), wanted, actor)
    cases = Case.objects.visible_to(actor).filter(household=OuterRef("household"))
    same = {name: OuterRef(name) for name in BASIS}
    return rows.filter(Exists(cases.filter(state__in=LIVE))).union(
        rows.filter(_standing(cases.filter(state=CaseState.APPROVED, **same), on)),
        rows.filter(household__in=list(waiting)),
    )


def candidates_summary(
    actor: Actor, household_ids: Collection[int], on: date, shown: int
) -> Summary:
    """Of those in the actor's scope that are decided that day; `shown` file numbers at most."""
    return summary(determinations(on, actor).filter(household_id__in=household_ids), shown)


def may_be_submitted(actor: Actor, household_id: int, cases: Iterable[Case], on: date) -> bool:
    """Whether one household is among those that `submittable` finds.

    Args:
        cases: all of the household's in the actor's scope.
    """
    asked = {"household": household_id, "day": on, **sight_values(actor)}
    determined = whole_rows(Determination, DETERMINED.format(in_sight=sight(actor, "m")), asked)
    if not determined or determined[0].hardship_class not in QUALIFYING:
        return False
    decided = determined[0]
    since = stands_since(_long_standing(on), decided.area_code)
    held_up = any(
        case.state in LIVE or (_approved_since(case, since) and _alike(case, decided))
        for case in cases
    )
    return not held_up and not waiting_among([household_id], [on])


def _alike(case: Case, decided: Determination) -> bool:
    """As the database compares them: what is not known is like nothing."""
    return all(getattr(case, name) == getattr(decided, name) is not None for name in BASIS)


def _approved_since(case: Case, since: date) -> bool:
    """Whether it is an approval that still stands."""
    decided_on = case.decided_on if case.state == CaseState.APPROVED else None
    return decided_on is not None and decided_on >= since


def applicants(
    household_ids: Collection[int], determined: Mapping[int, Determination], on: date
) -> dict[int, Applicant]:
    """How each household stands, by its id, for `rules.submitting.judge`.

    Args:
        determined: what `determinations_of` returns for them on that day.
    """
    live = dict(
        Case.objects.filter(household_id__in=household_ids, state__in=LIVE).values_list(
            "household_id", "submitted_by_id"
        )
    )
    approved = _approved(determined, on)
    waiting = {household for household, _day in waiting_among(household_ids, [on])}
    standing = standing_overlaps(household_ids, on)
    shared, elsewhere = blocking(standing), set(to_correct(standing))
    return {
        each: Applicant(
            basis=basis_of(determined[each]) if each in determined else None,
            stale=each in waiting,
            has_live_case=each in live,
            live_case_by=live.get(each),
            approved=frozenset(approved[each]),
            shared=shared.get(each, frozenset()),
            elsewhere=each in elsewhere,
        )
        for each in household_ids
    }


@dataclass(frozen=True)
class Judged:
    """What submitting households would do now. `rest`: of each other verdict how many, and some file numbers."""

    to_submit: tuple[int, ...]
    rest: tuple[tuple[SubmitVerdict, int, tuple[str, ...]], ...]


def judged(actor: Actor, household_ids: Collection[int], on: date, shown: int) -> Judged:
    """As `submit_cases` would, without doing it. Args: shown: file numbers of each verdict at most."""
    rows = Household.objects.visible_to(actor).filter(id__in=list(household_ids))
    numbers = dict(rows.order_by("file_no").values_list("id", "file_no"))
    of: dict[SubmitVerdict, list[int]] = defaultdict(list)
    standing = applicants(list(numbers), determinations_of(list(numbers), on), on)
    for household, applicant in standing.items():
        of[judge(applicant, user_id=actor.user_id)].append(household)
    told = [
        (verdict, len(of[verdict]), tuple(numbers[each] for each in of[verdict][:shown]))
        for verdict in SubmitVerdict
        if verdict in of and verdict != SubmitVerdict.SUBMITTED
    ]
    return Judged(tuple(of[SubmitVerdict.SUBMITTED]), tuple(told))


def determinations_of(household_ids: Collection[int], on: date) -> Mapping[int, Determination]:
    """By household id, those in force that day; one that is not decided is absent."""
    rows = Determination.objects.on(on).filter(household_id__in=household_ids)
    return {each.household_id: each for each in rows}


@dataclass(frozen=True)
class ReasonLeft:
    """What the determination in force that day says of a household that was not submitted.

    Attributes:
        missing: columns of the form to fill in.
        excluded: columns that exclude it.
    """

    file_no: str
    missing: tuple[str, ...]
    excluded: tuple[str, ...]


def reasons_left(actor: Actor, household_ids: Collection[int], on: date) -> list[ReasonLeft]:
    """Of those in the actor's scope, by file number."""
    rows = Household.objects.visible_to(actor).filter(id__in=list(household_ids))
    determined = determinations_of(household_ids, on)
    return [
        ReasonLeft(file_no, tuple(each.missing), tuple(each.excluded))
        if (each := determined.get(id_))
        else ReasonLeft(file_no, (), ())
        for id_, file_no in rows.order_by("file_no").values_list("id", "file_no")
    ]


def _standing(same: QuerySet[Case], on: date) -> Exists | Choice:
    """Condition: one of the approvals stands for long, by the term of review at the determination's place."""
    *nearer, (_all, since) = _long_standing(on)
    anywhere = Exists(same.filter(decided_on__gte=since))
    if not nearer:
        return anywhere  # as a condition of its own the database compares set with set
    places = [
        When(area_code__startswith=beginning, then=Exists(same.filter(decided_on__gte=begins)))
        for beginning, begins in nearer
    ]
    return Choice(*places, default=anywhere)


def _approved(determined: Mapping[int, Determination], on: date) -> Mapping[int, set[Basis]]:
    """By household, what its approvals that stand for long were decided on."""
    terms = _long_standing(on)
    bases: dict[int, set[Basis]] = defaultdict(set)
    for case in Case.objects.filter(household_id__in=determined, state=CaseState.APPROVED):
        since = stands_since(terms, determined[case.household_id].area_code)
        if case.decided_on and case.decided_on >= since:
            bases[case.household_id].add(basis_of(case))
    return bases


def _long_standing(on: date) -> Terms:
    """By place, the earliest decision that nobody need be reminded of: review may begin before its day,
    so that nobody falls out while it runs.
    """
    return [(window.beginning, window.quiet_since) for window in review_windows(on)]
