"""Submit households on their determination of the day; those that may not be are told why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.db import connection
from django.db.models import Q

from bangfu.acts.frame import nothing_changed, tell_each, use_case
from bangfu.acts.moving import write_events
from bangfu.acts.refusals import refused_as
from bangfu.eligibility.models import Determination
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.copying import insert_objects
from bangfu.scope.models import brought_from
from bangfu.vault.commands.note_shared import note_shared

from .. import duties
from ..enums import Act, CaseState, SubmitVerdict
from ..errors import NothingChosen
from ..models import Case
from ..queries.candidates import applicants, determinations_of
from ..queries.standing import BASIS
from ..rules.states import TABLE
from ..rules.submitting import judge
from ._moving import CASES

SHARING = (SubmitVerdict.SHARED, SubmitVerdict.SHARED_CARD, SubmitVerdict.ELSEWHERE)
BEGINNING = TABLE.moves_of(Act.SUBMIT)[0]


@dataclass(frozen=True)
class HouseholdOutcome:
    """What became of one household.

    Attributes:
        case_id: the new case, None when there is none.
        missing: columns of the form to fill in, for 待核实.
        excluded: columns that exclude it, for 不符合.
    """

    file_no: str
    verdict: SubmitVerdict
    household_id: int | None = None
    case_id: int | None = None
    missing: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@use_case(duties.SUBMIT)
def submit_cases(
    *,
    on: date,
    by: Actor,
    file_nos: Collection[str] = (),
    household_ids: Collection[int] = (),
) -> list[HouseholdOutcome]:
    """Begin a case for each household that may be submitted, and say why for the rest.

    Args:
        file_nos, household_ids: whom; a household that both name is submitted once.

    Returns:
        One outcome a household, by file number; those not found or out of scope last.

    Raises:
        NotPermitted: only filers submit.
        NothingChosen: neither list names anything.
        StaleCases: another officer submitted one of them in the same moment.
    """
    if not file_nos and not household_ids:
        raise NothingChosen
    households = _lock(file_nos, household_ids, by)
    ids = [household.id for household in households]
    determined = determinations_of(ids, on)
    verdicts = {
        id_: judge(applicant, user_id=by.user_id)
        for id_, applicant in applicants(ids, determined, on).items()
    }
    accepted = [each for each in households if verdicts[each.id] == SubmitVerdict.SUBMITTED]
    if sharing := [id_ for id_, verdict in verdicts.items() if verdict in SHARING]:
        note_shared(sharing)  # so that it stands on the desk of who must settle it
    cases = _begin(accepted, determined, on, by)
    if not cases:
        nothing_changed()
    outcomes = [_outcome(each, verdicts[each.id], determined, cases) for each in households]
    return outcomes + _not_found(households, file_nos, household_ids)


def _lock(file_nos: Collection[str], household_ids: Collection[int], by: Actor) -> list[Household]:
    """By file number; locked, so that of two officers at once the second sees the first one's case.

    Locked in the order of ids, as an import locks them: the two never wait for each other.
    """
    wanted = Q(file_no__in=list(file_nos)) | Q(id__in=list(household_ids))
    rows = Household.objects.visible_to(by).filter(wanted).order_by("id")
    return sorted(rows.select_for_update(no_key=True), key=attrgetter("file_no"))


def _begin(
    households: list[Household],
    determined: Mapping[int, Determination],
    on: date,
    by: Actor,
) -> dict[int, int]:
    """Household id → the id of its new case."""
    known_at = _now()
    cases = [
        _case(household, determined[household.id], known_at, on, by) for household in households
    ]
    with refused_as(CASES.refusals(Act.SUBMIT, cases, on)):
        insert_objects(Case, cases)
        write_events(CASES, dict.fromkeys(cases, BEGINNING), on)
    tell_each("case", ((case.id, {"household": case.household_id}) for case in cases))
    return {case.household_id: case.id for case in cases}


def _now() -> datetime:
    """By the database's clock, which also says when facts were recorded."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        (now,) = cursor.fetchone()
    return now  # type: ignore[no-any-return]


def _case(
    household: Household, determined: Determination, known_at: datetime, on: date, by: Actor
) -> Case:
    return Case(
        **brought_from(household),
        household=household,
        state=CaseState.SUBMITTED,
        day=on,
        known_at=known_at,
        determination_id=determined.decision,
        moved_on=on,
        submitted_by_id=by.officer_id,
        **{name: getattr(determined, name) for name in BASIS},
    )


def _outcome(
    household: Household,
    verdict: SubmitVerdict,
    determined: Mapping[int, Determination],
    cases: Mapping[int, int],
) -> HouseholdOutcome:
    row = determined.get(household.id)
    return HouseholdOutcome(
        household.file_no,
        verdict,
        household.id,
        cases.get(household.id),
        tuple(row.missing) if row and verdict == SubmitVerdict.UNRESOLVED else (),
        tuple(row.excluded) if row and verdict == SubmitVerdict.INELIGIBLE else (),
    )


def _not_found(
    households: Iterable[Household], file_nos: Collection[str], household_ids: Collection[int]
) -> list[HouseholdOutcome]:
    files = {household.file_no for household in households}
    ids = {household.id for household in households}
    absent = [file_no for file_no in file_nos if file_no not in files]
    absent += [str(id_) for id_ in household_ids if id_ not in ids]
    return [HouseholdOutcome(file_no, SubmitVerdict.NOT_FOUND) for file_no in absent]
