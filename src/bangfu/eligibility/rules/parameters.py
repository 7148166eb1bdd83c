"""What places set differently within a rule set: data, exact, with the published values as default."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from bangfu.eligibility.errors import BadRuleParameter
from bangfu.eligibility.rules.inputs import MOST_HOMES, MOST_RATIO_PART
from bangfu.kernel.phrases import phrase


@dataclass(frozen=True)
class Ratio:
    """An exact ratio; both parts lie within 1 … `MOST_RATIO_PART`."""

    numerator: int
    denominator: int = 1

    def fraction(self) -> Fraction:
        """As an exact number."""
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True)
class Parameters:
    """Local variants.

    Attributes:
        marginal_multiple, shock_multiple: 低保边缘户 and 意外致困户 of 2016, times L.
        relative_multiple: 相对困难 of 2021, times L.
        sudden_shock_share: 意外致困 of 2021, loss above this share of the year's income.
        deep_inclusive: 深度困难 at N ≤ L (Xingtai) rather than N < L.
        excluded_homes: this many homes or more exclude.
        exclude_vehicle: a motor vehicle excludes; if not, it need not be known either.

    Raises:
        BadRuleParameter: a value of another type or out of bounds.
    """

    marginal_multiple: Ratio = Ratio(3, 2)
    shock_multiple: Ratio = Ratio(3)
    relative_multiple: Ratio = Ratio(2)
    sudden_shock_share: Ratio = Ratio(4, 5)
    deep_inclusive: bool = True
    excluded_homes: int = 2
    exclude_vehicle: bool = True

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name), type(field.default))


def _check(name: str, value: object, expected: type) -> None:
    if type(value) is not expected:
        raise BadRuleParameter(name, phrase("应为 {kind}", kind=expected.__name__))
    if isinstance(value, Ratio):
        for part in (value.numerator, value.denominator):
            if type(part) is not int or not 1 <= part <= MOST_RATIO_PART:
                raise BadRuleParameter(
                    name,
                    phrase("分子、分母应为 1 至 {most} 的整数", most=MOST_RATIO_PART),
                )
    elif expected is int and isinstance(value, int) and not 1 <= value <= MOST_HOMES:
        raise BadRuleParameter(name, phrase("应为 1 至 {most} 的整数", most=MOST_HOMES))


def read_parameters(data: Mapping[str, object]) -> Parameters:
    """Parameters as stored in JSON: ratios as [numerator, denominator]; absent ones by default.

    Raises:
        BadRuleParameter: an unknown name or a value out of bounds.
    """
    known = {field.name for field in fields(Parameters)}
    for name in data:
        if name not in known:
            raise BadRuleParameter(name, phrase("没有这个参数"))
    return Parameters(**{name: _read(name, value) for name, value in data.items()})  # type: ignore[arg-type]  # __post_init__ checks


def _read(name: str, value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    if len(value) != 2:
        raise BadRuleParameter(name, phrase("应为 [分子, 分母]"))
    return Ratio(*value)


def write_parameters(parameters: Parameters) -> dict[str, object]:
    """The JSON that `read_parameters` reads back, every parameter spelt out."""
    stored: dict[str, object] = {}
    for field in fields(parameters):
        value = getattr(parameters, field.name)
        is_ratio = isinstance(value, Ratio)
        stored[field.name] = [value.numerator, value.denominator] if is_ratio else value
    return stored
