"""What a template says the same on every page: sentences, links without facts, our own files, icons.

Such a text becomes one with the texts around it. It holds for one occasion: another language says it in
other words, routes under another prefix lead elsewhere, another store names our files anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.base import FilterExpression, Node, TextNode, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.utils.translation import gettext
from django.utils.translation.trans_real import catalog

from ..templatetags.icons import icon

KEPT = "occasion of fixed texts"


def occasion() -> Hashable:
    """What fixed texts depend on, as it is now."""
    _ = staticfiles_storage.url  # it is set up when it is first asked
    return catalog(), get_script_prefix(), get_urlconf(), staticfiles_storage._wrapped


def occasion_of(context: Context) -> Hashable:
    """The occasion of a page, asked for once, for no page changes it half-way. None: nothing is fixed."""
    if not context.autoescape:
        return None
    page = context.render_context.dicts[0]
    if KEPT not in page:
        page[KEPT] = occasion()
    return page[KEPT]


def fixed_text(node: Node) -> str | None:
    """What a node says on this occasion, whatever the page; None for one that follows the page.

    Raises what the node raises, of a route or an icon that isn't there.
    """
    say = SAID.get(type(node))
    return say(node) if say else None


def fixed_address(node: Node) -> str | None:
    """What `{% url "name" as address %}` keeps; None for any other node, and for a route that isn't there."""
    if type(node) is not URLNode or not node.asvar:
        return None
    if node.args or node.kwargs or not _is_literal(node.view_name):
        return None
    try:
        return URLNode(node.view_name, [], {}, None).render(Context(autoescape=False))
    except NoReverseMatch:
        return None


def _text(node: TextNode) -> str:
    return str(node.s)


def _sentence(node: TranslateNode) -> str | None:
    """It stands in the template, and goes nowhere but into the page."""
    expression = node.filter_expression
    literal = isinstance(expression.var, Variable) and expression.var.lookups is None
    follows = expression.filters or node.asvar or node.message_context
    return None if follows or not literal else node.render(Context())


def _sentence_of_lines(node: BlockTranslateNode) -> str | None:
    sentence, facts = node.render_token_list(node.singular)
    follows = facts or node.plural or node.asvar or node.message_context or node.extra_context
    try:
        return None if follows else gettext(sentence) % {}
    except (KeyError, ValueError):  # a translator's slip: Django falls back on the source
        return None


def _link(node: URLNode) -> str | None:
    follows = node.args or node.kwargs or node.asvar
    return None if follows or not _is_literal(node.view_name) else node.render(Context())


def _file(node: StaticNode) -> str | None:
    try:
        return None if node.varname or not _is_literal(node.path) else node.render(Context())
    except ValueError:  # the page says itself that files are not collected yet
        return None


def _icon(node: SimpleNode) -> str | None:
    follows = node.func is not icon or node.target_var is not None
    arguments = [*node.args, *node.kwargs.values()]
    return None if follows or not all(map(_is_literal, arguments)) else node.render(Context())


def _is_literal(expression: FilterExpression) -> bool:
    if expression.filters:
        return False
    return not expression.is_var or expression.var.lookups is None


SAID: dict[type[Node], Callable[[Any], str | None]] = {
    TextNode: _text,
    TranslateNode: _sentence,
    BlockTranslateNode: _sentence_of_lines,
    URLNode: _link,
    StaticNode: _file,
    SimpleNode: _icon,
}
