"""Asking once more about what was typed: what, how much, before it is done.

A page whose form holds the hidden input `ask` gets a page of its own in between, which says in words what
would be done and posts the same again. From there one goes on, back to the filled form, or away.
"""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from .access import OfficerRequest
from .forms_base import in_order

ASK, EDIT = "ask", "edit"
#: What a form has by itself, and these two.
OWN = frozenset({"csrfmiddlewaretoken", "writer", ASK, EDIT})


def asks(request: OfficerRequest) -> bool:
    """Whether the page is to ask once more before anything is done."""
    return ASK in request.POST


def wants_to_edit(request: OfficerRequest) -> bool:
    """Whether one came back from the question, to change what was typed."""
    return EDIT in request.POST


def question(
    request: OfficerRequest, form: BaseForm, *, title: str, text: str, yes: str, back: str
) -> HttpResponse | None:
    """The page in between; None where nobody asks for it, or the form has something to change first."""
    if not asks(request) or in_order(form) is None:
        return None
    return asked_once_more(request, title=title, text=text, yes=yes, back=back)


def asked_once_more(
    request: OfficerRequest, *, title: str, text: str, yes: str, back: str
) -> HttpResponse:
    """The page in between itself.

    Args:
        yes: the button's words, with how much.
        back: where one goes who rather leaves it.
    """
    typed: list[tuple[str, Any]] = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN
        for value in values
    ]
    shown = {"title": title, "text": text, "yes": yes, "back": back, "typed": typed}
    return render(request, "ui/question.html", shown)
