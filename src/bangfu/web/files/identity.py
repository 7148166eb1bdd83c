"""A file by the whole identity number: posted, so that no address and no log of a web server has it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.acts.frame import tell
from bangfu.kernel.identity import check
from bangfu.registry import duties
from bangfu.registry.queries.identities import files_of_identity

from ..access import OfficerRequest, allow
from ..responses import see_other

MOST = 10  # files of one person that are told; more than two would be a fault of the register


class IdentityForm(forms.Form):
    """Without spaces, as `kernel.identity` takes it; it is never shown again."""

    identity = forms.CharField(
        label=gettext_lazy("身份证号"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 20}),
    )

    def clean_identity(self) -> str:
        written = "".join(self.cleaned_data["identity"].split())
        if not check(written).ok:
            raise forms.ValidationError(_("不是完整的身份证号，请核对后再查。"))
        return written


@allow(duties.FIND, "POST")
def file_by_identity(request: OfficerRequest) -> HttpResponse:
    """Lead to the file that holds the number; say so where none or several do."""
    form = IdentityForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["identity"]))
        return see_other("file_list")
    households = list(files_of_identity(form.cleaned_data["identity"], request.actor)[:MOST])
    tell("list", "files", {"files": len(households)})
    if len(households) == 1:
        return see_other("file_page", households[0].file_no)
    if households:
        numbers = "、".join(household.file_no for household in households)
        messages.info(request, _("这个身份证号在几户的档案里：%(numbers)s") % {"numbers": numbers})
    else:
        messages.info(request, _("您管辖的档案里没有这个身份证号。"))
    return see_other("file_list")
