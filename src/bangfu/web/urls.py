"""All addresses. Each area lists its own beside its views."""

from django.urls import URLPattern, URLResolver

from .pages import (
    cases,
    figures,
    file_page,
    files,
    funds,
    imports,
    log,
    notices,
    numbers,
    password,
    rounds,
    settings,
    sign_in,
    standards,
    unions,
)

AREAS = (
    sign_in,
    password,
    figures,
    files,
    file_page,
    numbers,
    imports,
    cases,
    notices,
    rounds,
    funds,
    standards,
    unions,
    log,
    settings,
)
urlpatterns: list[URLPattern | URLResolver] = [one for area in AREAS for one in area.urlpatterns]
