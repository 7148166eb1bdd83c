"""What a regime is: the rules that it judges by and, beside them, when its answer changes by itself.

Each lies whole in its own module; one that leaves out a part does not load.
"""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.eligibility.enums import RuleSetName
from bangfu.eligibility.errors import RegimeMissing
from bangfu.eligibility.rules.book import Rule
from bangfu.eligibility.rules.turning import Turn


@dataclass(frozen=True)
class Regime:
    """Attributes:
    turns: on which days its answer may change though no fact does; said even where there is none,
        for a rule that reads a date and names no turn would go on giving yesterday's answer.
    """

    name: RuleSetName
    rules: tuple[Rule, ...]
    turns: tuple[Turn, ...]


def by_name(*regimes: Regime) -> dict[RuleSetName, Regime]:
    """Raises RegimeMissing: a rule set can be adopted that no regime judges by."""
    by_name = {each.name: each for each in regimes}
    missing = [name for name in RuleSetName if name not in by_name]
    if missing:
        raise RegimeMissing(missing)
    return by_name
