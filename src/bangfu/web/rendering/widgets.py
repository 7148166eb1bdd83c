"""Inputs and selects as HTML, without a template for each option and each attribute.

A list to choose from has a hundred options, and Django renders two templates for each. What is not
drawn here is Django's template still; that both write the same is held by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """The widget's HTML; None for one that is left to its template."""
    draw = DRAWN.get(template_name)
    return mark_safe(draw(widget)) if draw else None


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_text(value)}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{said}{_attributes(widget)}>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _at in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}</select>'


def _group(name: str | None, options: list[Widget]) -> str:
    body = "".join(map(_option, options))
    return f'<optgroup label="{_text(name)}">{body}</optgroup>' if name else body


def _option(option: Widget) -> str:
    return (
        f'<option value="{_text(option["value"])}"{_attributes(option)}>'
        f"{_text(option['label'])}</option>"
    )


def _attributes(widget: Widget) -> str:
    """` name="value"` each; a name alone where the value is True, nothing where it is False."""
    attributes = widget["attrs"]
    if not attributes:
        return ""
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _text(value: object) -> str:
    """Most is words and numbers, with nothing in them to escape."""
    if type(value) is str:
        return value if value.isalnum() else escape(value)
    if type(value) is int:
        return str(value)
    return conditional_escape(str(value))


INPUTS = ("text", "hidden", "date", "number", "password", "checkbox", "email")
DRAWN: Mapping[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in INPUTS},
    "django/forms/widgets/select.html": _select,
}
