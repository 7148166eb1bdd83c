"""Forms about money: yuan as people type them, days not in the future."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bangfu.eligibility.enums import HardshipClass
from bangfu.funds.enums import FundSource
from bangfu.kernel.divisions import NotADivision, fallback
from bangfu.kernel.money import NotAnAmount, read_yuan
from bangfu.programmes.queries import programmes
from bangfu.rounds.queries.rounds import round_states

from .forms_base import DayInput, GroupedForm

HELPED = [
    one for one in HardshipClass if one not in (HardshipClass.INELIGIBLE, HardshipClass.UNRESOLVED)
]
WRONG_DIVISION = _("行政区划代码应为六位数字，例如 440981。")


class YuanField(forms.CharField):
    """An amount in yuan, cleaned to fen; greater than zero. '' is None when not required.

    Full-width digits, ￥, 元 and thousands separators are taken as the register's import does.
    """

    default_error_messages = {
        "not_positive": _("金额须大于零。"),
        "not_an_amount": _("请填写以元为单位的数字，最多两位小数，如 1000 或 1000.50。"),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 24, "widget": widget, **options})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            fen = read_yuan(text)
        except NotAnAmount:
            raise forms.ValidationError(
                self.error_messages["not_an_amount"], code="not_an_amount"
            ) from None
        if fen <= 0:
            raise forms.ValidationError(self.error_messages["not_positive"], code="not_positive")
        return fen

    def run_validators(self, value: Any) -> None:
        """The text's length was bounded by the widget and by `read_yuan`; fen are a number."""


class DivisionField(forms.CharField):
    """The code of a place; the nation's 000000 is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=6, **options)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value))
        try:
            is_place = bool(fallback(code))
        except NotADivision:
            is_place = False
        if not is_place:
            raise forms.ValidationError(WRONG_DIVISION)
        return code


class ProgrammeForm(GroupedForm):
    """Named like the arguments of `install_winter_warmth`."""

    GROUPS = [
        (
            _("录入送温暖的上限"),
            [
                "place",
                "per_time_fen",
                "per_year_fen",
                "season_starts_month",
                "valid_from",
                "source",
            ],
        )
    ]
    place = DivisionField(
        label=_("行政区划代码"),
        help_text=_("六位；下级没有自己的上限时随之适用"),
    )
    per_time_fen = YuanField(label=_("每人每次上限（元）"))
    per_year_fen = YuanField(label=_("每人每年上限（元）"))
    season_starts_month = forms.TypedChoiceField(
        label=_("季节起始月"),
        choices=[(month, format_lazy(_("{month} 月"), month=month)) for month in range(1, 13)],
        coerce=int,
        initial=7,
        help_text=_("每户每季发放一次；一季自这个月起，共十二个月"),
    )
    valid_from = forms.DateField(label=_("生效日期"), widget=DayInput())
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号"))


class FundForm(GroupedForm):
    GROUPS = [
        (_("资金"), ["name", "source", "opened_on"]),
        (_("专款专用"), ["programme", "area_code", "classes", "procedure"]),
    ]
    name = forms.CharField(label=_("名称"), max_length=80)
    source = forms.ChoiceField(label=_("来源"), choices=FundSource.choices)
    opened_on = forms.DateField(label=_("设立日期"), widget=DayInput())
    programme: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("方向（项目）"), queryset=None, help_text=_("资金只能用于这个项目")
    )
    area_code = DivisionField(label=_("范围（行政区划代码）"), help_text=_("只能用于这个地区"))
    classes = forms.MultipleChoiceField(
        label=_("对象（类别）"),
        choices=[(one.value, one.value) for one in HELPED],
        widget=forms.CheckboxSelectMultiple,
    )
    procedure = forms.CharField(
        label=_("程序"), max_length=200, help_text=_("怎样决定使用，如：政府、工会联席会议决定")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes()  # type: ignore[attr-defined]


class ReceiveForm(GroupedForm):
    amount = YuanField(label=_("金额（元）"))
    reference = forms.CharField(
        label=_("凭据编号"), max_length=80, help_text=_("拨款文号或进账单号")
    )
    day = forms.DateField(label=_("到账日期"), widget=DayInput())
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today, "key": str(uuid.uuid4())})
        super().__init__(*args, **kwargs)


class PlanForm(GroupedForm):
    """`amounts` gives fen by class once the form is valid."""

    GROUPS = [
        (_("批次"), ["title", "fund", "day", "area_code"]),
        (_("每户标准（元）"), [f"amount_{n}" for n in range(len(HELPED))]),
    ]
    title = forms.CharField(label=_("名称"), max_length=80)
    fund = forms.ChoiceField(label=_("资金"))
    day = forms.DateField(
        label=_("发放日"), widget=DayInput(), help_text=_("按这一天的上限和年度核对")
    )
    area_code = DivisionField(
        label=_("范围（行政区划代码）"), help_text=_("须在资金的使用范围之内")
    )

    def __init__(self, *args: Any, funds: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = funds  # type: ignore[attr-defined]
        for number, name in enumerate(HELPED):
            self.fields[f"amount_{number}"] = YuanField(label=name.value, required=False)

    @property
    def amounts(self) -> dict[str, int]:
        given = {
            name.value: self.cleaned_data.get(f"amount_{number}")
            for number, name in enumerate(HELPED)
        }
        return {name: amount for name, amount in given.items() if amount is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.amounts:
            raise forms.ValidationError(_("至少为一个类别填写每户标准。"))
        return cleaned


class DecideForm(GroupedForm):
    minutes_no = forms.CharField(label=_("会议纪要号"), max_length=80)
    met_on = forms.DateField(label=_("会议日期"), widget=DayInput())
    total = YuanField(label=_("决定总额（元）"))
    decision = forms.CharField(
        label=_("会议决定"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(GroupedForm):
    answer = forms.FileField(
        label=_("银行回单"),
        help_text=_("csv 或 xlsx，不超过 5 MB；列：流水号、结果（成功或退回）、原因、金额"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class RoundFilter(forms.Form):
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("全部")), *round_states()]  # type: ignore[attr-defined]
