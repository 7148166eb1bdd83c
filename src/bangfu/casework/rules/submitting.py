"""Whether a household's determination of the day may be submitted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bangfu.eligibility.enums import QUALIFYING, HardshipClass

from ..enums import SubmitVerdict


@dataclass(frozen=True)
class Basis:
    """What a decision stands on. Amounts in fen, sums of twelve months; `standard_fen` a month."""

    hardship_class: str
    income_fen: int | None
    essential_fen: int | None
    size: int | None
    standard_fen: int | None
    rule_set: str
    facts_id: int


@dataclass(frozen=True)
class Candidate:
    """A household as it stands on the day; `basis` None: nothing is decided of that day yet.

    `approved` holds what its earlier approvals stand on. `shared`: somebody is in another file too.
    """

    basis: Basis | None
    stale: bool = False
    live_case_by: int | None = None
    has_live_case: bool = False
    approved: frozenset[Basis] = frozenset()
    shared: bool = False


def judge(candidate: Candidate, *, user_id: int | None) -> SubmitVerdict:
    """A second click by the same officer is harmless; anybody else hears of the live case."""
    if candidate.has_live_case:
        same = candidate.live_case_by == user_id
        return SubmitVerdict.ALREADY if same else SubmitVerdict.LIVE_CASE
    if candidate.basis is None:
        return SubmitVerdict.NOT_ASSESSED
    if candidate.stale:
        return SubmitVerdict.STALE
    if candidate.basis.hardship_class == HardshipClass.UNRESOLVED:
        return SubmitVerdict.UNRESOLVED
    if candidate.basis.hardship_class not in QUALIFYING:
        return SubmitVerdict.INELIGIBLE
    if candidate.basis in candidate.approved:
        return SubmitVerdict.APPROVED
    return SubmitVerdict.SHARED if candidate.shared else SubmitVerdict.SUBMITTED


#: Households a verdict that are told one by one.
TOLD = 100


def tally(
    before: dict[str, Any], outcomes: Iterable[tuple[SubmitVerdict, int | None]]
) -> dict[str, Any]:
    """What became of households so far, by ids alone: of each verdict how many, and the first.

    Args:
        before: what an earlier tally gave, {} at first.

    Returns:
        {submitted: count, rest: [{verdict, count, households}]}.
    """
    submitted = before.get("submitted", 0)
    rest = {one["verdict"]: dict(one) for one in before.get("rest", [])}
    for verdict, household in outcomes:
        if verdict == SubmitVerdict.SUBMITTED:
            submitted += 1
            continue
        new = {"verdict": verdict.value, "count": 0, "households": []}
        found = rest.setdefault(verdict.value, new)
        found["count"] += 1
        if household is not None and len(found["households"]) < TOLD:
            found["households"] = [*found["households"], household]
    return {"submitted": submitted, "rest": [rest[verdict] for verdict in sorted(rest)]}
