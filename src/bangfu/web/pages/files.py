"""Files: the list, one household with the working of its determination, and numbers opened on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.audit.recording import record
from bangfu.casework.enums import CaseState
from bangfu.casework.models import Case, CaseEvent
from bangfu.casework.queries import (
    cases_of_household,
    is_live,
    may_submit,
    offers,
    posting_of,
    submittable,
    timeline,
)
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.errors import NotYetOnFile
from bangfu.eligibility.queries import assess_one, current_day, determination_of, find_file
from bangfu.kernel.masking import mask_phone
from bangfu.organisations.queries import unions_in_scope
from bangfu.registry.commands.reveal_phone import reveal_phone
from bangfu.registry.models import Household
from bangfu.reporting.dossier import (
    aid_given,
    dossier,
    income_of_all,
    readings,
    secret_of,
    versions,
)
from bangfu.reporting.files import (
    Wanted,
    file_list_workbook,
    file_page,
    files,
    places_of,
    systems_of,
    unions_of,
)
from bangfu.scope.enums import Role
from bangfu.vault.commands.reveal_secret import reveal_secret
from bangfu.vault.enums import Purpose
from bangfu.vault.errors import PurposeMissing

from ..access import PERSONAL, OfficerRequest, allow
from ..forms_base import DayInput
from ..responses import download, see_other

ANY = ("", _("全部"))
#: Why a person may open a number here; payments and imports open theirs by themselves.
PURPOSES = (Purpose.VERIFY, Purpose.CORRECTION, Purpose.PAYMENT, Purpose.AUDIT)
PHONE_PURPOSES = (Purpose.CONTACT, Purpose.VERIFY, Purpose.CORRECTION, Purpose.AUDIT)
#: In the session: a number that was asked for and is not shown yet.
ASKED = "reveal"
REVEAL_FIELDS = ("secret", "phone", "purpose")
#: Who may open the page of a case; the way it went is on the file for all.
CASE_READERS = (Role.FILER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)


class Filters(forms.Form):
    """Read from the address; the names are those of links from the figures."""

    text = forms.CharField(label=_("姓名或档案编号"), required=False, max_length=40)
    area = forms.ChoiceField(label=_("地区"), required=False)
    system = forms.ChoiceField(label=_("系统"), required=False)
    union = forms.TypedChoiceField(label=_("工会"), required=False, coerce=int, empty_value=None)
    on = forms.DateField(required=False, widget=forms.HiddenInput)
    stale = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, request: OfficerRequest) -> None:
        super().__init__(data)
        actor = request.actor
        classes = [(each.value, each.value) for each in HardshipClass]
        # `class` is no name for an attribute.
        chosen = forms.ChoiceField(label=_("类别"), required=False, choices=[ANY, *classes])
        self.fields["class"] = chosen
        self.order_fields(["text", "area", "system", "class", "union"])
        systems = [(name, name) for name in systems_of(actor)]
        self._offer("area", places_of(actor))
        self._offer("system", systems)
        self.fields["union"].choices = [ANY, *unions_of(actor)]  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What a link asks for may be chosen too: a file's place need not be any union's."""
        asked = self.data.get(name, "")
        known = [ANY, *choices]
        if asked and asked not in dict(choices):
            known.append((asked, asked))
        self.fields[name].choices = known  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        given = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            text=given.get("text", "").strip(),
            area_code=given.get("area", ""),
            system=given.get("system", ""),
            hardship_class=given.get("class", ""),
            union_id=given.get("union"),
            stale=given.get("stale", False),
            on_day=given.get("on") is not None,
        )

    def day(self, request: OfficerRequest) -> date | None:
        asked = self.cleaned_data.get("on") if self.is_valid() else None
        return asked or current_day(request.today)


@require_safe
@allow(*PERSONAL)
def file_list(request: OfficerRequest) -> HttpResponse:
    form = Filters(_with_union(request), request)
    wanted, day = form.wanted(), form.day(request)
    page = file_page(
        request.actor,
        day,
        wanted,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    total = files(request.actor, day, wanted).count()
    record(request.actor, "registry.read_many", "list", "files", {"shown": len(page.rows)})
    context = {
        "form": form,
        "page": page,
        "total": total,
        "day": day,
        "narrowed": wanted != Wanted(),
    }
    return render(request, "files/list.html", context)


@require_POST
@allow(*PERSONAL)
def file_export(request: OfficerRequest) -> HttpResponse:
    """The list as filtered, whole; posted, for a reading of so much is an act."""
    form = Filters(_with_union(request), request)
    day = form.day(request)
    content, count = file_list_workbook(request.actor, day, form.wanted())
    record(request.actor, "registry.export", "list", "files", {"files": count})
    return download(content, f"files-{day or request.today}.xlsx")


@require_safe
@allow(*PERSONAL)
def file_detail(request: OfficerRequest, file_no: str) -> HttpResponse:
    household = find_file(file_no, request.actor)
    day = _asked_day(request)
    record(request.actor, "registry.read", "household", household.pk, {"day": str(day)})
    return render(request, "files/file.html", _context(request, household, day))


@dataclass(frozen=True)
class Number:
    """A number of a file; `opened` takes the purpose, logs it and returns the number in clear.

    `named` is how the request named it, nothing else that came with it.
    """

    title: str
    purposes: tuple[Purpose, ...]
    named: Mapping[str, str]
    opened: Callable[[str], str]


@require_http_methods(["GET", "POST"])
@allow(*PERSONAL)
def file_reveal(request: OfficerRequest, file_no: str) -> HttpResponse:
    """One number in clear for a purpose; shown once, kept nowhere but in the log that it was.

    Without script it is asked for by post and opened by the page that follows, once: loaded anew
    that leads back to the file.
    """
    household = find_file(file_no, request.actor)
    if request.method == "POST":
        return _asked_for(request, household)
    asked = request.session.pop(ASKED, None)
    if asked is None:
        return see_other("file_page", file_no)
    number = _number(request, household, asked)
    shown = {"household": household, "title": number.title}
    clear = number.opened(asked["purpose"])
    return _unkept(render(request, "files/reveal_page.html", {**shown, "clear": clear}))


def _asked_for(request: OfficerRequest, household: Household) -> HttpResponse:
    asked = {name: request.POST.get(name, "") for name in REVEAL_FIELDS}
    number = _number(request, household, asked)
    if asked["purpose"] not in number.purposes:
        raise PurposeMissing
    if request.htmx:  # type: ignore[attr-defined]
        shown = {"clear": number.opened(asked["purpose"])}
        return _unkept(render(request, "files/revealed.html", shown))
    request.session[ASKED] = {**asked, **number.named}
    return see_other("file_reveal", household.file_no)


def _number(request: OfficerRequest, household: Household, asked: Mapping[str, str]) -> Number:
    """Raises BadRequest for what names no number, Secret.DoesNotExist for one of another file."""
    by = request.actor
    if asked["phone"]:
        facts_id = _id(asked["phone"])
        return Number(
            _("手机"),
            PHONE_PURPOSES,
            {"phone": str(facts_id), "secret": ""},
            lambda why: reveal_phone(household=household, facts_id=facts_id, purpose=why, by=by),
        )
    secret = secret_of(household, _id(asked["secret"]), by)
    return Number(
        secret.get_kind_display(),
        PURPOSES,
        {"phone": "", "secret": str(secret.pk)},
        lambda why: reveal_secret(secret_id=secret.pk, purpose=why, by=by),
    )


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest
    return int(text)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _with_union(request: OfficerRequest) -> QueryDict:
    """Links from the figures name a union by its code."""
    asked = request.GET.copy()
    code = asked.get("union_code", "")
    if code and not asked.get("union"):
        found = unions_in_scope(request.actor).filter(code=code).first()
        asked["union"] = str(found.pk) if found else ""
    return asked


def _asked_day(request: OfficerRequest) -> date:
    """Any day up to today; what is no day, or lies ahead, is today, and the page says so."""
    today: date = request.today
    asked = request.GET.get("on", "")
    day = _day_of(asked)
    if day is not None and day <= today:
        return day
    if asked:
        messages.warning(
            request, _("不能按所填的日期查看：不是日期，或还没有到。下面是今天的档案。")
        )
    return today


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _context(request: OfficerRequest, household: Household, day: date) -> dict[str, Any]:
    determined = determination_of(household.pk, day, request.actor)
    cases = list(cases_of_household(request.actor, household.pk))
    found = dossier(household, day, request.actor)
    return {
        "household": household,
        "day": day,
        "is_past": day != request.today,
        "dossier": found,
        "members_income_fen": income_of_all(found),
        "phone": mask_phone(found.facts.phone) if found.facts else "",
        "explanation": _explanation(household, day),
        "stale": determined is not None and determined.stale,
        "case": cases[0] if cases else None,
        "case_state": CaseState(cases[0].state).label if cases else "",
        "case_live": bool(cases) and is_live(cases[0]),
        "events": _events(cases[0]) if cases else [],
        "posting": posting_of(cases[0], request.today) if cases else None,
        "next_act": _next_act(request, cases[0]) if cases else "",
        "may_open_case": request.actor.role in CASE_READERS,
        "may_submit": _may_submit(request, household),
        "aid": (aid := aid_given(household)),
        "aid_total": sum(one.award.amount_fen for one in aid),
        "versions": versions(household),
        "readings": readings(household),
        "purposes": [(each.value, each.label) for each in PURPOSES],
        "phone_purposes": [(each.value, each.label) for each in PHONE_PURPOSES],
        "day_widget": DayInput().render("on", day, {"id": "on", "max": str(request.today)}),
        "reveal_url": reverse("file_reveal", args=[household.file_no]),
    }


def _may_submit(request: OfficerRequest, household: Household) -> bool:
    """Whether submitting it is this officer's next step today."""
    if not may_submit(request.actor):
        return False
    return submittable(request.actor, request.today).filter(household=household).exists()


def _next_act(request: OfficerRequest, case: Case) -> str:
    """What this officer may do to the case now, as its button is called; "" for nothing."""
    free = [one for one in offers(case, request.actor, request.today) if not one.hindrances]
    return free[0].act.label if free else ""


def _events(case: Case) -> list[tuple[str, CaseEvent]]:
    return [(CaseState(event.to_state).label, event) for event in timeline(case)]


def _explanation(household: Household, day: date) -> Any:
    """None while the household was not on file."""
    try:
        return assess_one(household, day).explain()
    except NotYetOnFile:
        return None


urlpatterns = [
    path("files/", file_list, name="file_list"),
    path("files/export/", file_export, name="file_export"),
    path("files/<str:file_no>/", file_detail, name="file_page"),
    path("files/<str:file_no>/reveal/", file_reveal, name="file_reveal"),
]
