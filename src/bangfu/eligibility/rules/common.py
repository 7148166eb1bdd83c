"""Rules that both regimes share: the household's income, its uncovered loss, what excludes it."""

from bangfu.eligibility.rules.book import rule
from bangfu.eligibility.rules.values import (
    Count,
    Flag,
    MonthlyFen,
    MonthlyFenPerHead,
    Persons,
    YearlyFen,
)
from bangfu.kernel.phrases import mark


@rule(mark("家庭月收入合计"))
def monthly_income(own_income_fen: MonthlyFen, member_incomes_fen: MonthlyFen) -> MonthlyFen:
    """What the worker and the members earn in a month."""
    return own_income_fen + member_incomes_fen


@rule(mark("家庭年收入"))
def income(monthly_income: MonthlyFen, other_income_fen: YearlyFen) -> YearlyFen:
    """A year's income: twelve months' wages and what came in beside them."""
    return monthly_income.per_year() + other_income_fen


@rule(mark("意外净损失"))
def loss(loss_fen: YearlyFen, compensation_fen: YearlyFen) -> YearlyFen:
    """What an accident cost less what was paid for it; never below nothing."""
    return (loss_fen - compensation_fen).not_below_zero()


@rule(mark("人均月收入"))
def income_per_head(income: YearlyFen, size: Persons) -> MonthlyFenPerHead:
    """p of 2016: the household's income by month and person."""
    return income.per_month() / size


@rule("住房套数")
def too_many_homes(homes: Count, excluded_homes: Count) -> Flag:
    """As many homes as exclude a household there, or more; see `Parameters.excluded_homes`."""
    return homes >= excluded_homes


@rule("机动车")
def owns_vehicle(vehicle: Flag, exclude_vehicle: Flag) -> Flag:
    """A vehicle, where the place lets one exclude."""
    return vehicle & exclude_vehicle


@rule(mark("排除情形"))
def excluded(too_many_homes: Flag, owns_vehicle: Flag) -> Flag:
    """What excludes a household whatever its income."""
    return too_many_homes | owns_vehicle


COMMON = (monthly_income, income, loss, too_many_homes, owns_vehicle, excluded)
