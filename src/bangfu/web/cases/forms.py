"""What the pages of cases ask for: filters, the fields of a move, objections and answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.casework.enums import Act, ObjectionOutcome
from bangfu.casework.queries import Narrowing, reason_needed
from bangfu.eligibility.enums import QUALIFYING
from bangfu.eligibility.queries import areas_on
from bangfu.organisations.enums import UnionKind
from bangfu.organisations.listed import unions_listed
from bangfu.scope.actors import Actor

from ..filtering import FilterForm
from ..forms_base import DayInput, GroupedForm, Pairs

EVERY = ("", _("全部"))
CLASSES = [EVERY, *((each.value, each.value) for each in QUALIFYING)]
LONGEST_TEXT = 400
LONGEST_ID = 10
#: No class and no place is called so, nobody's name or number has it, and no union has that id.
NOTHING, NO_UNION = "?", -1


class CaseFilters(FilterForm):
    """Filters of the case list and of the households to submit.

    What nobody offers chooses nothing, for whoever takes all of a filter must not take more than it says.
    """

    text = forms.CharField(
        label=_("查找"), required=False, max_length=100, widget=forms.HiddenInput
    )
    hardship_class = forms.ChoiceField(label=_("类别"), required=False, choices=CLASSES)
    area_code = forms.ChoiceField(label=_("地区"), required=False)
    union = forms.ChoiceField(label=_("工会"), required=False)

    def __init__(self, data: Any, actor: Actor, on: date) -> None:
        super().__init__(data)
        above = [each for each in unions_listed(actor) if each.kind != UnionKind.GRASSROOTS]
        unions = [(each.id, each.name) for each in above]
        self.fields["area_code"].choices = Pairs([EVERY, *areas_on(actor, on)])  # type: ignore[attr-defined]
        self.fields["union"].choices = Pairs([EVERY, *unions])  # type: ignore[attr-defined]

    def narrowing(self) -> Narrowing:
        self.is_valid()
        filters = self.cleaned_data
        return Narrowing(
            hardship_class=filters.get("hardship_class", NOTHING),
            area_code=filters.get("area_code", NOTHING),
            union_id=self._union_id(),
            text=filters.get("text", NOTHING).strip(),
        )

    def _union_id(self) -> int | None:
        """One that isn't offered may be asked for where the actor sees it; else it is not found."""
        union = self.cleaned_data.get("union", self.data.get("union", ""))
        if not union:
            return None
        return int(union) if union.isdecimal() and len(union) < LONGEST_ID else NO_UNION


class ReviewFilters(CaseFilters):
    """Those of cases, and which of the changed ones a changed standard brought there."""

    by_standard = forms.ChoiceField(
        label=_("原因"), required=False, choices=[EVERY, ("1", _("只因标准变动"))]
    )

    def narrowing(self) -> Narrowing:
        wanted = super().narrowing()
        if "by_standard" in self.errors:
            return replace(wanted, text=NOTHING)
        return replace(wanted, by_standard=bool(self.cleaned_data.get("by_standard")))


class ReasonForm(GroupedForm):
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("申请人会看到，请写明缺什么、怎么补，或不予认定的依据"),
    )


class NoteForm(GroupedForm):
    note = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AdjustmentForm(GroupedForm):
    """Named like the arguments of `adjust_classes`."""

    document_no = forms.CharField(
        label=_("决定文号"), max_length=80, help_text=_("例如 高工发〔2026〕12号")
    )
    minutes_no = forms.CharField(label=_("会议纪要号"), max_length=80)
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如 城市低保标准自 2026 年 1 月 1 日起上调"),
    )


class ProposalForm(GroupedForm):
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如 城市低保标准自 2026 年 1 月 1 日起上调；审批人会看到"),
    )


class PostingForm(GroupedForm):
    working_days = forms.IntegerField(
        label=_("公示工作日数"),
        initial=5,
        help_text=_("不少于 5 个工作日，从明天算起，节假日和调休按国务院办公厅的安排"),
        widget=forms.NumberInput(attrs={"min": 5, "max": 60}),
    )
    contact = forms.CharField(
        label=_("受理异议的联系方式"),
        max_length=120,
        help_text=_("部门、电话、地址，会印在公示上"),
    )


def form_for(act: Act, data: Any = None) -> GroupedForm:
    """What a move of cases asks for."""
    if act == Act.POST:
        return PostingForm(data)
    if act == Act.ADJUST:
        return AdjustmentForm(data)
    if act == Act.PROPOSE:
        return ProposalForm(data)
    return ReasonForm(data) if reason_needed(act) else NoteForm(data)


class ObjectionForm(GroupedForm):
    received_on = forms.DateField(label=_("收到日期"), widget=DayInput())
    text = forms.CharField(
        label=_("异议内容"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只写反映的情况，不要写反映人的姓名、电话"),
    )


class AnswerForm(GroupedForm):
    outcome = forms.ChoiceField(
        label=_("核实结果"),
        choices=[
            (ObjectionOutcome.DISMISSED.value, _("异议不成立，申请继续")),
            (ObjectionOutcome.UPHELD.value, _("异议成立，申请退回")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("答复"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
