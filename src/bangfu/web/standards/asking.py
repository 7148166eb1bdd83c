"""What is asked once more before standards, rules, ceilings, parameters or working days are entered."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.casework.models import CaseParameter
from bangfu.casework.queries import parameter_in_force as case_parameter_in_force
from bangfu.documents.row_report import fingerprint
from bangfu.eligibility.models import RuleAdoption
from bangfu.eligibility.queries import adoptions_for
from bangfu.eligibility.queries.foreseeing import foresee
from bangfu.kernel.divisions import NATION
from bangfu.programmes.enums import WINTER_WARMTH, Parameter
from bangfu.programmes.models import ProgrammeParameter
from bangfu.programmes.queries import parameter_in_force, programmes
from bangfu.standards.commands.import_standards import StandardsReport
from bangfu.standards.queries import (
    StandardInForce,
    announced_days,
    place_names,
    replaced_by,
)

from ..access import OfficerRequest
from ..confirming import Change, Crumb, asked_once_more
from .forms import (
    AdoptForm,
    AnnounceForm,
    ConfirmedImportForm,
    ImportForm,
    ParameterForm,
    ProgrammeForm,
)
from .values import limit_in_words, parameter_in_words

SHOWN = 100  # standards that are named one by one
FORESEE = "eligibility.foresee"
UNSAID = {Parameter.PER_SEASON: 1}  # what holds where nobody entered it


def import_form(request: OfficerRequest) -> ImportForm | ConfirmedImportForm:
    """The file as chosen, or once more from the page that asked about it."""
    if "file-packed" in request.POST:
        return ConfirmedImportForm(request.POST, prefix="file")
    return ImportForm(request.POST, request.FILES, prefix="file")


def ask_to_adopt(request: OfficerRequest, form: AdoptForm, adopted: RuleAdoption) -> HttpResponse:
    """What holds there now, what would, from which day, and for how many households.

    Args:
        adopted: not saved, or the one that says the same already.
    """
    before = adoptions_for([adopted.place], adopted.valid_from).get(adopted.place)
    detail = {"rule_set": adopted.rule_set, "valid_from": str(adopted.valid_from)}
    tell("place", adopted.place, detail, action=FORESEE)
    facts = {
        "place": _place(adopted.place),
        "day": adopted.valid_from,
        "rules": adopted.rule_set,
        "before": before.rule_set if before else _("没有采用规则"),
    }
    text = _("%(place)s 自 %(day)s 起采用认定规则 %(rules)s，那天原来是：%(before)s。") % facts
    coming = [] if adopted.pk else [adopted]
    return asked_once_more(
        request,
        title=_("采用认定规则"),
        text=text + foresee(request.today, adoptions=coming).told(),
        yes=_("采用规则 %(rules)s，自 %(day)s 起") % facts,
        above=_above(),
        changes=_paper(before, adopted),
    )


def _paper(before: RuleAdoption | None, adopted: RuleAdoption) -> list[Change]:
    was = before.document if before else ""
    if was == adopted.document:
        return []
    return [Change(_("依据"), was, adopted.document)]


def ask_to_import(
    request: OfficerRequest, report: StandardsReport, data: bytes, name: str
) -> HttpResponse:
    """Old and new figure of each place, from which day, and for how many households."""
    tell("standards", fingerprint(data), {"created": len(report.new)}, action=FORESEE)
    lines = [
        (each, before.amount_fen if isinstance(before, StandardInForce) else None)
        for each, before in replaced_by(report.new[:SHOWN])
    ]
    shown = {
        "lines": lines,
        "count": len(report.new),
        "more": len(report.new) - len(lines),
        "same": report.counts["unchanged"],
        "rejected": report.counts["rejected"],
        "foreseen": foresee(request.today, standards=report.new).told(),
        "packed": b64encode(data).decode(),
        "name": name,
    }
    return render(request, "standards/import_confirm.html", shown)


def ask_to_limit(request: OfficerRequest, form: ProgrammeForm) -> HttpResponse:
    """Each ceiling as it holds there on that day, be it of the place or of one above, and as it would."""
    typed = form.cleaned_data
    values = {
        Parameter.PER_TIME: typed["per_time_fen"],
        Parameter.PER_YEAR: typed["per_year_fen"],
        Parameter.SEASON: typed["season_starts_month"],
        Parameter.PER_SEASON: typed["times_per_season"],
    }
    programme = programmes().filter(code=WINTER_WARMTH).first()
    place, day = typed["place"], typed["valid_from"]
    lines = []
    for name, value in values.items():
        if value is not None:
            row = parameter_in_force(programme, place, name, day) if programme else None
            before = limit_in_words(name, row.value if row else None)
            after = limit_in_words(name, value)
            same = value == (row.value if row else UNSAID.get(name))
            lines.append((Change(str(name.label), before, after, _origin(place, row)), same))
    return _ask_about_values(request, _("录入送温暖的上限"), typed, lines)


def ask_to_set(request: OfficerRequest, form: ParameterForm) -> HttpResponse:
    typed = form.cleaned_data
    name, place, value = typed["name"], typed["place"], typed["value"]
    row = case_parameter_in_force(place, name, typed["valid_from"])
    before = parameter_in_words(name, row.value if row else None)
    after = parameter_in_words(name, value)
    change = Change(str(name.label), before, after, _origin(place, row))
    same = row is not None and row.value == value
    return _ask_about_values(request, _("设定办案参数"), typed, [(change, same)])


def ask_to_announce(request: OfficerRequest, form: AnnounceForm) -> HttpResponse:
    """Each day with what was said of it before, by the newest word."""
    known: dict[date, bool] = {}
    for each in announced_days():
        known.setdefault(each.day, each.is_workday)
    days = form.days()
    changes = [
        Change(str(day), _worked(known.get(day)), _worked(worked))
        for day, worked in sorted(days.items())
        if known.get(day) != worked
    ]
    text = _("按“%(document)s”录入 %(n)s 天的放假和调休，其中 %(new)s 天与已录入的不同。")
    told = {"document": form.cleaned_data["document"], "n": len(days), "new": len(changes)}
    yes = _("录入 %(new)s 天的安排") if changes else _("录入，只更正文件")
    return asked_once_more(
        request,
        title=_("录入放假与调休"),
        text=text % told,
        yes=yes % told,
        above=_above(),
        changes=changes,
    )


def _ask_about_values(
    request: OfficerRequest,
    title: str,
    typed: Mapping[str, object],
    lines: Sequence[tuple[Change, bool]],
) -> HttpResponse:
    """Args:
    lines: each value that is typed, and whether it says what holds there already.
    """
    changes = [change for change, same in lines if not same]
    stay = "、".join(_told(change) for change, same in lines if same)
    facts = {**typed, "place": _place(str(typed["place"])), "n": len(changes), "stay": stay}
    text = _("%(place)s 自 %(valid_from)s 起，依据：%(source)s。录入后不能删除，只能另录。")
    if changes:
        text += _("改变 %(n)s 项，见下表。")
    if stay:
        text += _("不变的照录：%(stay)s。")
    yes = _("录入，改变 %(n)s 项，自 %(valid_from)s 起") if changes else _("录入，数值不变")
    return asked_once_more(
        request, title=title, text=text % facts, yes=yes % facts, above=_above(), changes=changes
    )


def _told(change: Change) -> str:
    facts = {"name": change.name, "value": change.before, "origin": change.origin}
    told = _("%(name)s %(value)s（%(origin)s）") if change.origin else _("%(name)s %(value)s")
    return told % facts


def _origin(place: str, row: ProgrammeParameter | CaseParameter | None) -> str:
    """Where the value that holds comes from, and since when; "" where none does."""
    if row is None:
        return ""
    facts = {"place": _place(row.place), "since": row.valid_from}
    if row.place == NATION:
        return _("随程序附带，各地都没有录入")
    if row.place == place:
        return _("本地自 %(since)s 起") % facts
    return _("随 %(place)s，自 %(since)s 起") % facts


def _above() -> list[Crumb]:
    return [Crumb(reverse("standard_list"), _("标准与规则"))]


def _place(code: str) -> str:
    """By its name, its code beside it; the code alone where no standard names the place."""
    name = place_names([code]).get(code, code)
    return code if name == code else f"{name} {code}"


def _worked(worked: bool | None) -> str:
    return _("没有录入") if worked is None else _("上班") if worked else _("放假")
