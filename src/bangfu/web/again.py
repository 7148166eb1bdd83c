"""Back in history: a page that answered a form has an address of its own.

A browser doesn't keep such a page (`no-store`), and asks to send the form anew where one comes back to it.
So the page takes an address with the number of what was sent (`static/bangfu/bangfu.js`); what was sent is
sealed for its writer under that number (`kept`), with what the command said against it. Asked for, the
address shows the page as it was, while no use case runs. Decision: 0062.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse

from bangfu.acts.frame import only_showing
from bangfu.scope.actors import Actor
from bangfu.vault.commands.forget_forms import forget_form
from bangfu.vault.queries import kept_form

from .kept import came_from, keep_posted, put_back
from .refusals import refusals_heard, refusals_repeated
from .responses import see_other

Handler = Callable[[HttpRequest], HttpResponse]
#: In the address: the number of what was sent.
POSTED = "posted"
#: Answers that lead elsewhere, or that say the same whenever they are asked for.
NO_PAGE = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


class BackInHistory:
    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _taken_out(request)
        with refusals_heard():
            if request.actor is None or request.htmx:  # type: ignore[attr-defined]
                return self.handler(request)
            if request.method == "POST":
                return self._sent(request, number)
            return self._shown_again(request, number) if number else self.handler(request)

    def _sent(self, request: Any, number: uuid.UUID | None) -> HttpResponse:
        """Another page is kept beside the earlier one; once it is done, all that led to it is over."""
        earlier = number or _number(parse_qs(urlsplit(came_from(request)).query))
        drawn = uuid.uuid4()
        request.posted_at = _address(request, drawn)
        answer = self.handler(request)
        if _is_page(answer):
            keep_posted(request, drawn, str(earlier or ""))
        elif earlier and _leads_on(answer):
            _forget_all(earlier, request.actor)
        return answer

    def _shown_again(self, request: Any, number: uuid.UUID) -> HttpResponse:
        """The page as it was; where nothing is kept any more, the address without the number."""
        kept = kept_form(number, request.actor)
        if kept and urlsplit(str(kept.form["address"])).path == request.path:
            put_back(request, kept)
            request.posted_at = _address(request, number)
            with only_showing(), refusals_repeated(kept.form.get("told", ())):
                return self.handler(request)
        answer = self.handler(request)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            came = came_from(request)
            return see_other("/" if urlsplit(came).path == request.path else came)
        return answer


def _is_page(answer: HttpResponse) -> bool:
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    is_over = answer.status_code in NO_PAGE or answer.status_code >= 500
    return is_html and not _leads_on(answer) and not is_over


def _leads_on(answer: HttpResponse) -> bool:
    return HTTPStatus.MULTIPLE_CHOICES <= answer.status_code < HTTPStatus.BAD_REQUEST


def _forget_all(number: uuid.UUID | None, by: Actor) -> None:
    """What was sent, and what had been sent before it on the same way."""
    while number and (kept := kept_form(number, by)):
        forget_form(form_id=number, by=by)
        number = _number({POSTED: [str(kept.form.get("earlier", ""))]})


def _taken_out(request: Any) -> uuid.UUID | None:
    """The number in the address; views see the address without it."""
    if POSTED not in request.GET:
        return None
    asked = request.GET.copy()
    number = _number(dict(asked.lists()))
    del asked[POSTED]
    request.META["QUERY_STRING"] = asked.urlencode()
    asked._mutable = False
    request.GET = asked
    return number


def _number(query: dict[str, list[str]]) -> uuid.UUID | None:
    try:
        return uuid.UUID(query.get(POSTED, [""])[0])
    except ValueError:
        return None


def _address(request: HttpRequest, number: uuid.UUID) -> str:
    path = request.get_full_path()
    return f"{path}{'&' if '?' in path else '?'}{POSTED}={number}"
