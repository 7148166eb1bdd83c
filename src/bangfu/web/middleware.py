"""Every request acts as one officer, in one transaction, within one scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth import logout
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from bangfu.organisations.held import HeldAppointment, appointments_held
from bangfu.organisations.queries import day_of, installation
from bangfu.scope.actors import Actor
from bangfu.scope.context import scoped
from bangfu.scope.reach import NOTHING, Scope

from .errors import answer_for

Handler = Callable[[HttpRequest], HttpResponse]
CHOSEN = "appointment"


class ActingOfficer:
    """Set what every page's frame shows, and open the transaction in which only what the officer
    may see is there.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _forget_impossible_session(request)
        actor = _set_who_asks(request)
        try:
            return self._in_scope(request, actor.scope if actor else NOTHING)
        except DatabaseError as error:  # what the database refuses on committing
            answer = answer_for(request, error)
            if answer is None:
                raise
            return answer

    def _in_scope(self, request: HttpRequest, scope: Scope) -> HttpResponse:
        with scoped(scope):
            response = self.handler(request)
            if response.status_code >= 500 or getattr(response, "undo", False):
                transaction.set_rollback(True)
        return response


class ErrorsInWords:
    """Turn typed errors of a page into one that says what to do, with the code that fits."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_for(request, error)


def _forget_impossible_session(request: HttpRequest) -> None:
    """A cookie can carry a character that no column takes; whoever sends it is nobody."""
    if "\x00" in (request.session.session_key or ""):
        request.session = type(request.session)()


def _set_who_asks(request: Any) -> Actor | None:
    """The installation, its day and the one who acts, as they are now: each is asked for once."""
    request.installation = installation()
    request.today = day_of(request.installation)
    held = _appointment_of(request, request.today)
    request.appointment = held
    request.actor = held.actor(request.user.pk, request.user.name) if held else None
    return request.actor


def _appointment_of(request: HttpRequest, on: date) -> HeldAppointment | None:
    if not request.user.is_authenticated:
        return None
    held = appointments_held(request.user.pk, on)
    if not held:
        logout(request)
        return None
    chosen = request.session.get(CHOSEN)
    return next((one for one in held if one.id == chosen), held[0])
