"""The words of all apps for the log, gathered once; each is spoken when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from django.db.models import TextChoices

from bangfu.acts.declared import declarations, declared_duties
from bangfu.audit.words import Codes, LogWords
from bangfu.kernel.phrases import phrase
from bangfu.kernel.words import Word

#: A word that has a label, or a marked phrase.
Source = Word | TextChoices | str


@cache
def words_by_app() -> dict[str, LogWords]:
    """Label of the app → its words, in the order of the settings."""
    return dict(declarations("log_words", LogWords))


def actions() -> dict[str, str]:
    """Code of every act that is recorded → what it is called: a duty's title or its own word."""
    titles = {code: duty.title for code, duty in declared_duties().items() if duty.logged}
    return titles | {code: phrase(source) for code, source in _all("actions").items()}


def action_in_words(code: str) -> str:
    """One of `actions`; the code where it has no word."""
    source = _all("actions").get(code)
    if source is not None:
        return phrase(source)
    duty = declared_duties().get(code)
    return duty.title if duty is not None and duty.logged else code


def codes_alike(code: str) -> list[str]:
    """The code and those that have the same word: a reader does not tell them apart."""
    told = actions()
    return [code, *(other for other in told if told[other] == told.get(code))]


def subject_in_words(kind: str) -> str:
    return phrase(_all("subjects").get(kind, kind))


def detail_in_words(key: str) -> str:
    return phrase(_all("details").get(key, key))


def value_in_words(key: str, code: str) -> str:
    """What a code in a detail, or of a kind of subject, is called; the code where it has no word."""
    word = _codes().get(key, {}).get(code)
    if word is None:
        return code
    return str(word.label) if isinstance(word, Word | TextChoices) else phrase(word)


def place_of(key: str) -> int:
    """Where a key of a detail stands among others: as the words are listed, for JSON keeps no order."""
    return _places().get(key, len(_places()))


@cache
def _places() -> dict[str, int]:
    return {key: place for place, key in enumerate(_all("details"))}


def is_unnumbered(kind: str) -> bool:
    return kind in _sets("unnumbered")


def is_internal(key: str) -> bool:
    return key in _sets("internal")


@cache
def _sets(attribute: str) -> frozenset[str]:
    return frozenset().union(*(getattr(words, attribute) for words in _every()))


@cache
def _all(attribute: str) -> dict[str, str]:
    return dict(pair for words in _every() for pair in getattr(words, attribute).items())


@cache
def _codes() -> dict[str, dict[str, Source]]:
    gathered: dict[str, dict[str, Source]] = {}
    for words in _every():
        for key, codes in words.codes.items():
            gathered.setdefault(key, {}).update(_by_code(codes))
    return gathered


def _every() -> Iterator[LogWords]:
    return iter(words_by_app().values())


def _by_code(codes: Codes) -> Mapping[str, Source]:
    return codes if isinstance(codes, Mapping) else {str(word.value): word for word in codes}


@cache
def looks() -> frozenset[str]:
    """Codes of the acts by which something is only seen or taken away."""
    duties = {code for code, duty in declared_duties().items() if duty.looks}
    return frozenset(duties.union(*(words.looks for words in _every())))
