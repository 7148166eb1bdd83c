"""All addresses. Each area lists its own beside its views."""

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    "sign_in",
    "figures",
    "files",
    "imports",
    "cases",
    "overlaps",
    "notices",
    "rounds",
    "funds",
    "standards",
    "unions",
    "jobs",
    "log",
    "settings",
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"bangfu.web.{area}.urls")) for area in AREAS
]
