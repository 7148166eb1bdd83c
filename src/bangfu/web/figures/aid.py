"""The list that a figure of the year's aid opens into."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.organisations.queries import unions_in_scope
from bangfu.registry import duties as registry
from bangfu.reporting.aid_list import AidWanted, aid_page
from bangfu.reporting.figures import Grouping, figures
from bangfu.rounds import duties as rounds

from ..access import OfficerRequest, allow
from ..cursors import row_id
from ..filtering import say_unknown
from .days import told_day


@allow(registry.READ)
def aid_counted(request: OfficerRequest) -> HttpResponse:
    """By day, place or system and union, as the links of the figures say them."""
    day = told_day(request)
    asked = request.GET.get("by", "")
    grouping = Grouping(asked) if asked in set(Grouping) else Grouping.AREA
    say_unknown(request, "by", set(Grouping), _("统计方式"))
    code, union = request.GET.get("code", ""), request.GET.get("union_code", "")
    page = aid_page(
        request.actor,
        AidWanted(day, grouping, code, union),
        after=row_id(request, "after"),
        before=row_id(request, "before"),
    )
    if not page.count:  # where something arrived, it is known
        _say_where(request, day, grouping)
    tell("list", "files", {"shown": len(page.rows)}, action="registry.read_many")
    shown = {
        "day": day,
        "page": page,
        "code": code,
        "union_code": union,
        "back": f"{reverse('figures')}?{urlencode({'by': grouping.value, 'on': day.isoformat()})}",
        "may_money": holds(request.actor, rounds.READ),
    }
    return render(request, "figures/aid.html", shown)


def _say_where(request: OfficerRequest, day: date, grouping: Grouping) -> None:
    known = {row.code for row in figures(day, grouping, request.actor).rows}
    say_unknown(request, "code", known, _("地区或系统"))
    unions = unions_in_scope(request.actor).values_list("code", flat=True)
    say_unknown(request, "union_code", set(unions), _("工会"))


def aid_link(day: date, by: Grouping, code: str = "", union_code: str = "") -> str:
    """Where a figure of the year's aid opens."""
    asked = {"by": by.value, "code": code, "union_code": union_code, "on": day.isoformat()}
    return f"{reverse('aid_counted')}?{urlencode({k: v for k, v in asked.items() if v})}"
