"""Every address that the frame links to, so that the gallery needs no page of the application."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bangfu.web.navigation import _ENTRIES


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


NAMES = [entry[0] for entry in _ENTRIES] + ["switch", "sign_out"]
urlpatterns = [path(f"{name}/", nothing, name=name) for name in NAMES]
