"""Wrong passwords: slow down whoever guesses, without shutting out the officer whose name it is.

Counted apart, each for a quarter of an hour:
- a device on which the officer has signed in before (a signed cookie, one for each name): by the
  device alone, so that nothing strangers do reaches it;
- anything else: by name and address, so that one address locks only itself out;
- all strange devices together by name, ten times as many, so that many addresses don't help;
- all strange devices of an address together, ten times as many, so that many names don't help.

After OWASP's "Slow down online guessing attacks with device cookies".

Of what was sent nothing is kept: an address may hold a name that was searched, and in the field
of the username anything may have been typed. A name that no user has is counted under a digest.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac

from .models import User

#: Strange devices together, of a name or of an address, may fail this many times as often.
STRANGERS = 10
SALT = "bangfu.accounts.device"
UNKNOWN_SALT = "bangfu.accounts.unknown"
REMEMBERED = 180 * 24 * 3600  # seconds
Credentials = dict[str, Any] | None


class Lockout(AxesDatabaseHandler):  # type: ignore[misc]
    """Set as AXES_HANDLER. An attempt's `user_agent` holds the known device, "" for a strange one."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        _name_device(request, credentials)
        return bool(super().is_locked(request, credentials))

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **more: Any
    ) -> None:
        if request is None:
            return
        _name_device(request, credentials)
        with _unsaid(request):
            super().user_login_failed(sender, credentials, request, **more)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **more: Any) -> None:
        _name_device(request, {"username": user.get_username()})
        super().user_logged_in(sender, request, user, **more)

    def get_failures(self, request: HttpRequest, credentials: Credentials = None) -> int:
        """On the scale of AXES_FAILURE_LIMIT."""
        since = get_cool_off_threshold(request)
        own = _sum(self.filter_user_attempts(request, credentials)[0], since)
        if request.axes_user_agent:  # type: ignore[attr-defined]
            return own
        strangers = AccessAttempt.objects.filter(user_agent="")
        of_name = strangers.filter(username=_name(credentials))
        of_address = strangers.filter(ip_address=request.axes_ip_address)  # type: ignore[attr-defined]
        return max(own, *(_sum(each, since) // STRANGERS for each in (of_name, of_address)))

    def filter_user_attempts(
        self, request: HttpRequest, credentials: Credentials = None
    ) -> list[QuerySet[Any]]:
        """What counts for this device or address alone; a success wipes no more than this."""
        device = request.axes_user_agent  # type: ignore[attr-defined]
        attempts = AccessAttempt.objects.filter(username=_name(credentials), user_agent=device)
        return [attempts if device else attempts.filter(ip_address=request.axes_ip_address)]  # type: ignore[attr-defined]


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """After a right password: the browser is known for this name from now on."""
    response.set_signed_cookie(
        _cookie(username),
        _device(request, username) or secrets.token_hex(16),
        salt=SALT,
        max_age=REMEMBERED,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def counted_name(request: HttpRequest, credentials: Credentials = None) -> str:
    """Set as AXES_USERNAME_CALLABLE: under which name a failure is counted and kept."""
    return _name(credentials)


def client_address(request: HttpRequest) -> str | None:
    """Set as AXES_CLIENT_IP_CALLABLE. Behind a web server that says so, the address it names last."""
    named = request.headers.get("X-Forwarded-For", "") if settings.FORWARDED_FOR else ""
    last = named.rpartition(",")[2].strip()
    return last if _is_address(last) else request.META.get("REMOTE_ADDR")


def _name_device(request: Any, credentials: Credentials) -> None:
    request.axes_user_agent = _device(request, _name(credentials))


@contextmanager
def _unsaid(request: Any) -> Iterator[None]:
    """The request without what was sent: axes would keep it with the attempt."""
    sent = request.GET, request.POST
    request.GET = request.POST = QueryDict()
    request.axes_path_info = request.axes_http_accept = ""
    try:
        yield
    finally:
        request.GET, request.POST = sent


def _name(credentials: Credentials) -> str:
    """The username; a digest where no user has it, for an identity number may have been typed there."""
    typed = str((credentials or {}).get("username") or "")
    if not typed or User.objects.filter(username=typed).exists():
        return typed
    return "?" + salted_hmac(UNKNOWN_SALT, typed, algorithm="sha256").hexdigest()[:32]


def _device(request: HttpRequest, username: str) -> str:
    """The device's number by its cookie for this name, "" for none or a forged one."""
    cookie = request.get_signed_cookie(_cookie(username), "", salt=SALT, max_age=REMEMBERED)
    return str(cookie)


def _cookie(username: str) -> str:
    """The cookie's name is a digest, so that the browser does not tell whose device it is."""
    name = "device_" + sha256(username.encode()).hexdigest()[:16]
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def _sum(attempts: QuerySet[Any], since: datetime) -> int:
    fresh = attempts.filter(attempt_time__gte=since)
    return fresh.aggregate(all=Sum("failures_since_start"))["all"] or 0


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
