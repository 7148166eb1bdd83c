"""Cases by name or number. Posted, as on the list of files: no address, session or log has an identity number.

What is no identity number's part leads back to the list that asked; the rest is answered at once.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.registry.queries.identities import (
    MOST,
    files_of_number,
    may_be_number,
)

from ..access import OfficerRequest, allow
from ..files.finding import FindForm
from ..responses import SeeOther, see_other
from .forms import CaseFilters

#: Lists that ask, and what of them goes along.
LISTS = ("case_list", "case_new")
KEPT = ("tab", "hardship_class", "area_code", "union", "by_standard")


@allow(duties.READ, "POST")
def case_find(request: OfficerRequest) -> HttpResponse:
    """The cases that were found, whatever their state, or the case itself where it is the only one."""
    form = FindForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    if not may_be_number(text):
        return SeeOther(_list_asked(request, text))
    files = files_of_number(text, request.actor)
    if len(files) > MOST:
        told = _("符合的多于 %(most)s 户，只列出前 %(most)s 户。请再多填几位。")
        messages.info(request, told % {"most": MOST})
    cases = queries.cases_of_households(request.actor, [each.pk for each in files[:MOST]])
    seen = {"cases": len(cases), "households": len(files[:MOST])}
    tell("list", "cases", seen, action="casework.list")
    if len(cases) == len(files) == 1:
        return see_other("case_page", cases[0].id)
    known = {case.file_no for case in cases}
    without = [each for each in files[:MOST] if each.file_no not in known]
    shown = {"cases": cases, "without": without, "find": FindForm()}
    return render(request, "cases/found.html", shown)


def find_form(form: CaseFilters) -> FindForm:
    """What is looked for, as the list's filter has it."""
    return FindForm(initial={"text": form["text"].value() or ""})


def _list_asked(request: OfficerRequest, text: str) -> str:
    """The list that asked, under its filter, narrowed by a text; "" narrows nothing."""
    name = request.POST.get("list", "")
    query = QueryDict(mutable=True)
    for key in KEPT:
        if value := request.POST.get(key, ""):
            query[key] = value
    if text:
        query["text"] = text
    return f"{reverse(name if name in LISTS else LISTS[0])}?{query.urlencode()}"
