"""Decide a case again from the facts as they were known when it was submitted."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.eligibility.queries import assess_one
from bangfu.eligibility.rules.explanation import Explanation

from ..models import Case
from ..rules.submitting import Basis
from .standing import basis_of


@dataclass(frozen=True)
class Replay:
    """A decision, and the same once more.

    Attributes:
        stored: what the case was submitted on.
        computed: what comes of the same facts now.
        explanation: the computed decision in words, step by step.
    """

    stored: Basis
    computed: Basis
    explanation: Explanation

    @property
    def same(self) -> bool:
        """Whether the rules of today, on what was known then, say what the case was submitted on."""
        return self.stored == self.computed


def replay(case: Case) -> Replay:
    """Decide on facts, standards and adoptions as known at the submission, by the rules of today.

    Raises:
        NotYetOnFile: the file had no facts on the case's day; no case that was submitted has that.
    """
    decided = assess_one(case.household, case.day, case.known_at)
    result = decided.result
    computed = Basis(
        hardship_class=str(result.category),
        income_fen=result.income_fen,
        essential_fen=result.essential_fen,
        size=result.size,
        standard_fen=result.standard_fen,
        rule_set=str(result.rule_set or ""),
        facts_id=decided.facts_id,
    )
    return Replay(basis_of(case), computed, decided.explain())
