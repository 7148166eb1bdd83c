"""Whether a household's determination of the day may be submitted."""

from __future__ import annotations

from dataclasses import dataclass

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
    """A household as it stands on the day; `basis` None: not assessed that day.

    `approved` holds what its earlier approvals stand on.
    """

    basis: Basis | None
    stale: bool = False
    live_case_by: int | None = None
    has_live_case: bool = False
    approved: frozenset[Basis] = frozenset()


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
    return SubmitVerdict.SUBMITTED
