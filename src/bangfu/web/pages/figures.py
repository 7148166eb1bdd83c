"""The desk: figures by area or system that open down to files, what waits, and how current it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.audit.recording import record
from bangfu.eligibility.commands.request_assessment import (
    ensure_assessed,
    request_reassessment,
)
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.queries import assessed_days, current_day
from bangfu.reporting.desk import aid_paid, main_causes, opened_by_month, todos
from bangfu.reporting.figures import (
    CLASSES,
    HEADER,
    Figures,
    Grouping,
    Row,
    figures,
    stored_figures,
    unions_below,
)
from bangfu.reporting.workbooks import Sheet, workbook
from bangfu.scope.enums import Role

from ..access import EVERYONE, PERSONAL, OfficerRequest, allow
from ..responses import download
from ..templatetags.bangfu import class_colour
from ..templatetags.charts import Chart, Part, Series

MAY_REASSESS = (Role.FILER, Role.REVIEWER, Role.APPROVER)
NAMES = {Grouping.AREA: "地区", Grouping.SYSTEM: "系统"}
#: What the households are counted under in the list of files.
FILTERS = {Grouping.AREA: "area", Grouping.SYSTEM: "system"}


@dataclass(frozen=True)
class Line:
    """A row as shown: its drawing, its figures by class, and where each leads."""

    row: Row
    bar: list[Part]
    cells: Sequence[tuple[str, int, str]]
    href: str
    opens: str = ""


@require_safe
@allow(*EVERYONE)
def desk(request: OfficerRequest) -> HttpResponse:
    if request.actor.role == Role.ADMINISTRATOR:
        return render(request, "figures/administrator.html", {"days": assessed_days()[:12]})
    is_current = ensure_assessed(request.today)
    found = _figures(request, _grouping(request))
    return render(request, "figures/desk.html", _desk(request, found, is_current))


@require_safe
@allow(*PERSONAL)
def rows(request: OfficerRequest) -> HttpResponse:
    """The table alone, one of its lines opened or closed."""
    found = _figures(request, _grouping(request))
    return render(request, "figures/rows.html", _table(request, found))


@require_safe
@allow(*PERSONAL)
def export(request: OfficerRequest) -> HttpResponse:
    """Both ways of counting, as a workbook."""
    tables = [_figures(request, grouping) for grouping in Grouping]
    sheets = [_sheet(table) for table in tables]
    day = tables[0].day
    record(request.actor, "reporting.figures_export", "day", day)
    return download(workbook(sheets), f"figures-{day}.xlsx")


@require_POST
@allow(Role.FILER, Role.REVIEWER, Role.APPROVER)
def reassess(request: OfficerRequest) -> HttpResponse:
    request_reassessment(by=request.actor)
    messages.success(request, _("已在后台重新认定，数字会自动更新，不必等候。"))
    return redirect("figures")


def _grouping(request: OfficerRequest) -> Grouping:
    asked = request.GET.get("by", "")
    return Grouping(asked) if asked in set(Grouping) else Grouping.AREA


def _figures(request: OfficerRequest, grouping: Grouping) -> Figures:
    """The newest assessed day; before there is any, the day's figures are worked out at once."""
    day = current_day(request.today)
    if day is None:
        return figures(request.today, grouping, request.actor)
    return stored_figures(day, grouping, request.actor)


def _desk(request: OfficerRequest, found: Figures, is_current: bool) -> dict[str, Any]:
    waiting = todos(request.actor, request.today)
    return {
        **_table(request, found),
        "is_current": is_current,
        "kpis": _class_kpis(found),
        "aid": aid_paid(request.actor, request.today),
        "all_files": _files(found.day),
        "unresolved": (
            _count(found, HardshipClass.UNRESOLVED),
            _files(found.day, **{"class": "待核实"}),
        ),
        "stale_files": _files(found.day, stale="1"),
        "todos": waiting,
        "todo_count": sum(one.count for one in waiting),
        "opened": _opened(request, found.day),
        "causes": main_causes(request.actor, found.day) if found.stored else [],
        "may_reassess": request.actor.role in MAY_REASSESS,
    }


def _table(request: OfficerRequest, found: Figures) -> dict[str, Any]:
    shown = [name for name in CLASSES if _count(found, name)]
    opened = request.GET.get("open", "")
    lines = [_line(row, found, shown, opened) for row in found.rows]
    below = _below(request, found, shown, opened) if found.stored else []
    return {
        "figures": found,
        "grouping": found.grouping.value,
        "group_name": NAMES[found.grouping],
        "classes": shown,
        "lines": lines,
        "total": _line(found.total, found, shown, ""),
        "legend": [Part(name, 0, class_colour(name)) for name in shown],
        "longest": max((row.households for row in found.rows), default=1),
        "opened_code": opened,
        "below": below,
        "longest_below": max((line.row.households for line in below), default=1),
        "tabs": [(one.value, NAMES[one], one is found.grouping) for one in Grouping],
    }


def _line(row: Row, found: Figures, shown: Sequence[HardshipClass], opened: str) -> Line:
    where = {} if row is found.total else {FILTERS[found.grouping]: row.code}
    query = {"by": found.grouping.value}
    if row.code != opened:
        query["open"] = row.code
    return _drawn(row, shown, found.day, where, urlencode(query))


def _below(
    request: OfficerRequest, found: Figures, shown: Sequence[HardshipClass], opened: str
) -> list[Line]:
    if opened not in {row.code for row in found.rows}:
        return []
    unions = unions_below(found.day, found.grouping, opened, request.actor)
    where = {FILTERS[found.grouping]: opened}
    return [_drawn(row, shown, found.day, {**where, "union_code": row.code}) for row in unions]


def _drawn(
    row: Row, shown: Sequence[HardshipClass], day: date, where: dict[str, str], opens: str = ""
) -> Line:
    counts = dict(zip(CLASSES, row.classes, strict=True))
    bar = [Part(name, counts[name], class_colour(name)) for name in shown]
    cells = [(name, counts[name], _files(day, **where, **{"class": name})) for name in shown]
    return Line(row, bar, cells, _files(day, **where), opens)


def _files(day: date, **filters: str) -> str:
    return f"{reverse('file_list')}?{urlencode({**filters, 'on': day.isoformat()})}"


def _class_kpis(found: Figures) -> list[tuple[str, int, str]]:
    """The classes that qualify and occur, in their order."""
    return [
        (name, _count(found, name), _files(found.day, **{"class": name}))
        for name in CLASSES[:6]
        if _count(found, name)
    ]


def _count(found: Figures, name: HardshipClass) -> int:
    return found.total.classes[CLASSES.index(name)]


def _opened(request: OfficerRequest, day: date) -> Chart:
    months = opened_by_month(request.actor, day)
    return Chart(
        _("各月新增建档户数"),
        [f"{month.month}月" for month, _count in months],
        [Series(_("新增建档"), [count for _month, count in months])],
        _("户"),
    )


def _sheet(found: Figures) -> Sheet:
    name = NAMES[found.grouping]
    header = (
        "代码" if found.grouping is Grouping.AREA else name,
        name,
        "户数",
        "人数",
        *HEADER[4:],
    )
    lines: list[tuple[str | int, ...]] = [
        (row.code, row.name, row.households, row.persons, *row.classes)
        for row in (*found.rows, found.total)
    ]
    note = f"困难职工帮扶情况（按{name}），数据截至 {found.day}，其中待重算 {found.total.stale} 户"
    return Sheet(f"按{name}", note, header, lines)


urlpatterns = [
    path("figures/", desk, name="figures"),
    path("figures/rows/", rows, name="figures_rows"),
    path("figures/export/", export, name="figures_export"),
    path("figures/reassess/", reassess, name="reassess"),
]
