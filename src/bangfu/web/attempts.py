"""Attempts of a page that came to nothing are in the log: of another's duty, beyond one's jurisdiction, refused
by a form or a command, and sign-ins. What was typed or asked for is not told: it may be somebody's name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from bangfu.accounts.lockout import client_address
from bangfu.accounts.models import User
from bangfu.acts.attempts import (
    NOT_IN_SIGHT,
    NOT_PERMITTED,
    REFUSED,
    tell_attempt,
    tell_sign_in_refused,
)
from bangfu.organisations.queries import appointments_of

log = logging.getLogger("bangfu.web")
Handler = Callable[[HttpRequest], HttpResponse]
SIGN_IN = "sign_in"


class RefusalsTold:
    """Last among the middleware: it sees what the view or the refusal's page answered, and every transaction
    of theirs has ended.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handler(request)
        try:
            _tell(request, response)
        except DatabaseError as error:  # the answer stands by itself
            log.warning("a refusal is not in the log: %s", type(error).__name__)
        return response


def _tell(request: Any, response: HttpResponse) -> None:
    asked = request.resolver_match
    if asked is None:
        return
    if asked.url_name == SIGN_IN:
        if request.method == "POST" and not request.user.is_authenticated:
            _tell_sign_in(request)
        return
    kind, duty = _kind(request.method, response), getattr(asked.func, "duty", None)
    if kind and duty and request.actor:
        tell_attempt(request.actor, kind, duty.code)


def _kind(method: str, response: HttpResponse) -> str:
    """A page of 403 says which attempt it ended (`errors.page`): by no means all are of another's duty."""
    status = response.status_code
    if status == HTTPStatus.FORBIDDEN:
        return str(getattr(response, "attempt", NOT_PERMITTED))
    if status == HTTPStatus.NOT_FOUND:
        return NOT_IN_SIGHT
    return REFUSED if method == "POST" and 400 <= status < 500 else ""


def _tell_sign_in(request: Any) -> None:
    user = User.objects.filter(username=request.POST.get("username", "")[:150]).first()
    held = appointments_of(user.pk, request.today).first() if user else None
    address, union = client_address(request) or "", held.union_id if held else None
    tell_sign_in_refused(user.pk if user else None, address, union)
