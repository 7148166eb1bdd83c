"""The union tree as far as one's jurisdiction goes; an administrator brings it in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bangfu.documents.row_report import REJECT
from bangfu.eligibility.commands.request_assessment import reassess_soon
from bangfu.organisations import duties
from bangfu.organisations.administering import acts_for_all
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.queries import unions_in_scope

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, status_with
from .forms import UnionsForm

MOST_REMARKS = 50


@allow(duties.READ_UNIONS)
def union_tree(request: OfficerRequest) -> HttpResponse:
    return _page(request)


@allow(duties.IMPORT_UNIONS, "POST")
def union_import(request: OfficerRequest) -> HttpResponse:
    """Good rows go in, changed from today on; bad ones are shown with how to mend them."""
    form = UnionsForm(request.POST, request.FILES)
    try:
        report = form.send(
            lambda typed: import_unions(
                data=typed["file"].read(),
                file_name=typed["file"].name,
                as_of=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return _page(request, form=form)
    reassess_soon()
    refused = [line for line in report.lines if line.verdict == REJECT]
    if refused:
        return _page(request, refused=refused[:MOST_REMARKS], counts=report.counts)
    text = gettext("已导入 %(accepted)s 行：新建 %(created)s 个工会，变更 %(changed)s 个。")
    messages.success(request, text % report.counts)
    return redirect("union_tree")


def _page(request: OfficerRequest, **shown: Any) -> HttpResponse:
    """All branches in one page; `shown` is a form not taken, or the rows an import refused."""
    unions = list(unions_in_scope(request.actor).order_by("code"))
    below: dict[int | None, list[object]] = {}
    known = {union.pk for union in unions}
    for union in unions:
        below.setdefault(union.parent_id if union.parent_id in known else None, []).append(union)
    rows = [(union, below.get(union.pk, [])) for union in unions if below.get(union.pk)]
    context = {
        "branches": rows,
        "total": len(unions),
        "may_import": acts_for_all(request.actor),
        "form": UnionsForm(),
        **shown,
    }
    return render(request, "unions/tree.html", context, status=status_with(*shown.values()))
