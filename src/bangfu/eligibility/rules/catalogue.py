"""The rule sets that exist, proved when this module is imported."""

from types import MappingProxyType

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.errors import UnknownRuleSet
from bangfu.eligibility.rules import regime_2016, regime_2021
from bangfu.eligibility.rules.book import Rule, load_rules, rule
from bangfu.eligibility.rules.common import COMMON
from bangfu.eligibility.rules.inputs import INPUTS
from bangfu.eligibility.rules.regimes import by_name
from bangfu.eligibility.rules.turning import Turns
from bangfu.eligibility.rules.values import Category, Flag, choose
from bangfu.kernel.phrases import mark


@rule(mark("认定类别"))
def category(excluded: Flag) -> Category:
    """Without an adopted rule set only an exclusion decides; the rest waits for the adoption."""
    return choose(
        (excluded, HardshipClass.INELIGIBLE),
        otherwise=HardshipClass.UNRESOLVED,
    )


NO_RULES = load_rules(INPUTS, (*COMMON, category))

REGIMES = by_name(regime_2016.REGIME, regime_2021.REGIME)

RULE_SETS = MappingProxyType(
    {name: load_rules(INPUTS, regime.rules) for name, regime in REGIMES.items()}
)

#: Where no rule set is adopted, no answer changes by itself either.
TURNS: Turns = MappingProxyType(
    {None: (), **{name.value: regime.turns for name, regime in REGIMES.items()}}
)


def rules_of(name: str | None) -> tuple[Rule, ...]:
    """The rules of an adopted set, or those that hold where none is adopted.

    Raises:
        UnknownRuleSet: there is no set of that name.
    """
    if name is None:
        return NO_RULES
    if name not in RULE_SETS:
        raise UnknownRuleSet(name, RuleSetName)
    return RULE_SETS[RuleSetName(name)]
