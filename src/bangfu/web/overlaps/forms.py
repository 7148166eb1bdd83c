"""How an overlap is settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.casework.queries.settling import Settling

from ..forms_base import GroupedForm

LONGEST_TEXT = 400
BOTH = "both"  # belongs to all of them, rightly


class SettleForm(GroupedForm):
    """Named like the arguments of `settle_overlap`; whom it is about, where there are several."""

    other_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("与哪几份一起处理"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    belongs_to = forms.TypedChoiceField(
        label=gettext_lazy("核实结果"),
        coerce=lambda chosen: None if chosen == BOTH else int(chosen),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("怎样核实的，依据什么；只有看得到这几份档案的人能看到"),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, shown: Settling) -> None:
        others = [file.household for file in shown.files[1:]]
        super().__init__(
            data, initial={"seen": shown.seen, "other_ids": [other.pk for other in others]}
        )
        names = [(each.pk, f"{each.file_no} {each.head_name}") for each in others]
        self.fields["other_ids"].choices = names  # type: ignore[attr-defined]
        if len(others) == 1:
            self.fields["other_ids"].widget = forms.MultipleHiddenInput()
        self.fields["belongs_to"].choices = list(_results(shown))  # type: ignore[attr-defined]


class PutAwayForm(GroupedForm):
    """Named like the arguments of `put_away_met`."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("怎样核实的，由哪个工会保留档案；只有看得到两方的人能看到"),
    )


def _results(shown: Settling) -> Iterator[tuple[str, str]]:
    both = _("确实合用这张卡，都可以付") if shown.kind == "card" else _("都对，不用改正")
    yield BOTH, both
    for file in shown.files:
        named = {"file_no": file.household.file_no, "name": file.household.head_name}
        yield str(file.household.pk), _("属于 %(file_no)s %(name)s，其余的须改正") % named
