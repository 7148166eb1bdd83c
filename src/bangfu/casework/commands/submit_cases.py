"""A filer submits households on their determination of the day; the good ones go through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from bangfu.audit.recording import record_many
from bangfu.eligibility.models import Determination
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import CaseState, SubmitVerdict
from ..errors import NothingChosen
from ..models import Case
from ..queries.candidates import candidates, determinations_of
from ..queries.standing import BASIS
from ..rules.submitting import judge
from ._moving import refusals, user_of, write_events


@dataclass(frozen=True)
class Outcome:
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


@transaction.atomic
def submit_cases(
    *, by: Actor, file_nos: Collection[str] = (), household_ids: Collection[int] = ()
) -> list[Outcome]:
    """Begin a case for each household that may be submitted, and say why for the rest.

    Returns:
        One outcome a household, by file number; those not found last.

    Raises:
        NotPermitted: only filers submit.
        NothingChosen: neither list names anything.
        StaleCases: another officer submitted one of them in the same moment.
    """
    by.require(Role.FILER)
    if not file_nos and not household_ids:
        raise NothingChosen
    households = _lock(file_nos, household_ids, by)
    day = today()
    verdicts = {
        id_: judge(candidate, user_id=by.user_id)
        for id_, candidate in candidates([one.id for one in households], day).items()
    }
    determined = determinations_of(list(verdicts), day)
    good = [one for one in households if verdicts[one.id] == SubmitVerdict.SUBMITTED]
    made = _begin(good, determined, day, by)
    found = [_outcome(one, verdicts[one.id], determined, made) for one in households]
    return found + _not_found(households, file_nos, household_ids)


def _lock(file_nos: Collection[str], household_ids: Collection[int], by: Actor) -> list[Household]:
    """Locked, so that of two officers at once one sees the other's case."""
    wanted = Q(file_no__in=list(file_nos)) | Q(id__in=list(household_ids))
    rows = Household.objects.visible_to(by).filter(wanted).order_by("file_no")
    return list(rows.select_for_update(no_key=True))


def _begin(
    households: list[Household],
    determined: Mapping[int, Determination],
    day: date,
    by: Actor,
) -> dict[int, int]:
    """Household id → the id of its new case."""
    cases = [_case(household, determined[household.id], day, by) for household in households]
    with refusals(cases):
        Case.objects.bulk_create(cases)
    write_events(cases, by, day, CaseState.SUBMITTED)
    record_many(
        by,
        "casework.submit",
        "case",
        ((case.id, {"household": case.household_id}) for case in cases),
    )
    return {case.household_id: case.id for case in cases}


def _case(household: Household, determined: Determination, day: date, by: Actor) -> Case:
    return Case(
        household=household,
        state=CaseState.SUBMITTED,
        day=day,
        known_at=Now(),
        moved_on=day,
        submitted_by_id=user_of(by),
        **{name: getattr(determined, name) for name in BASIS},
    )


def _outcome(
    household: Household,
    verdict: SubmitVerdict,
    determined: Mapping[int, Determination],
    made: Mapping[int, int],
) -> Outcome:
    row = determined.get(household.id)
    return Outcome(
        household.file_no,
        verdict,
        household.id,
        made.get(household.id),
        tuple(row.missing) if row and verdict == SubmitVerdict.UNRESOLVED else (),
        tuple(row.excluded) if row and verdict == SubmitVerdict.INELIGIBLE else (),
    )


def _not_found(
    households: Iterable[Household], file_nos: Collection[str], household_ids: Collection[int]
) -> list[Outcome]:
    files = {one.file_no for one in households}
    ids = {one.id for one in households}
    absent = [file_no for file_no in file_nos if file_no not in files]
    absent += [str(id_) for id_ in household_ids if id_ not in ids]
    return [Outcome(file_no, SubmitVerdict.NOT_FOUND) for file_no in absent]
