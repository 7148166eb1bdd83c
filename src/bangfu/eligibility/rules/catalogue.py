"""The rule sets that exist, proved when this module is imported."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bangfu.eligibility.enums import HardshipClass, RuleSetName
from bangfu.eligibility.errors import UnknownRuleSet
from bangfu.eligibility.rules import regime_2016, regime_2021
from bangfu.eligibility.rules.book import Rule, load_rules, rule
from bangfu.eligibility.rules.common import COMMON
from bangfu.eligibility.rules.inputs import INPUTS
from bangfu.eligibility.rules.turning import Turn
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

RULE_SETS = MappingProxyType(
    {
        RuleSetName.REGIME_2016: load_rules(INPUTS, regime_2016.RULES),
        RuleSetName.REGIME_2021: load_rules(INPUTS, regime_2021.RULES),
    }
)

#: On which days each set's answer may change by itself.
TURNS: Mapping[str | None, Sequence[Turn]] = MappingProxyType(
    {
        RuleSetName.REGIME_2016.value: regime_2016.TURNS,
        RuleSetName.REGIME_2021.value: regime_2021.TURNS,
    }
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
