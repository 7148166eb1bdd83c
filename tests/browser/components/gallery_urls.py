"""Every address that the frame links to, so that the gallery needs no page of the application."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bangfu.scope.enums import Role
from bangfu.web.navigation import ENTRIES


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def settings(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


nothing.roles = frozenset(Role)  # type: ignore[attr-defined]
settings.roles = frozenset({Role.ADMINISTRATOR})  # type: ignore[attr-defined]
VIEWS = {"settings": settings}
NAMES = [name for name, _label, _icon in ENTRIES] + ["switch", "sign_out", "own_password"]
urlpatterns = [path(f"{name}/", VIEWS.get(name, nothing), name=name) for name in NAMES]
