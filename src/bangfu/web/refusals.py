"""What a request's forms were refused for: heard where they are sent, told where their page is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .forms_base import Grouped


@dataclass(frozen=True)
class Refusal:
    """A form that was not taken. `said`: by the command, with the field it stands at; "" is the form."""

    form: Grouped
    said: tuple[str, str] | None


_heard: ContextVar[list[Refusal] | None] = ContextVar("bangfu_refusals", default=None)
_repeated: ContextVar[Sequence[Sequence[str]]] = ContextVar("bangfu_repeated", default=())


@contextmanager
def refusals_heard() -> Iterator[None]:
    """For one request."""
    before = _heard.set([])
    try:
        yield
    finally:
        _heard.reset(before)


@contextmanager
def refusals_repeated(told: Sequence[Sequence[str]]) -> Iterator[None]:
    """What a command said before is said again to the form that is only shown: pairs of field and words."""
    before = _repeated.set(told)
    try:
        yield
    finally:
        _repeated.reset(before)


def hear(refusal: Refusal) -> None:
    heard = _heard.get()
    if heard is not None:
        heard.append(refusal)


def heard() -> Sequence[Refusal]:
    return _heard.get() or ()


def said_before() -> Sequence[Sequence[str]]:
    return _repeated.get()


def unseen() -> list[Grouped]:
    """Refused forms that the page made since has no place for: what they say was told to nobody."""
    return [each.form for each in heard() if each.form.errors and not each.form.is_told]
