"""The log: who did and read what, as far as one's jurisdiction goes. Append-only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from bangfu.acts.roles import holds
from bangfu.registry import duties as registry
from bangfu.reporting import duties as reporting
from bangfu.reporting.log import entries_for

from ..access import OfficerRequest, allow
from ..cursors import row_id
from .forms import Filters

PAGE = 50


@allow(reporting.READ_LOG)
def log_list(request: OfficerRequest) -> HttpResponse:
    """Newest first; `after` is the id to go on below."""
    after = row_id(request, "after")
    form = Filters(request.GET, request.actor)
    page = entries_for(
        request.actor, form.wanted(), below=int(after) if after else None, limit=PAGE
    )
    # Who sees no file is led to none.
    shown = {"page": page, "form": form, "opens": holds(request.actor, registry.READ)}
    return render(request, "log/list.html", shown)
