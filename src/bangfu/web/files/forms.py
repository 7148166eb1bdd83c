"""What the list of files is narrowed by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bangfu.eligibility.enums import HardshipClass
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.figures import BLANK
from bangfu.reporting.files import count_files
from bangfu.reporting.offered import offered

from ..access import OfficerRequest
from ..filtering import FilterForm
from ..forms_base import Pairs

ANY = ("", _("全部"))
NO_UNION = -1  # the id of none: what isn't understood chooses nobody
MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
#: Fields that may hold more than they offer, with what the list goes by.
BY_LINK = {"area": "area_code", "system": "system", "cause": "cause"}
CLASSES = Pairs([ANY, *((each.value, each.value) for each in HardshipClass)])


class Filters(FilterForm):
    """Read from the address; the names are those of links from the figures."""

    text = forms.CharField(
        label=_("查找"), required=False, max_length=100, widget=forms.HiddenInput
    )
    area = forms.ChoiceField(label=_("地区"), required=False)
    system = forms.ChoiceField(label=_("系统"), required=False)
    union = forms.TypedChoiceField(label=_("工会"), required=False, coerce=int, empty_value=None)
    on = forms.DateField(label=_("日期"), required=False, widget=forms.HiddenInput)
    stale = forms.BooleanField(label=_("待重算"), required=False, widget=forms.HiddenInput)
    cause = forms.CharField(
        label=_("致困原因"), required=False, max_length=40, widget=forms.HiddenInput
    )
    opened = forms.RegexField(MONTH, label=_("建档月份"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, request: OfficerRequest) -> None:
        super().__init__(data)
        self.request = request
        self.known: dict[str, set[str]] = {}
        choices = offered(request.actor)
        # `class` is no name for an attribute.
        self.fields["class"] = forms.ChoiceField(label=_("类别"), required=False, choices=CLASSES)
        self.order_fields(["text", "area", "system", "class", "union"])
        self._offer("area", choices.places)
        self._offer("system", [(name, name) for name in choices.systems])
        self.fields["union"].choices = Pairs([ANY, *choices.unions])  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What a link asks for may be chosen too: a file's place need not be any union's."""
        asked = self.data.get(name, "")
        known = [ANY, *choices]
        self.known[name] = {value for value, _label in choices}
        if asked and asked not in dict(choices):
            known.append((asked, asked))
        self.fields[name].choices = Pairs(known)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What a link may ask for and no list offers is known where a file has it."""
        chosen = super().clean() or {}
        day = chosen.get("on") or self.request.today
        for name, column in BY_LINK.items():
            asked = chosen.get(name, "")
            if asked and asked != BLANK and asked not in self.known.get(name, ()):
                asked_for = FileFilters(**{column: asked})
                if not count_files(self.request.actor, day, asked_for, 1):
                    self.add_error(name, _("您管辖的档案里没有这一项。"))
        return chosen

    def wanted(self) -> FileFilters:
        if not self.is_valid():
            return FileFilters(union_id=NO_UNION)
        chosen = self.cleaned_data
        return FileFilters(
            text=chosen.get("text", "").strip(),
            area_code=chosen.get("area", ""),
            system=chosen.get("system", ""),
            hardship_class=chosen.get("class", ""),
            union_id=chosen.get("union"),
            stale=chosen.get("stale", False),
            on_day=chosen.get("on") is not None,
            cause=chosen.get("cause", ""),
            opened=chosen.get("opened", ""),
        )

    def day(self, request: OfficerRequest) -> date:
        asked = self.cleaned_data.get("on") if self.is_valid() else None
        return asked or request.today
