"""What a template says the same on every page: links without facts, files of our own, icons.

Each is written once and kept beside what it was written by: routes under another prefix, or another
store of files, have it written anew.
"""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.base import FilterExpression, Node
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import conditional_escape

from ..templatetags.icons import icon


class FixedLink(URLNode):
    """`{% url "name" %}`, also `as` a name of the context."""

    kept: tuple[Any, str] = (None, "")

    def __init__(self, node: URLNode) -> None:
        self.__dict__.update(node.__dict__)

    def render(self, context: Context) -> str:
        routes = get_script_prefix(), get_urlconf()
        known, url = self.kept
        if known != routes:
            # By Django once more, for it says what to do about a route that isn't there.
            url = URLNode(self.view_name, [], {}, None).render(context.new())
            self.kept = routes, url
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


class FixedFile(StaticNode):
    """`{% static "path" %}`."""

    kept: tuple[Any, str] = (None, "")

    def __init__(self, node: StaticNode) -> None:
        super().__init__(node.varname, node.path)

    def url(self, context: Context) -> str:
        store = staticfiles_storage._wrapped
        known, url = self.kept
        if known is not store:
            url = super().url(context)
            self.kept = staticfiles_storage._wrapped, url
        return url


class FixedIcon(SimpleNode):
    """`{% icon "outline/check" size=16 %}`."""

    def __init__(self, node: SimpleNode) -> None:
        self.__dict__.update(node.__dict__)
        self.drawn = ""

    def render_annotated(self, context: Context) -> str:
        if not self.drawn:
            self.drawn = self.render(context)
        return self.drawn


def fixed(node: Node) -> Node | None:
    """The same, written once; None for a node that follows the page."""
    if type(node) is URLNode:
        named = _is_literal(node.view_name) and not (node.args or node.kwargs)
        return FixedLink(node) if named else None
    if type(node) is StaticNode:
        return FixedFile(node) if _is_literal(node.path) else None
    if type(node) is SimpleNode and node.func is icon and node.target_var is None:
        arguments = [*node.args, *node.kwargs.values()]
        return FixedIcon(node) if all(map(_is_literal, arguments)) else None
    return None


def _is_literal(expression: FilterExpression) -> bool:
    if expression.filters:
        return False
    return not expression.is_var or expression.var.lookups is None
