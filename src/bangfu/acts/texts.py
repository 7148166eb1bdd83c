"""No identity or card number in what a use case is told, whoever tells it: pages, command line or jobs.

Numbers have their place, sealed in the vault. An argument that may hold one is declared at the use case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass

from bangfu.kernel.numbers_in_text import say_refused

from .errors import NumberWhereNoneIs

#: Who acts is no text of theirs.
_WHO = "by"
_MANY = (list, tuple, set, frozenset)


def refuse_numbers(arguments: Mapping[str, object], taken: Collection[str]) -> None:
    """Raises NumberWhereNoneIs.

    Args:
        taken: names of the arguments that may hold a number.
    """
    for name, value in arguments.items():
        if name == _WHO or name in taken:
            continue
        for text in _texts(value):
            if told := say_refused(text):
                raise NumberWhereNoneIs(name, told)


def _texts(value: object) -> Iterator[str]:
    """Those in lists, by keys and in plain records, too; of what the database gave, none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.items():
            yield from _texts(each)
    elif isinstance(value, _MANY):
        for part in value:
            if not isinstance(part, int):  # by the thousand
                yield from _texts(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
