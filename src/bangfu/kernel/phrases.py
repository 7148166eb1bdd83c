"""Sentences for users, ready for translation, in rooms that know no web framework.

Source strings are Chinese. `phrase` passes each through the translator that the configuration has
put in (none: the source string itself) at the moment of speaking, so that a sentence follows the
reader's language; facts are put in afterwards and are never translated.
"""

from collections.abc import Callable

Translator = Callable[[str], str]
_translate: Translator = str


def speak_through(translator: Translator) -> Translator:
    """Put in the translator of this process and return the one before."""
    global _translate
    before, _translate = _translate, translator
    return before


def phrase(sentence: str, /, **facts: object) -> str:
    """The sentence in the reader's language, its `{name}` places filled with the facts.

    The sentence stands as a literal, or was marked as one, so that it can be collected.
    """
    translated = _translate(sentence)
    return translated.format(**facts) if facts else translated


def mark(sentence: str) -> str:
    """The sentence unchanged: a constant that `phrase` will be given later."""
    return sentence
