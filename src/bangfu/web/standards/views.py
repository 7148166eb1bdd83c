"""Standards, rules and working days: in force for everybody to see, entered by the administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bangfu.accounts.queries import names_shown
from bangfu.casework import duties as casework
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.queries import parameters_set
from bangfu.eligibility import duties as eligibility
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.eligibility.commands.request_assessment import reassess_soon
from bangfu.eligibility.queries import adoptions
from bangfu.kernel.divisions import NATION
from bangfu.organisations.administering import acts_for_all
from bangfu.programmes import duties as programmes
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.programmes.queries import parameters_entered
from bangfu.standards import duties
from bangfu.standards.commands.announce_workdays import LIBRARY_YEARS, announce_workdays
from bangfu.standards.commands.import_standards import StandardsReport, import_standards
from bangfu.standards.models import LocalStandard
from bangfu.standards.queries import announced_days, place_names, standards_listed

from ..access import OfficerRequest, allow
from ..confirming import asks, tried, wants_to_edit
from ..forms_base import FormRefused, status_with
from .asking import (
    ask_to_adopt,
    ask_to_announce,
    ask_to_import,
    ask_to_limit,
    ask_to_set,
    import_form,
)
from .forms import AdoptForm, AnnounceForm, ImportForm, ParameterForm, ProgrammeForm
from .values import parameter_in_words

MOST_REMARKS = 50


@allow(duties.READ)
def standard_list(request: OfficerRequest) -> HttpResponse:
    return _page(request)


@allow(eligibility.ADOPT, "POST")
def rule_adopt(request: OfficerRequest) -> HttpResponse:
    form = AdoptForm(request.POST, prefix="adopt")
    if wants_to_edit(request, form):
        return _page(request, adopt=form)
    try:
        adopted = form.send(
            lambda typed: adopt_rule_set(**typed, dry_run=asks(request), by=request.actor)
        )
        if asks(request):
            return ask_to_adopt(request, form, adopted)
    except FormRefused:
        return _page(request, adopt=form)
    reassess_soon()
    values = {"place": adopted.place, "day": adopted.valid_from, "rules": adopted.rule_set}
    messages.success(
        request,
        gettext("%(place)s 自 %(day)s 起采用认定规则 %(rules)s，有关档案正在后台重新认定。")
        % values,
    )
    return redirect("standard_list")


@allow(duties.IMPORT, "POST")
def standard_import(request: OfficerRequest) -> HttpResponse:
    form = import_form(request)
    try:
        report = form.send(lambda _typed: _imported(request, *form.content()))
    except FormRefused:
        return _page(request, **({"upload": form} if isinstance(form, ImportForm) else {}))
    if asks(request) and report.new:
        return ask_to_import(request, report, *form.content())
    reassess_soon()
    refused = [line for line in report.lines if line.reason]
    if refused:
        return _page(request, refused=refused[:MOST_REMARKS], counts=report.counts)
    counts = {"new": report.counts["created"], "same": report.counts["unchanged"]}
    messages.success(request, gettext("已录入 %(new)s 条标准，%(same)s 条与已有的相同。") % counts)
    return redirect("standard_list")


def _imported(request: OfficerRequest, data: bytes, name: str) -> StandardsReport:
    return import_standards(data=data, file_name=name, dry_run=asks(request), by=request.actor)


@allow(duties.ANNOUNCE, "POST")
def workdays_announce(request: OfficerRequest) -> HttpResponse:
    form = AnnounceForm(request.POST, prefix="days")
    if wants_to_edit(request, form):
        return _page(request, announce=form)

    def announced() -> int:
        typed = form.cleaned_data
        return announce_workdays(days=form.days(), document=typed["document"], by=request.actor)

    try:
        if asks(request):
            form.send(lambda _typed: tried(announced))
            return ask_to_announce(request, form)
        count = form.send(lambda _typed: announced())
    except FormRefused:
        return _page(request, announce=form)
    messages.success(request, gettext("已录入 %(count)s 天的放假和调休安排。") % {"count": count})
    return redirect("standard_list")


@allow(casework.SET_PARAMETER, "POST")
def parameter_set(request: OfficerRequest) -> HttpResponse:
    form = ParameterForm(request.POST, prefix="case")
    if wants_to_edit(request, form):
        return _page(request, case=form)
    try:
        if asks(request):
            form.send(lambda typed: tried(lambda: set_case_parameter(**typed, by=request.actor)))
            return ask_to_set(request, form)
        added = form.send(lambda typed: set_case_parameter(**typed, by=request.actor))
    except FormRefused:
        return _page(request, case=form)
    typed = form.cleaned_data
    value = parameter_in_words(typed["name"], typed["value"])
    values = {"place": typed["place"], "name": typed["name"].label, "value": value}
    outcome = gettext("%(place)s 的%(name)s已设为 %(value)s。")
    if not added:
        outcome = gettext("%(place)s 的%(name)s先前已是 %(value)s，没有改动。")
    messages.success(request, outcome % values)
    return redirect("standard_list")


@allow(programmes.INSTALL, "POST")
def programme_set(request: OfficerRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST, prefix="programme")
    if wants_to_edit(request, form):
        return _page(request, programme=form)
    try:
        if asks(request):
            form.send(lambda typed: tried(lambda: install_winter_warmth(**typed, by=request.actor)))
            return ask_to_limit(request, form)
        entered = form.send(lambda typed: install_winter_warmth(**typed, by=request.actor))
    except FormRefused:
        return _page(request, programme=form)
    typed = form.cleaned_data
    values = {"name": entered.programme.name, "place": typed["place"], "day": typed["valid_from"]}
    outcome = gettext("已录入 %(place)s 的%(name)s项目参数，自 %(day)s 起。")
    if not entered.added:
        outcome = gettext("%(place)s 的%(name)s项目参数先前已经录入，没有改动。")
    messages.success(request, outcome % values)
    return redirect("standard_list")


def _page(request: OfficerRequest, **shown: Any) -> HttpResponse:
    """The whole page; `shown` are forms that were refused, or the rows that an import refused."""
    listed = list(standards_listed())
    in_force = _in_force(listed, request.today)
    adopted, entered, own = list(adoptions()), parameters_entered(request.today), parameters_set()
    places = [each.place for each in (*adopted, *own)] + [each.row.place for each in entered]
    context = {
        "adoptions": adopted,
        "recorders": names_shown(each.recorded_by for each in adopted),
        "names": place_names(places),
        "in_force": in_force,
        "others": [standard for standard in listed if standard not in in_force],
        "announced": announced_days(),
        "parameters": entered,
        "case_parameters": own,
        "library": (min(LIBRARY_YEARS), max(LIBRARY_YEARS)),
        "may_enter": acts_for_all(request.actor),
        "adopt": AdoptForm(prefix="adopt"),
        "upload": ImportForm(prefix="file"),
        "announce": AnnounceForm(prefix="days"),
        "programme": ProgrammeForm(prefix="programme"),
        "case": ParameterForm(prefix="case"),
        **shown,
    }
    return render(request, "standards/list.html", context, status=status_with(*shown.values()))


def _in_force(listed: list[LocalStandard], today: date) -> list[LocalStandard]:
    """Of each place and kind the newest that has begun; they come newest first."""
    in_force: dict[tuple[str, str], LocalStandard] = {}
    for standard in listed:
        if standard.valid_from <= today and standard.area_code != NATION:
            in_force.setdefault((standard.area_code, standard.kind), standard)
    return list(in_force.values())
