"""The list of files, narrowed by what an office asks for, and the same list as a workbook."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.audit.recording import record
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.queries import current_day
from bangfu.organisations.queries import unions_in_scope
from bangfu.reporting.files import (
    Wanted,
    file_list_workbook,
    file_page,
    files,
    places_of,
    systems_of,
    unions_of,
)

from ..access import PERSONAL, OfficerRequest, allow
from ..responses import download

ANY = ("", _("全部"))


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


def _with_union(request: OfficerRequest) -> QueryDict:
    """Links from the figures name a union by its code."""
    asked = request.GET.copy()
    code = asked.get("union_code", "")
    if code and not asked.get("union"):
        found = unions_in_scope(request.actor).filter(code=code).first()
        asked["union"] = str(found.pk) if found else ""
    return asked


urlpatterns = [
    path("files/", file_list, name="file_list"),
    path("files/export/", file_export, name="file_export"),
]
