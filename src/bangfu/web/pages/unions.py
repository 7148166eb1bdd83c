"""The union tree as far as one's jurisdiction goes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from bangfu.organisations.queries import unions_in_scope

from ..access import EVERYONE, OfficerRequest, allow


@require_safe
@allow(*EVERYONE)
def union_tree(request: OfficerRequest) -> HttpResponse:
    """Branches open by <details>: the whole tree in one page, without script."""
    unions = list(unions_in_scope(request.actor).order_by("code"))
    below: dict[int | None, list[object]] = {}
    known = {one.pk for one in unions}
    for one in unions:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    rows = [(one, below.get(one.pk, [])) for one in unions if below.get(one.pk)]
    return render(request, "unions/tree.html", {"branches": rows, "total": len(unions)})


urlpatterns = [path("unions/", union_tree, name="union_tree")]
