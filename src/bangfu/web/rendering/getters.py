"""What an expression of a template says, by one function made for it: as `ShortExpression.resolve`.

Made once for each place of a template; what it meets that is not plain, it leaves to the expression.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.template.context import Context
from django.utils.safestring import SafeData, mark_safe

from .expressions import ABSENT, ShortExpression, _filtered

Getter = Callable[[Context], Any]
Filter = Callable[[Any, Context], Any]

#: Types whose objects are asked for attributes alone, for they have no keys and can't be called.
_plain: Final[set[type]] = set()
MISSED = (AttributeError, ObjectDoesNotExist)


def getter(expression: ShortExpression, ignore_failures: bool = False) -> Getter:
    """As `expression.resolve(context, ignore_failures)`."""
    filters = [_filter(function, arguments) for function, arguments in expression.filters]
    find = _finder(expression)

    def get(context: Context) -> Any:
        value = find(context)
        if value is ABSENT:
            return expression.resolve(context, ignore_failures)
        for apply in filters:
            value = apply(value, context)
        return value

    return get


def _finder(expression: ShortExpression) -> Getter:
    """The value before any filter; ABSENT where the expression itself has to look."""
    variable = expression.var
    if not expression.is_var:
        return lambda context: variable
    if variable.lookups is None:
        literal = ABSENT if variable.translate else variable.literal
        return lambda context: literal
    name, *attributes = variable.lookups
    return _many(name, tuple(attributes)) if attributes else _one(name)


def _one(name: str) -> Getter:
    """What the context calls so; ABSENT also for what is to be called."""

    def find(context: Context) -> Any:
        for names in reversed(context.dicts):
            if name in names:
                value = names[name]
                return ABSENT if callable(value) else value
        return ABSENT

    return find


def _many(name: str, attributes: tuple[str, ...]) -> Getter:
    """An attribute of what the context calls so, or of its attribute; ABSENT for all that isn't plain."""

    def find(context: Context) -> Any:
        for names in reversed(context.dicts):
            if name in names:
                value = names[name]
                break
        else:
            return ABSENT
        for attribute in attributes:
            kind = type(value)
            if kind is dict and attribute in value:
                value = value[attribute]
                continue
            if kind not in _plain and not _is_plain(kind):
                return ABSENT
            try:
                value = getattr(value, attribute)
            except MISSED:
                return ABSENT
        return ABSENT if callable(value) else value

    return find


def _is_plain(kind: type) -> bool:
    own = {
        name for base in kind.__mro__ for name in ("__getitem__", "__call__") if name in vars(base)
    }
    plain = not (own or hasattr(kind, "__getitem__"))
    if plain:
        _plain.add(kind)
    return plain


def _filter(function: Any, arguments: list[tuple[bool, Any]]) -> Filter:
    """What `_filtered` does, for a filter that is known."""
    told = [
        name for name in ("expects_localtime", "needs_autoescape") if getattr(function, name, False)
    ]
    if told or any(is_variable for is_variable, _value in arguments):
        return lambda value, context: _filtered(value, function, arguments, context)
    literals = [mark_safe(value) for _is_variable, value in arguments]
    if not getattr(function, "is_safe", False):
        return lambda value, context: function(value, *literals)

    def apply(value: Any, context: Context) -> Any:
        result = function(value, *literals)
        return mark_safe(result) if isinstance(value, SafeData) else result

    return apply
