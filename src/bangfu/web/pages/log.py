"""The log: who did and read what, as far as one's jurisdiction goes. Append-only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from bangfu.reporting.log import entries_for

from ..access import OfficerRequest, Role, allow
from ..cursors import row_id
from ..templatetags.log import ACTIONS

PAGE = 50


@require_safe
@allow(Role.AUDITOR, Role.ADMINISTRATOR)
def log_list(request: OfficerRequest) -> HttpResponse:
    """Newest first; `after` is the id to go on below."""
    after = row_id(request, "after")
    page = entries_for(
        request.actor,
        below=int(after) if after else None,
        action=request.GET.get("action", ""),
        subject=request.GET.get("subject", ""),
        limit=PAGE,
    )
    shown = {"page": page, "asked": request.GET, "actions": ACTIONS.items()}
    return render(request, "log/list.html", shown)


urlpatterns = [path("log/", log_list, name="log_list")]
