"""The log: who did and read what, as far as one's jurisdiction goes. Append-only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bangfu.reporting.log import entries_for

from ..access import OfficerRequest, Role, allow
from ..cursors import row_id
from .forms import Filters

PAGE = 50


@require_safe
@allow(Role.AUDITOR, Role.ADMINISTRATOR)
def log_list(request: OfficerRequest) -> HttpResponse:
    """Newest first; `after` is the id to go on below."""
    after = row_id(request, "after")
    form = Filters(request.GET, request.actor)
    page = entries_for(
        request.actor, form.wanted(), below=int(after) if after else None, limit=PAGE
    )
    # Who sees no file is led to none.
    shown = {"page": page, "form": form, "opens": request.actor.role == Role.AUDITOR}
    return render(request, "log/list.html", shown)
