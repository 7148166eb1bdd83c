"""What pages answer with beside pages: files, and the way on after something was done."""

from __future__ import annotations

from http import HTTPStatus
from secrets import token_hex
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import content_disposition_header

from bangfu.acts.frame import refuse_while_only_shown

File = TypeVar("File", bound=HttpResponseBase)
#: Another value with each file: the page that asked for it sees by this that it is under way, and
#: reads itself anew (static/bangfu/bangfu.js). It means nothing else, so that a script may read it.
HANDED_OUT = "handed_out"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """Its type goes by the name's ending; `name` must hold no name or number of a person.

    Raises OnlyShown: a file that was asked for before one signed in again leaves only when asked for anew.
    """
    refuse_while_only_shown()
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    response["Cache-Control"] = "no-store"
    return handed_out(response)


def handed_out(response: File) -> File:
    """A file's answer, by which the page that asked for it knows that it came."""
    response.set_cookie(
        HANDED_OUT,
        token_hex(8),
        max_age=300,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    return response


class SeeOther(HttpResponseRedirect):
    status_code = HTTPStatus.SEE_OTHER


def see_other(to: str, *args: Any) -> SeeOther:
    """What was posted is done: the browser gets another page, so that loading anew sends nothing.

    `to` is the name of a page, with `args` for its address, or an address.
    """
    return SeeOther(resolve_url(to, *args))
