"""Asking once more about what was typed: what, how much, before it is done.

A page whose form holds the hidden input `ask` gets a page of its own in between, which says in words what
would be done and posts the same again. From there one goes on, back to the filled form, or away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from .access import OfficerRequest
from .forms_base import in_order

Result = TypeVar("Result")
ASK, EDIT = "ask", "edit"
#: What a form has by itself, and these two.
OWN = frozenset({"csrfmiddlewaretoken", "writer", ASK, EDIT})


class Crumb(NamedTuple):
    """A page above the one that asks: where it is, and what it is called there."""

    address: str
    words: str


@dataclass(frozen=True)
class Change:
    """One value as it is and as it would be, in words; `origin`: where the one that holds comes from."""

    name: str
    before: str
    after: str
    origin: str = ""


def asks(request: OfficerRequest) -> bool:
    """Whether the page is to ask once more before anything is done."""
    return ASK in request.POST


def wants_to_edit(request: OfficerRequest, form: BaseForm) -> bool:
    """Whether one came back from the question, to change what was typed: the page then opens at its form."""
    if EDIT not in request.POST:
        return False
    form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    return True


def tried(command: Callable[[], Result]) -> Result:
    """Run a command, and leave everything as it was: for a page that asks about what it would do.

    What the command refuses, it refuses here.
    """
    with transaction.atomic():
        result = command()
        transaction.set_rollback(True)
    return result


def question(
    request: OfficerRequest,
    form: BaseForm,
    *,
    title: str,
    text: str,
    yes: str,
    above: Sequence[Crumb],
) -> HttpResponse | None:
    """The page in between; None where nobody asks for it, or the form has something to change first."""
    if not asks(request) or in_order(form) is None:
        return None
    return asked_once_more(request, title=title, text=text, yes=yes, above=above)


def asked_once_more(
    request: OfficerRequest,
    *,
    title: str,
    text: str,
    yes: str,
    above: Sequence[Crumb],
    changes: Sequence[Change] = (),
) -> HttpResponse:
    """The page in between itself.

    Args:
        changes: the values that would change, each as it is and as it would be.
        yes: the button's words, with how much.
        above: the pages above, the outermost first; whoever rather leaves it goes to the last.
    """
    typed: list[tuple[str, Any]] = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN
        for value in values
    ]
    shown: dict[str, Any] = {"title": title, "text": text, "yes": yes, "typed": typed}
    shown |= {"above": above, "back": above[-1].address, "changes": changes}
    shown["origins"] = any(change.origin for change in changes)
    return render(request, "ui/question.html", shown)
