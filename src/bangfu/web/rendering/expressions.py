"""Variables and filters of templates, by the short way where it leads to the same as Django's.

Most of what a row of a list costs is this: Django tries each step of `case.household.file_no` as a
key first, and asks each value whether it is a number or a moment to be written the local way. Here
objects are asked for attributes at once, and strings are taken for strings. All else goes Django's
own way.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.template.base import (
    FilterExpression,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.context import Context
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime


class _Absent:
    """Not callable, and without attributes: no step leads on from it."""

    __slots__ = ()


ABSENT: Final = _Absent()


class ShortExpression(FilterExpression):
    """`path|filter:"argument"`, between braces and within tags."""

    __slots__ = ()

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        value = self.var
        if self.is_var:
            value = _found(value, context)
            if value is ABSENT:
                if context.template.engine.string_if_invalid:
                    return super().resolve(context, ignore_failures)
                value = None if ignore_failures else ""
        for function, arguments in self.filters:
            value = _filtered(value, function, arguments, context)
        return value


class ShortVariable(VariableNode):
    """`{{ … }}`. Django's yellow page is never on, so nothing is noted for it."""

    def render_annotated(self, context: Context) -> str:
        return written(self.filter_expression.resolve(context), context)


def written(value: Any, context: Context) -> str:
    """A value as it stands in the page, escaped where it isn't safe."""
    kind = type(value)
    if kind is SafeString:
        return value
    if kind is str:
        return escape(value) if context.autoescape else value
    if kind is int:
        return str(value)  # no setting of ours groups digits; pages do so by `|num`
    return render_value_in_context(value, context)


def named(name: str, context: Context, otherwise: Any = ABSENT) -> Any:
    """What the context calls so."""
    for names in reversed(context.dicts):
        if name in names:
            return names[name]
    return otherwise


def _found(variable: Variable, context: Context) -> Any:
    """The variable's value; ABSENT where there is none."""
    steps = variable.lookups
    if not steps:
        return variable.resolve(context)
    value = named(steps[0], context)
    for step in steps[1:]:
        if callable(value):
            break
        if type(value) is dict and step in value:
            value = value[step]
        elif hasattr(type(value), "__getitem__"):
            return _by_django(variable, context)
        else:
            try:
                value = getattr(value, step)
            except (AttributeError, ObjectDoesNotExist):
                return _by_django(variable, context)
    return _by_django(variable, context) if callable(value) else value


def _by_django(variable: Variable, context: Context) -> Any:
    try:
        return variable.resolve(context)
    except VariableDoesNotExist:
        return ABSENT


def _filtered(
    value: Any, function: Any, arguments: list[tuple[bool, Any]], context: Context
) -> Any:
    resolved = [one.resolve(context) if variable else mark_safe(one) for variable, one in arguments]
    if getattr(function, "expects_localtime", False):
        value = template_localtime(value, context.use_tz)
    if getattr(function, "needs_autoescape", False):
        result = function(value, *resolved, autoescape=context.autoescape)
    else:
        result = function(value, *resolved)
    if getattr(function, "is_safe", False) and isinstance(value, SafeData):
        return mark_safe(result)
    return result
