"""What the pages of funds ask for."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.eligibility.enums import QUALIFYING
from bangfu.funds import errors
from bangfu.funds.enums import LONGEST_REASON, FundSource
from bangfu.programmes.queries import programmes

from ..forms_base import DayInput, GroupedForm
from ..money_fields import DivisionField, YuanField


class FundForm(GroupedForm):
    """Named like the arguments of `open_fund`."""

    REFUSED_AT = {
        errors.FundNameTaken: "name",
        errors.OpensLater: "opened_on",
        errors.OutsideUnion: "area_code",
    }
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
        choices=[(hardship_class.value, hardship_class.value) for hardship_class in QUALIFYING],
        widget=forms.CheckboxSelectMultiple,
    )
    procedure = forms.CharField(
        label=_("程序"), max_length=200, help_text=_("怎样决定使用，如：政府、工会联席会议决定")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes()  # type: ignore[attr-defined]


class ReceiveForm(GroupedForm):
    REFUSED_AT = {
        errors.NotPositive: "amount",
        errors.TooMuch: "amount",
        errors.NoDocument: "reference",
        errors.ReceiptTwice: "reference",
        errors.BeforeOpening: "day",
        errors.ReceivedLater: "day",
    }
    amount = YuanField(label=_("金额（元）"))
    reference = forms.CharField(
        label=_("凭据编号"), max_length=80, help_text=_("拨款文号或进账单号")
    )
    day = forms.DateField(label=_("到账日期"), widget=DayInput())
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today, "key": str(uuid.uuid4())})
        super().__init__(*args, **kwargs)


class ReverseForm(GroupedForm):
    """What is proposed to be reversed of a receipt; the whole of what is left is suggested."""

    REFUSED_AT = {
        errors.NotPositive: "amount",
        errors.BeyondReceipt: "amount",
        errors.BeyondAvailable: "amount",
    }
    OTHERS_AT = "reason"
    amount = YuanField(label=_("冲正金额（元）"), help_text=_("整笔冲正，或只冲多记的部分"))
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)


class NoReversalForm(GroupedForm):
    OTHERS_AT = "reason"
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)

    def __init__(self, data: Any = None, *, number: int = 0) -> None:
        super().__init__(data, auto_id=f"%s-{number}")
