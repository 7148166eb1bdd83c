"""Every request acts as one officer, on one day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from bangfu.organisations.held import HeldAppointment, here

from .errors import answer_for

Handler = Callable[[HttpRequest], HttpResponse]
CHOSEN = "appointment"


class ActingOfficer:
    """Set what every page's frame shows. The transaction and the sight are the view's (`access.allow`)."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _forget_impossible_session(request)
        _set_who_asks(request)
        return self.handler(request)


#: What a page of ours never asks of a browser, whatever should come to stand in one.
PERMISSIONS = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb", "browsing-topics"),
)


class NoDevices:
    """Tell the browser that our pages use no device."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.policy = ", ".join(f"{feature}=()" for feature in PERMISSIONS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handler(request)
        response["Permissions-Policy"] = self.policy
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


def _set_who_asks(request: Any) -> None:
    """The installation, its day and the one who acts, as they are now: asked for once, together."""
    user = request.user
    now = here(user.pk)
    request.installation, request.today = now.installation, now.today
    if user.is_authenticated and not now.held:
        logout(request)
    request.appointment = held = _chosen(request, now.held)
    request.actor = held.actor(user.pk, user.name) if held else None


def _chosen(request: HttpRequest, held: Sequence[HeldAppointment]) -> HeldAppointment | None:
    """The appointment that was chosen to act in, else the first."""
    if not held:
        return None
    chosen = request.session.get(CHOSEN)
    return next((one for one in held if one.id == chosen), held[0])
