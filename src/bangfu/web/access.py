"""Who may reach a route, and by which methods: said once, at the view.

Every view carries its duty, or is public, and its methods. `make docs` writes the table of all routes
from them, and a test fails until that page shows what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from bangfu.accounts.errors import PasswordIsOneTime
from bangfu.acts.duties import Duty
from bangfu.acts.frame import act
from bangfu.scope.actors import Actor

from .errors import overtaken
from .kept import came_from, keep
from .refusals import unseen

View = TypeVar("View", bound=Callable[..., HttpResponse])

#: What a view takes when it names no method.
LOOKING = ("GET",)


class OfficerRequest(HttpRequest):
    """A request that `ActingOfficer` has seen: for type checking."""

    actor: Actor
    today: Any


def allow(
    duty: Duty, *methods: str, with_one_time_password: bool = False
) -> Callable[[View], View]:
    """Only who holds the duty; others get 403 with a reason, strangers the sign-in page.

    Args:
        methods: "GET", "POST" or both, "GET" where none is named; HEAD comes with GET. Any other
            method gets 405, whoever asks.

    Who still has a password that somebody else gave gets no further than the page that changes it
    (`with_one_time_password`). The view runs as an act, which is the request's transaction: what it
    reads it may `tell` of, a refusal leaves nothing half-done, and the page that explains it is
    written after.
    """

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return _sign_in_first(request)
            if request.user.password_one_time and not with_one_time_password:
                return _own_password_first(request)
            looking = request.method in ("GET", "HEAD")
            with act(duty, request.actor, silent="a page may only show", looking=looking):
                answer = _all_told(request, view(request, *args, **kwargs))
                return _whole_or_not_at_all(answer)

        return _declared(guarded, duty, methods)

    return decorate


def public(*methods: str) -> Callable[[View], View]:
    """Anybody, signed in or not; `methods` as of `allow`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with transaction.atomic():
                return _whole_or_not_at_all(view(request, *args, **kwargs))

        return _declared(open_to_all, None, methods)

    return decorate


def _all_told(request: OfficerRequest, answer: HttpResponse) -> HttpResponse:
    """A page that shows again what was refused; else one that says so: its form has no place any more."""
    if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY and (forms := unseen()):
        return overtaken(request, forms[0])
    return answer


def _whole_or_not_at_all(response: HttpResponse) -> HttpResponse:
    """Within the transaction: what a failed or refused page wrote is not kept (see `errors.page`)."""
    if response.status_code >= 500 or getattr(response, "undo", False):
        transaction.set_rollback(True)
    return response


def _declared(view: Callable[..., HttpResponse], duty: Duty | None, methods: Sequence[str]) -> Any:
    """The view behind its methods, with both for whoever lists the routes."""
    taken = tuple(methods) or LOOKING
    head = ("HEAD",) if "GET" in taken else ()
    declared = require_http_methods([*taken, *head])(view)
    declared.duty = duty  # type: ignore[attr-defined]
    declared.methods = taken  # type: ignore[attr-defined]
    return declared


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Part of a page can't become the sign-in page: there the browser goes to it as a whole."""
    if request.htmx:  # type: ignore[attr-defined]
        there = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(there).url)
    if request.method == "POST":
        if keep(request):
            messages.info(request, _("登录已失效。您填写的内容已留存，本人登录后接着办。"))
        return redirect_to_login(came_from(request))
    return redirect_to_login(request.get_full_path())


def _own_password_first(request: HttpRequest) -> HttpResponse:
    """Raises PasswordIsOneTime for a step, which is not to be repeated by a redirect."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("own_password"))
    if request.method in ("GET", "HEAD"):
        return redirect("own_password")
    raise PasswordIsOneTime
