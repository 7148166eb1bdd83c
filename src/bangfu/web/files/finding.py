"""Files by name or number. Posted, so that no address, session or web server's log has an identity number.

What is no identity number's part (a name, a short number) leads to the list; the rest is answered at once.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.acts.frame import tell
from bangfu.kernel.counting import Counted
from bangfu.registry import duties
from bangfu.registry.queries.identities import MOST, files_of_number, may_be_number
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.files import FilePage, filed

from ..access import OfficerRequest, allow
from ..forms_base import NoNumbers
from ..responses import SeeOther, see_other
from .forms import Filters


class FindForm(NoNumbers, forms.Form):
    TAKES_NUMBERS = frozenset({"text"})
    text = forms.CharField(
        label=gettext_lazy("姓名、档案编号或证件号"),
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "type": "search",
                "placeholder": gettext_lazy("可填号码末四位"),
            }
        ),
    )


@allow(duties.FIND, "POST")
def file_find(request: OfficerRequest) -> HttpResponse:
    """A list of what was found, or the file itself where it is the only one."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return see_other("file_list")
    text = form.cleaned_data["text"]
    if not may_be_number(text):
        return SeeOther(f"{resolve_url('file_list')}?{urlencode({'text': text})}")
    files = files_of_number(text, request.actor)
    tell("list", "files", {"files": len(files)})
    if len(files) == 1:
        return see_other("file_page", files[0].file_no)
    return _listed(request, [each.pk for each in files])


def _listed(request: OfficerRequest, ids: list[int]) -> HttpResponse:
    """Without what was typed."""
    if len(ids) > MOST:
        told = _("符合的多于 %(most)s 户，只列出前 %(most)s 户。请再多填几位。")
        messages.info(request, told % {"most": MOST})
    rows = filed(ids[:MOST], request.today, request.actor, current=False)
    context = {
        "form": Filters(request.GET, request),
        "find": FindForm(),
        "page": FilePage(rows, "", ""),
        "total": Counted(len(rows)),
        "day": request.today,
        "narrowed": True,
        "by_number": True,
        "wanted": FileFilters(),
    }
    return render(request, "files/list.html", context)
