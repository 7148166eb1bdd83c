"""Reads templates as Django does, and lays the short ways into them."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.base import (
    Lexer,
    Node,
    NodeList,
    Origin,
    Parser,
    Template,
    Token,
    VariableNode,
)
from django.template.defaulttags import URLNode
from django.template.exceptions import TemplateDoesNotExist
from django.template.loaders.base import Loader as BaseLoader
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import BlockTranslateNode
from django_cotton.templatetags import InlineTemplate
from django_cotton.templatetags._component import CottonComponentNode

from .expressions import ShortExpression, ShortVariable
from .links import NumberedLink, is_numbered
from .steps import ShortNodeList
from .words import RememberedSentence, is_one_sentence


class ShortParser(Parser):
    def compile_filter(self, token: str) -> ShortExpression:
        return ShortExpression(token, self)

    def parse(self, parse_until: Iterable[str] | None = None) -> ShortNodeList:
        nodes = super().parse(parse_until)
        steps = ShortNodeList(nodes)
        steps.contains_nontext = nodes.contains_nontext
        return steps

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        super().extend_nodelist(nodelist, shortened(node), token)


def shortened(node: Node) -> Node:
    if type(node) is VariableNode:
        return ShortVariable(node.filter_expression)
    if type(node) is URLNode and is_numbered(node):
        return NumberedLink(node)
    if type(node) is BlockTranslateNode and is_one_sentence(node):
        return RememberedSentence(node)
    if type(node) is CottonComponentNode:
        _shorten_attributes(node)
    return node


def _shorten_attributes(node: CottonComponentNode) -> None:
    """`title="{% translate … %}"`: templates of their own, which the library reads by Django's parser."""
    for attribute in node._prepared_attrs:
        if isinstance(attribute.compiled, InlineTemplate):
            nodes = map(shortened, attribute.compiled.nodelist)
            attribute.compiled.nodelist = ShortNodeList(nodes)


class ShortTemplate(Template):
    def compile_nodelist(self) -> NodeList:
        known = self.engine.template_libraries, self.engine.template_builtins
        return ShortParser(Lexer(self.source).tokenize(), *known, self.origin).parse()


class _Building(BaseLoader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        for origin in self.get_template_sources(template_name):
            try:
                if not skip or origin not in skip:
                    source = self.get_contents(origin)
                    return ShortTemplate(source, origin, origin.template_name, self.engine)
            except TemplateDoesNotExist:
                continue
        raise TemplateDoesNotExist(template_name)


class Loader(CachedLoader, _Building):
    """Django's own cached loader; only what it builds is another."""
