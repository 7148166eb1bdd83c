"""`{% translate %}` and `{% blocktranslate %}` of a fixed sentence, asked of the catalogue once.

What was said is kept beside the catalogue that said it: another language has another. Which one holds is
asked once a template, for the answer costs more than the sentence; no page changes its language half-way.
"""

from __future__ import annotations

from typing import Any

from django.template.base import Variable
from django.template.context import Context
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation.trans_real import catalog

from .expressions import named, written


def _catalogue(context: Context) -> Any:
    rendering = context.render_context
    known = rendering.get(catalog)
    if known is None:
        known = rendering[catalog] = catalog()
    return known


class RememberedWords(TranslateNode):
    said: tuple[Any, str] = (None, "")

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop)

    def render_annotated(self, context: Context) -> str:
        catalogue = _catalogue(context)
        source, words = self.said
        if source is not catalogue:
            words = self.render(context)
            self.said = catalogue, words
        return words


class RememberedSentence(BlockTranslateNode):
    """Facts are put in afterwards, as `{{ … }}` writes them."""

    said: tuple[Any, str] = (None, "")

    def __init__(self, node: BlockTranslateNode) -> None:
        self.__dict__.update(node.__dict__)
        self.sentence, self.names = self.render_token_list(node.singular)

    def render(self, context: Context, nested: bool = False) -> str:
        try:
            told = self._said(context) % self._facts(context)
        except (KeyError, ValueError):  # a translator's slip: Django falls back on the source
            return super().render(context, nested)
        if not self.asvar:
            return told
        context[self.asvar] = SafeString(told)
        return ""

    def _said(self, context: Context) -> str:
        catalogue = _catalogue(context)
        source, sentence = self.said
        if source is not catalogue:
            sentence = gettext(self.sentence)
            self.said = catalogue, sentence
        return sentence

    def _facts(self, context: Context) -> dict[str, str]:
        given = {name: value.resolve(context) for name, value in self.extra_context.items()}
        return {
            name: written(given[name] if name in given else named(name, context, ""), context)
            for name in self.names
        }


def is_fixed(node: TranslateNode) -> bool:
    """A sentence that stands in the template, and goes nowhere but into the page."""
    expression = node.filter_expression
    literal = isinstance(expression.var, Variable) and expression.var.lookups is None
    return literal and not (expression.filters or node.asvar or node.message_context)


def is_one_sentence(node: BlockTranslateNode) -> bool:
    return not (node.plural or node.message_context)
