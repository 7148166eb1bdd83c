"""Rules as ordinary functions, and the closed book that they load into.

A rule's argument names are its inputs; its annotations are its units. A book is proved when it
loads: every name known, no circle, units alike, no overflow. It is not loaded otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from inspect import signature
from typing import TypeVar, get_type_hints

from bangfu.eligibility.errors import (
    CircularRules,
    NameTaken,
    UnitUndeclared,
    UnknownInput,
    WrongUnit,
)
from bangfu.eligibility.rules.checked import CheckedValue
from bangfu.eligibility.rules.units import Unit
from bangfu.eligibility.rules.values import Value

AnyValue = TypeVar("AnyValue", bound=Value)


@dataclass(frozen=True)
class Input:
    """What may be asked of a household, a place or the parameters.

    Attributes:
        greatest: bounds the magnitude, of a ratio that of either part; facts beyond it are refused.
        is_claim: counts as nothing while it is blank (an expense, a loss); else blank is unknown.
    """

    name: str
    title: str
    unit: Unit
    greatest: int = 1
    is_claim: bool = False


@dataclass(frozen=True)
class Rule:
    """A function from values to a value, with what a clerk calls it and where it is written."""

    function: Callable[..., Value]
    name: str
    title: str
    article: str
    needs: Mapping[str, Unit]
    unit: Unit

    def __call__(self, **values: Value) -> Value:
        return self.function(**values)


def rule(title: str, article: str = "") -> Callable[[Callable[..., Value]], Rule]:
    """Make a rule of a function whose arguments and result are annotated with their units.

    Raises:
        UnitUndeclared: an annotation carries no unit.
    """

    def make(function: Callable[..., Value]) -> Rule:
        name = function.__name__
        needs = {argument: _unit(function, argument) for argument in signature(function).parameters}
        return Rule(function, name, title, article, needs, _unit(function, "return"))

    return make


def _unit(function: Callable[..., Value], name: str) -> Unit:
    hint = get_type_hints(function, include_extras=True).get(name)
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, Unit):
            return extra
    raise UnitUndeclared(function.__name__, name)


def load_rules(inputs: Mapping[str, Input], rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Prove the rules against the inputs and put them in an order in which they can be worked out.

    Raises:
        NameTaken, UnknownInput, CircularRules, WrongUnit, UnlikeUnits, FractionsNotAdded,
        MayOverflow: the rules are not loaded.
    """
    ordered = _in_order(inputs, rules)
    proved = {name: _greatest(source) for name, source in inputs.items()}
    for each in ordered:
        for name, declared in each.needs.items():
            _agree(each, name, declared, proved[name].unit)
        result = each(**{name: proved[name] for name in each.needs})
        if not isinstance(result, CheckedValue):
            raise UnitUndeclared(each.name, "return")
        _agree(each, "return", each.unit, result.unit)
        proved[each.name] = result
    return ordered


def _greatest(source: Input) -> CheckedValue:
    """The widest value an input can take; of a ratio either part may be the greatest."""
    denominator = source.greatest if source.unit is Unit.RATIO else 1
    return CheckedValue(source.unit, source.greatest, denominator)


def _in_order(inputs: Mapping[str, Input], rules: Sequence[Rule]) -> tuple[Rule, ...]:
    named: dict[str, Rule] = {}
    for each in rules:
        if each.name in named or each.name in inputs:
            raise NameTaken(each.name)
        named[each.name] = each
    for each in rules:
        for name in each.needs:
            if name not in named and name not in inputs:
                raise UnknownInput(each.name, name)
    graph = {name: [need for need in each.needs if need in named] for name, each in named.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise CircularRules(tuple(error.args[1])) from error
    done: dict[str, Rule] = {}
    for name in named:
        _place(name, named, graph, done)
    return tuple(done.values())


def _place(
    name: str, named: Mapping[str, Rule], graph: Mapping[str, list[str]], done: dict[str, Rule]
) -> None:
    """Put a rule after what it needs and otherwise where it was written: a clerk's order."""
    for need in graph[name]:
        _place(need, named, graph, done)
    done.setdefault(name, named[name])


def _agree(each: Rule, name: str, declared: Unit, actual: Unit) -> None:
    if declared is not actual:
        raise WrongUnit(each.name, name, declared.value, actual.value)


def work_out(
    rules: Sequence[Rule],
    inputs: Mapping[str, AnyValue],
    finish: Callable[[Rule, AnyValue], AnyValue] = lambda _rule, value: value,
) -> dict[str, AnyValue]:
    """The inputs and every rule's value by name, rules in turn.

    Args:
        rules: each after those that it needs, as `load_rules` returns them.
        inputs: where one has the name of a rule, its value stands in for that rule's.
        finish: may mark a value with its rule, so that it can be told from an intermediate one.
    """
    values = dict(inputs)
    for each in rules:
        if each.name not in values:
            result = each.function(**{name: values[name] for name in each.needs})
            values[each.name] = finish(each, result)  # type: ignore[arg-type]  # same kind in, same out
    return values
