"""Values of parameters in words, the same in the list and where one is asked about them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bangfu.casework.enums import YES_OR_NO, ParameterName
from bangfu.kernel.money import format_yuan
from bangfu.programmes.enums import Parameter

CEILINGS = (Parameter.PER_TIME, Parameter.PER_YEAR)


def limit_in_words(name: str, value: int | None) -> str:
    """Args:
    value: fen of a ceiling, a month, a number of times; None where nothing is set, which is once a season.
    """
    if value is None:
        return _("没有录入，按 1 次") if name == Parameter.PER_SEASON else _("没有")
    if name in CEILINGS:
        return _("%(amount)s 元") % {"amount": format_yuan(value)}
    if name == Parameter.SEASON:
        return _("%(month)s 月") % {"month": value}
    return _("%(times)s 次") % {"times": value}


def parameter_in_words(name: str, value: int | None) -> str:
    """Args:
    value: in the unit that the parameter's own words name; of a yes or no 1 and 0.
    """
    if value is None:
        return _("没有")
    if ParameterName(name) in YES_OR_NO:
        return _("是") if value else _("否")
    return str(value)
