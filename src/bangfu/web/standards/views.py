"""Standards, rules and working days: in force for everybody to see, entered by the administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from bangfu.casework import duties as casework
from bangfu.casework.commands.set_step_limit import set_step_limit
from bangfu.casework.queries import limits_entered
from bangfu.eligibility import duties as eligibility
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.eligibility.commands.request_assessment import reassess_soon
from bangfu.eligibility.queries import adoptions
from bangfu.kernel.divisions import NATION
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.administering import acts_for_all
from bangfu.programmes import duties as programmes
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.programmes.queries import parameters_entered
from bangfu.scope.errors import NotPermitted
from bangfu.standards import duties
from bangfu.standards.commands.announce_workdays import LIBRARY_YEARS, announce_workdays
from bangfu.standards.commands.import_standards import import_standards
from bangfu.standards.models import LocalStandard
from bangfu.standards.queries import announced_days, standards_listed

from ..access import OfficerRequest, allow
from .forms import AdoptForm, AnnounceForm, ImportForm, LimitForm, ProgrammeForm

MOST_REMARKS = 50


@require_safe
@allow(duties.READ)
def standard_list(request: OfficerRequest) -> HttpResponse:
    return _page(request)


@require_POST
@allow(eligibility.ADOPT)
def rule_adopt(request: OfficerRequest) -> HttpResponse:
    form = AdoptForm(request.POST, prefix="adopt")
    if not form.is_valid():
        return _page(request, adopt=form, status=422)
    adopted = adopt_rule_set(**form.cleaned_data, by=request.actor)
    reassess_soon()
    values = {"place": adopted.place, "day": adopted.valid_from, "rules": adopted.rule_set}
    messages.success(
        request,
        gettext("%(place)s 自 %(day)s 起采用认定规则 %(rules)s，有关档案正在后台重新认定。")
        % values,
    )
    return redirect("standard_list")


@require_POST
@allow(duties.IMPORT)
def standard_import(request: OfficerRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES, prefix="file")
    if not form.is_valid():
        return _page(request, upload=form, status=422)
    file = form.cleaned_data["file"]
    report = import_standards(data=file.read(), file_name=file.name, by=request.actor)
    reassess_soon()
    refused = [line for line in report.lines if line.reason]
    if refused:
        return _page(request, refused=refused[:MOST_REMARKS], counts=report.counts)
    counts = {"new": report.counts["created"], "same": report.counts["unchanged"]}
    messages.success(request, gettext("已录入 %(new)s 条标准，%(same)s 条与已有的相同。") % counts)
    return redirect("standard_list")


@require_POST
@allow(duties.ANNOUNCE)
def workdays_announce(request: OfficerRequest) -> HttpResponse:
    form = AnnounceForm(request.POST, prefix="days")
    if not form.is_valid():
        return _page(request, announce=form, status=422)
    document = form.cleaned_data["document"]
    count = announce_workdays(days=form.days(), document=document, by=request.actor)
    messages.success(request, gettext("已录入 %(count)s 天的放假和调休安排。") % {"count": count})
    return redirect("standard_list")


@require_POST
@allow(casework.SET_LIMIT)
def limit_set(request: OfficerRequest) -> HttpResponse:
    form = LimitForm(request.POST, prefix="limit")
    if not form.is_valid():
        return _page(request, limit=form, status=422)
    given = form.cleaned_data
    added = set_step_limit(**given, by=request.actor)
    values = {"place": given["place"], "step": given["step"].label, "days": given["days"]}
    said = gettext("%(place)s 的%(step)s时限已设为 %(days)s 天。")
    if not added:
        said = gettext("%(place)s 的%(step)s时限先前已是 %(days)s 天，没有改动。")
    messages.success(request, said % values)
    return redirect("standard_list")


@require_POST
@allow(programmes.INSTALL)
def programme_set(request: OfficerRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST, prefix="programme")
    if not form.is_valid():
        return _page(request, programme=form, status=422)
    try:
        done = install_winter_warmth(**form.cleaned_data, by=request.actor)
    except NotPermitted:
        raise
    except BangfuError as refused:
        form.add_error(None, refused.message)
        return _page(request, programme=form, status=getattr(refused, "status", 422))
    values = {"name": done.programme.name, "place": form.cleaned_data["place"], "n": done.added}
    said = gettext("已录入 %(place)s 的%(name)s项目参数 %(n)s 项。")
    if not done.added:
        said = gettext("%(place)s 的%(name)s项目参数先前已经录入，没有改动。")
    messages.success(request, said % values)
    return redirect("standard_list")


def _page(request: OfficerRequest, status: int = 200, **given: Any) -> HttpResponse:
    """The whole page; `given` are bound forms that could not be taken, or what an import refused."""
    listed = list(standards_listed())
    in_force = _in_force(listed, request.today)
    context = {
        "adoptions": list(adoptions()),
        "in_force": in_force,
        "others": [one for one in listed if one not in in_force],
        "announced": announced_days(),
        "parameters": parameters_entered(request.today),
        "limits": limits_entered(),
        "library": (min(LIBRARY_YEARS), max(LIBRARY_YEARS)),
        "may_enter": acts_for_all(request.actor),
        "adopt": AdoptForm(prefix="adopt"),
        "upload": ImportForm(prefix="file"),
        "announce": AnnounceForm(prefix="days"),
        "programme": ProgrammeForm(prefix="programme"),
        "limit": LimitForm(prefix="limit"),
        **given,
    }
    return render(request, "standards/list.html", context, status=status)


def _in_force(listed: list[LocalStandard], today: date) -> list[LocalStandard]:
    """Of each place and kind the newest that has begun; they come newest first."""
    found: dict[tuple[str, str], LocalStandard] = {}
    for one in listed:
        if one.valid_from <= today and one.area_code != NATION:
            found.setdefault((one.area_code, one.kind), one)
    return list(found.values())
