"""Every address that the frame links to, so that the gallery needs no page of the application."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bangfu.organisations import duties as organisations
from bangfu.reporting import duties as reporting
from bangfu.web.navigation import ENTRIES


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def settings(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


nothing.duty = reporting.READ  # type: ignore[attr-defined]
settings.duty = organisations.ADMINISTER  # type: ignore[attr-defined]
VIEWS = {"settings": settings}
NAMES = [name for name, *_more in ENTRIES]
NAMES += ["job_list", "switch", "sign_out", "own_password"]
urlpatterns = [path(f"{name}/", VIEWS.get(name, nothing), name=name) for name in NAMES]
