"""Notices: for officers, as PDF, and for the public while the posting runs."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from bangfu.acts.frame import tell
from bangfu.casework import duties as casework
from bangfu.casework.queries import cases_on, unanswered_on
from bangfu.documents.typesetting import typeset
from bangfu.notices import queries
from bangfu.notices.errors import PostingOver
from bangfu.organisations.queries import today
from bangfu.scope.counting import count_of
from bangfu.scope.paging import page_of

from ..access import OfficerRequest, allow, public
from ..cursors import row_id
from ..responses import download


@allow(casework.READ)
def notice_list(request: OfficerRequest) -> HttpResponse:
    rows = queries.notices(request.actor)
    page = page_of(
        rows,
        "id",
        after=row_id(request, "after"),
        before=row_id(request, "before"),
        newest_first=True,
    )
    waiting = unanswered_on(page.rows)
    for notice in page.rows:
        notice.open_objections = waiting.get(notice.pk, 0)
    return render(request, "notices/list.html", {"page": page, "total": count_of(rows)})


@allow(casework.READ)
def notice_page(request: OfficerRequest, notice_id: int) -> HttpResponse:
    notice = queries.notice_of(request.actor, notice_id)
    cases = list(cases_on(notice, request.actor))
    tell("notice", notice.id, {"households": len(cases)}, action="casework.notice.read")
    shown = {
        "notice": notice,
        "title": queries.title_of(notice),
        "cases": cases,
        "running": notice.posted_on <= request.today <= notice.ends_on,
        "ended": request.today > notice.ends_on,
    }
    return render(request, "notices/page.html", shown)


@allow(casework.READ)
def notice_pdf(request: OfficerRequest, notice_id: int) -> HttpResponse:
    """Masked as posted; with `?names=full` the sheet for the workplace, logged as a read."""
    notice = queries.notice_of(request.actor, notice_id)
    in_full = request.GET.get("names") == "full"
    paper = (
        queries.workplace_paper(notice, request.actor) if in_full else queries.public_paper(notice)
    )
    name = f"notice-{notice.id}{'-names' if in_full else ''}.pdf"
    return download(typeset("notice", paper), name, inline=True)


@public()
def public_notices(request: HttpRequest) -> HttpResponse:
    shown = {"notices": queries.public_notices(today())}
    return _unkept(render(request, "notices/public_list.html", shown))


@public()
def public_notice(request: HttpRequest, token: str) -> HttpResponse:
    """Gone (410) once the period is over; an unknown token is not found (404)."""
    try:
        shown = {"notice": queries.public_notice(token, today())}
    except (PostingOver, ObjectDoesNotExist) as error:
        gone = isinstance(error, PostingOver)
        status = HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND
        return _unkept(render(request, "notices/over.html", {"gone": gone}, status=status))
    return _unkept(render(request, "notices/public.html", shown))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Names are on the net for the legal days only: not indexed, archived or cached."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response
