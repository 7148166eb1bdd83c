"""The desk: figures by area or system that open down to files, what waits, and how current it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.eligibility import duties as eligibility
from bangfu.eligibility.commands.request_assessment import ensure_current, request_reassessment
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.queries import redecisions
from bangfu.reporting import duties
from bangfu.reporting.desk import main_causes, opened_by_month, todos
from bangfu.reporting.figures import (
    CLASSES,
    HEADER,
    Figures,
    Grouping,
    Row,
    figures,
    unions_below,
    with_aid,
)
from bangfu.reporting.file_names import figures_name
from bangfu.reporting.measures import recovered
from bangfu.reporting.measures.catalogue import total
from bangfu.reporting.measures.declared import Asked
from bangfu.standards.queries import place_names

from ..access import OfficerRequest, allow
from ..filtering import say_unknown
from ..responses import download, see_other
from ..templatetags.bangfu import class_colour
from ..templatetags.charts import Chart, Part, Series
from .aid import aid_link
from .days import asked_day, told_day
from .forms import DayOfFigures

NAMES = {Grouping.AREA: gettext_lazy("地区"), Grouping.SYSTEM: gettext_lazy("系统")}
#: What the households are counted under in the list of files.
FILTERS = {Grouping.AREA: "area", Grouping.SYSTEM: "system"}


@dataclass(frozen=True)
class Line:
    """A row as shown: its drawing, its figures by class, and where each leads."""

    row: Row
    bar: list[Part]
    cells: Sequence[tuple[str, int, str]]
    href: str
    aid_href: str
    opens: str = ""


@allow(duties.READ)
def desk(request: OfficerRequest) -> HttpResponse:
    if not holds(request.actor, duties.FIGURES):
        taken = redecisions()[:12]
        names = place_names(each.place for each in taken)
        rows = [(each, names.get(each.place, "")) for each in taken]
        return render(request, "figures/administrator.html", {"taken": rows})
    if told_day(request) == request.today:
        ensure_current(request.today)
    say_unknown(request, "by", set(Grouping), _("统计方式"))
    counted = _figures(request, _grouping(request))
    say_unknown(request, "open", {row.code for row in counted.rows}, NAMES[counted.grouping])
    return render(request, "figures/desk.html", _desk(request, counted))


@allow(duties.FIGURES)
def rows(request: OfficerRequest) -> HttpResponse:
    """The table alone, one of its lines opened or closed."""
    counted = _figures(request, _grouping(request))
    return render(request, "figures/rows.html", _table(request, counted))


@allow(duties.FIGURES_EXPORT)
def export(request: OfficerRequest) -> HttpResponse:
    """Both ways of counting, as a workbook."""
    tables = [_figures(request, grouping) for grouping in Grouping]
    sheets = [_sheet(table) for table in tables]
    day = tables[0].day
    tell("day", day)
    return download(build_workbook(sheets), figures_name(day))


@allow(eligibility.REQUEST, "POST")
def reassess(request: OfficerRequest) -> HttpResponse:
    request_reassessment(by=request.actor)
    messages.success(request, _("已在后台重新认定，数字会自动更新，不必等候。"))
    return see_other("figures")


def _grouping(request: OfficerRequest) -> Grouping:
    asked = request.GET.get("by", "")
    return Grouping(asked) if asked in set(Grouping) else Grouping.AREA


def _figures(request: OfficerRequest, grouping: Grouping) -> Figures:
    """As stored: what waits is decided in the background, never in a request."""
    day = asked_day(request)
    return with_aid(figures(day, grouping, request.actor), request.actor)


def _desk(request: OfficerRequest, counted: Figures) -> dict[str, Any]:
    waiting = todos(request.actor, request.today)
    return {
        **_table(request, counted),
        "kpis": _class_kpis(counted),
        "day_form": DayOfFigures(initial={"on": counted.day}),
        "recovered": total(recovered.FEN, Asked(counted.day), request.actor),
        "all_files": _files(counted.day),
        "stale_files": _files(counted.day, stale="1"),
        "todos": waiting,
        "unresolved_files": _files(request.today, **{"class": HardshipClass.UNRESOLVED.value}),
        "todo_count": sum(work.count for work in waiting if not work.files),
        "opened": _opened(request, counted.day),
        "causes": [
            (cause, _files(counted.day, cause=cause.name))
            for cause in main_causes(request.actor, counted.day)
        ],
        "may_reassess": holds(request.actor, eligibility.REQUEST),
    }


def _table(request: OfficerRequest, counted: Figures) -> dict[str, Any]:
    shown = [name for name in CLASSES if _count(counted, name)]
    opened = request.GET.get("open", "")
    lines = [_line(row, counted, shown, opened) for row in counted.rows]
    below = _below(request, counted, shown, opened)
    return {
        "figures": counted,
        "other_day": "" if counted.day == request.today else counted.day.isoformat(),
        "grouping": counted.grouping.value,
        "group_name": NAMES[counted.grouping],
        "classes": shown,
        "lines": lines,
        "total": _line(counted.total, counted, shown, ""),
        "legend": [Part(name, 0, class_colour(name)) for name in shown],
        "longest": max((row.households for row in counted.rows), default=1),
        "opened_code": opened,
        "below": below,
        "longest_below": max((line.row.households for line in below), default=1),
        "tabs": [
            (grouping.value, NAMES[grouping], grouping is counted.grouping) for grouping in Grouping
        ],
    }


def _line(row: Row, counted: Figures, shown: Sequence[HardshipClass], opened: str) -> Line:
    where = {} if row is counted.total else {FILTERS[counted.grouping]: row.code}
    query = {"by": counted.grouping.value, "on": counted.day.isoformat()}
    if row.code != opened:
        query["open"] = row.code
    aid = aid_link(counted.day, counted.grouping, "" if row is counted.total else row.code)
    return _drawn(row, shown, counted.day, where, aid, urlencode(query))


def _below(
    request: OfficerRequest, counted: Figures, shown: Sequence[HardshipClass], opened: str
) -> list[Line]:
    if opened not in {row.code for row in counted.rows}:
        return []
    unions = unions_below(counted.day, counted.grouping, opened, request.actor)
    where = {FILTERS[counted.grouping]: opened}
    return [
        _drawn(
            row,
            shown,
            counted.day,
            {**where, "union_code": row.code},
            aid_link(counted.day, counted.grouping, opened, row.code),
        )
        for row in unions
    ]


def _drawn(
    row: Row,
    shown: Sequence[HardshipClass],
    day: date,
    where: dict[str, str],
    aid: str,
    opens: str = "",
) -> Line:
    counts = dict(zip(CLASSES, row.classes, strict=True))
    bar = [Part(name, counts[name], class_colour(name)) for name in shown]
    cells = [(name, counts[name], _files(day, **where, **{"class": name})) for name in shown]
    return Line(row, bar, cells, _files(day, **where), aid, opens)


def _files(day: date, **filters: str) -> str:
    return _address(get_script_prefix(), day, tuple(filters.items()))


@lru_cache(maxsize=4096)
def _address(prefix: str, day: date, filters: tuple[tuple[str, str], ...]) -> str:
    """The same on each desk: places, classes and a day. `prefix`: where the program is served."""
    return f"{reverse('file_list')}?{urlencode({**dict(filters), 'on': day.isoformat()})}"


def _class_kpis(counted: Figures) -> list[tuple[str, int, int, str]]:
    """Each class that occurs, with its households and persons: together they are all on file."""
    return [
        (
            name,
            _count(counted, name),
            counted.total.class_persons[CLASSES.index(name)],
            _files(counted.day, **{"class": name}),
        )
        for name in CLASSES
        if _count(counted, name)
    ]


def _count(counted: Figures, name: HardshipClass) -> int:
    return counted.total.classes[CLASSES.index(name)]


def _opened(request: OfficerRequest, day: date) -> Chart:
    months = opened_by_month(request.actor, day)
    return Chart(
        _("各月新增建档户数"),
        [_("%(month)s月") % {"month": month.month} for month, _count in months],
        [Series(_("新增建档"), [count for _month, count in months])],
        _("户"),
        [_files(day, opened=f"{month:%Y-%m}") for month, _count in months],
    )


def _sheet(counted: Figures) -> SheetSpec:
    name = str(NAMES[counted.grouping])
    header = (
        _("代码") if counted.grouping is Grouping.AREA else name,
        name,
        _("户数"),
        _("人数"),
        *HEADER[4:],
        _("本年已发放（户）"),
        _("本年已发放（元）"),
    )
    lines: list[tuple[CellValue, ...]] = [
        (
            *(row.code, row.name, row.households, row.persons, *row.classes),
            *(row.aid_households, Decimal(row.aid_fen) / 100),
        )
        for row in (*counted.rows, counted.total)
    ]
    told = {"name": name, "day": counted.day, "stale": counted.total.stale}
    note = _("困难职工帮扶情况（按%(name)s），数据截至 %(day)s，其中待重算 %(stale)s 户") % told
    return SheetSpec(_("按%(name)s") % told, header, lines, note=note)
