"""Every request acts as one officer, in one transaction, within one scope."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from bangfu.organisations.queries import actor_for, appointments_of, today
from bangfu.scope.actors import Actor
from bangfu.scope.context import scoped
from bangfu.scope.reach import NOTHING, Scope

from .errors import answer_for

Handler = Callable[[HttpRequest], HttpResponse]
CHOSEN = "appointment"


class ActingOfficer:
    """Set `request.actor` and open the transaction that shows only what they may see."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _forget_impossible_session(request)
        actor = _actor_of(request)
        request.actor = actor  # type: ignore[attr-defined]
        request.today = today()  # type: ignore[attr-defined]
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


def _actor_of(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    held = list(appointments_of(request.user.pk, today()))
    if not held:
        logout(request)
        return None
    chosen = request.session.get(CHOSEN)
    return actor_for(
        next((appointment for appointment in held if appointment.pk == chosen), held[0])
    )
