"""Whether a household may be submitted on its determination of the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bangfu.eligibility.enums import QUALIFYING, HardshipClass
from bangfu.registry.rules.overlaps import OverlapKind

from ..enums import SubmitVerdict


@dataclass(frozen=True)
class Basis:
    """What a decision says and stands on; None is not known.

    `income_fen` and `essential_fen` are fen of twelve months, `standard_fen` fen per person and
    month, `size` the persons that income is divided by, `facts_id` the version of the file.
    """

    hardship_class: str
    income_fen: int | None
    essential_fen: int | None
    size: int | None
    standard_fen: int | None
    rule_set: str
    facts_id: int


@dataclass(frozen=True)
class Applicant:
    """A household as it stands on the day.

    Attributes:
        basis: None where nothing is decided of that day yet.
        stale: it is to be decided anew (待重算).
        live_case_by: the user who submitted its live case.
        approved: what its earlier approvals stand on, of those not yet due for review.
        shared: what it has in common with another file that blocks submission there.
        elsewhere: some of that was settled as the other file's, so that this one is to be corrected.
    """

    basis: Basis | None
    stale: bool = False
    live_case_by: int | None = None
    has_live_case: bool = False
    approved: frozenset[Basis] = frozenset()
    shared: frozenset[OverlapKind] = frozenset()
    elsewhere: bool = False


def judge(applicant: Applicant, *, user_id: int | None) -> SubmitVerdict:
    """What becomes of one household; a second click is told apart from another's live case."""
    if applicant.has_live_case:
        same = applicant.live_case_by == user_id
        return SubmitVerdict.ALREADY if same else SubmitVerdict.LIVE_CASE
    if applicant.basis is None:
        return SubmitVerdict.NOT_ASSESSED
    if applicant.stale:
        return SubmitVerdict.STALE
    if applicant.basis.hardship_class == HardshipClass.UNRESOLVED:
        return SubmitVerdict.UNRESOLVED
    if applicant.basis.hardship_class not in QUALIFYING:
        return SubmitVerdict.INELIGIBLE
    if applicant.basis in applicant.approved:
        return SubmitVerdict.APPROVED
    if applicant.elsewhere:
        return SubmitVerdict.ELSEWHERE
    if OverlapKind.PERSON in applicant.shared:
        return SubmitVerdict.SHARED
    return SubmitVerdict.SHARED_CARD if applicant.shared else SubmitVerdict.SUBMITTED


#: Most households that are named of each verdict.
TOLD = 100


def tally(
    before: dict[str, Any], outcomes: Iterable[tuple[SubmitVerdict, int | None]]
) -> dict[str, Any]:
    """What became of households so far, by ids alone: of each verdict how many, and `TOLD` of them.

    Args:
        before: what an earlier tally returned, {} at first.
        outcomes: verdict and household id, None of a household that was not found.

    Returns:
        {submitted: count, rest: [{verdict, count, households}]}, `rest` by verdict.
    """
    submitted = before.get("submitted", 0)
    rest = {line["verdict"]: dict(line) for line in before.get("rest", [])}
    for verdict, household in outcomes:
        if verdict == SubmitVerdict.SUBMITTED:
            submitted += 1
            continue
        new = {"verdict": verdict.value, "count": 0, "households": []}
        line = rest.setdefault(verdict.value, new)
        line["count"] += 1
        if household is not None and len(line["households"]) < TOLD:
            line["households"] = [*line["households"], household]
    return {"submitted": submitted, "rest": [rest[verdict] for verdict in sorted(rest)]}
