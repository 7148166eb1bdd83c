"""`{% blocktranslate %}` of one sentence with facts, asked of the catalogue once.

What was said is kept beside the catalogue that said it: another language has another. Facts are put in
afterwards, as `{{ … }}` writes them. Sentences without facts become texts of their page: see `fixed`.
"""

from __future__ import annotations

from typing import Any

from django.template.context import Context
from django.templatetags.i18n import BlockTranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation.trans_real import catalog

from .expressions import named, written

KEPT = "catalogue of sentences"


def _catalogue(context: Context) -> Any:
    """Asked for once a page, for the answer costs more than the sentence."""
    page = context.render_context.dicts[0]
    known = page.get(KEPT)
    if known is None:
        known = page[KEPT] = catalog()
    return known


class RememberedSentence(BlockTranslateNode):
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
        handed = {name: value.resolve(context) for name, value in self.extra_context.items()}
        return {
            name: written(handed[name] if name in handed else named(name, context, ""), context)
            for name in self.names
        }


def is_one_sentence(node: BlockTranslateNode) -> bool:
    """With facts, or kept under a name."""
    follows = node.asvar or node.extra_context or node.render_token_list(node.singular)[1]
    return bool(follows) and not (node.plural or node.message_context)
