"""What the pages of rounds ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.eligibility.enums import QUALIFYING
from bangfu.funds import errors as funds
from bangfu.rounds import errors as rounds
from bangfu.rounds import recovery_errors as recovery
from bangfu.rounds.answer_errors import HeadTwice, NothingExplained, WordKnown
from bangfu.rounds.models import LONGEST_REASON
from bangfu.rounds.queries.bank_words import (
    COLUMN,
    LACKING,
    MAY_LACK,
    RESULT,
    YES,
    Own,
    Unclear,
    WordTold,
    choices_for,
    column_codes,
    meaning_told,
)
from bangfu.rounds.queries.claims import claim_decisions
from bangfu.rounds.queries.roster import outcomes
from bangfu.rounds.queries.rounds import round_states
from bangfu.rounds.queries.surpluses import surplus_outcomes

from ..filtering import FilterForm
from ..forms_base import DayInput, GroupedForm
from ..money_fields import DivisionField, YuanField

MOST_FILES = 20
#: What the fields of `WordsForm` are called, each with its number or code.
ASKED = ("column_", "word_")


class PlanForm(GroupedForm):
    """`amounts` gives fen by class once the form is valid."""

    REFUSED_AT = {
        rounds.BadPlanDay: "day",
        rounds.OutsideEarmark: "area_code",
        rounds.EarmarkBroken: None,
    }

    GROUPS = [
        (_("批次"), ["title", "fund", "day", "area_code"]),
        (_("每户标准（元）"), [f"amount_{n}" for n in range(len(QUALIFYING))]),
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
        for number, name in enumerate(QUALIFYING):
            self.fields[f"amount_{number}"] = YuanField(label=name.value, required=False)

    @property
    def amounts(self) -> dict[str, int]:
        typed = {
            name.value: self.cleaned_data.get(f"amount_{number}")
            for number, name in enumerate(QUALIFYING)
        }
        return {name: amount for name, amount in typed.items() if amount is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = [f"amount_{number}" for number in range(len(QUALIFYING))]
        if not self.amounts and not any(name in self.errors for name in asked):
            self.add_error(asked[0], _("至少为一个类别填写每户标准。"))
        return cleaned


class DecideForm(GroupedForm):
    REFUSED_AT = {
        rounds.BadMeetingDay: "met_on",
        rounds.EarmarkBroken: None,
        funds.FundOverdrawn: "total",
        funds.TooMuch: "total",
    }
    minutes_no = forms.CharField(label=_("会议纪要号"), max_length=80)
    met_on = forms.DateField(label=_("会议日期"), widget=DayInput())
    total = YuanField(label=_("决定总额（元）"))
    decision = forms.CharField(
        label=_("会议决定"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(GroupedForm):
    """A decision that is asked for in a word of confirmation; `number` tells its inputs apart."""

    OTHERS_AT = "reason"
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)

    def __init__(self, data: Any = None, *, number: int = 0) -> None:
        super().__init__(data, auto_id=f"%s-{number}")


class CancelForm(ReasonForm):
    pass


class ReturnForm(ReasonForm):
    REFUSED_AT = {rounds.NoCurrentCard: "outcome", rounds.AccountUnconfirmed: "outcome"}
    outcome = forms.ChoiceField(label=_("处理"), choices=outcomes)
    field_order = ["outcome", "reason"]


class RecoverForm(GroupedForm):
    REFUSED_AT = {recovery.BeyondPayment: "amount"}
    OTHERS_AT = "reason"
    amount = YuanField(label=_("追回金额（元）"), help_text=_("整笔追回，或只追回多发的部分"))
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)


class BookRecoveredForm(GroupedForm):
    """`number` tells the inputs of several claims apart."""

    REFUSED_AT = {recovery.BeyondClaim: "amount", recovery.NotThatDay: "day"}
    OTHERS_AT = "reference"
    amount = YuanField(label=_("到账金额（元）"))
    reference = forms.CharField(label=_("凭据编号"), max_length=80, help_text=_("银行进账单号"))
    day = forms.DateField(label=_("到账日期"), widget=DayInput())

    def __init__(self, *args: Any, number: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"%s-book-{number}", **kwargs)


class EndClaimForm(GroupedForm):
    REFUSED_AT = {recovery.BeyondClaim: "amount"}
    OTHERS_AT = "reason"
    outcome = forms.ChoiceField(label=_("处理"), choices=claim_decisions)
    amount = YuanField(label=_("金额（元）"))
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, number: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"%s-end-{number}", **kwargs)


class SurplusForm(GroupedForm):
    REFUSED_AT = {recovery.NoReference: "reference", recovery.NoSurplus: None}
    OTHERS_AT = "reason"
    outcome = forms.ChoiceField(label=_("处理"), choices=surplus_outcomes)
    reference = forms.CharField(
        label=_("付款凭据编号"), max_length=80, required=False, help_text=_("退还的须填")
    )
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, number: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"%s-surplus-{number}", **kwargs)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each is judged like one."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("一次最多 %(most)d 个文件，请分几次上传。") % {"most": MOST_FILES}
            )
        clean = super().clean
        return [clean(each, initial) for each in files] or [clean(None, initial)]


class AnswerForm(GroupedForm):
    """`banks`: names that the union has for its banks, the last used first."""

    OTHERS_AT = "answer"
    field_order = ["answer", "bank"]
    answer = FilesField(
        label=_("银行回单"),
        help_text=_(
            "csv 或 xlsx，可以选几个，每个不超过 5 MB；用银行自己的列名和用词，不认识的会问一次"
        ),
        widget=ManyFiles(attrs={"accept": ".csv,.xlsx"}),
    )
    bank = forms.CharField(label=_("哪家银行的"), max_length=40, required=False)

    def __init__(self, *args: Any, banks: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"bank": banks[0] if banks else ""})
        super().__init__(*args, **kwargs)
        hint = _("各家银行的用词分别记住，可以留空")
        if banks:
            hint = _("用过的：%(banks)s") % {"banks": "、".join(banks[:5])}
        self.fields["bank"].help_text = hint


class WordsForm(GroupedForm):
    """Asks for every column and word of an answer that nobody has explained yet."""

    REFUSED_AT = {HeadTwice: None, WordKnown: None, NothingExplained: None}

    def __init__(self, data: Any = None, *, unclear: Unclear) -> None:
        super().__init__(data)
        self._words, self._heads = unclear.words, unclear.heads
        self._columns = column_codes(unclear.lacking)
        for code, column in self._columns:
            choices = [("", _("请选择")), *((str(n), head) for n, head in enumerate(self._heads))]
            if code in MAY_LACK:
                choices.append((LACKING, meaning_told(LACKING, YES)))
            label = _("哪一列是“%(column)s”？") % {"column": column}
            self.fields[f"column_{code}"] = forms.ChoiceField(label=label, choices=choices)
        for number, word in enumerate(self._words):
            label = _("“%(word)s”是什么意思？") % {"word": word}
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=label, choices=choices_for(RESULT), widget=forms.RadioSelect
            )

    def told(self) -> list[Own]:
        typed = self.cleaned_data
        columns = [self._column(code, typed[f"column_{code}"]) for code, _column in self._columns]
        words = enumerate(self._words)
        return columns + [Own(RESULT, word, typed[f"word_{number}"]) for number, word in words]

    def _column(self, code: str, chosen: str) -> Own:
        if chosen == LACKING:
            return Own(LACKING, code, YES)
        return Own(COLUMN, self._heads[int(chosen)], code)


class MeaningForm(GroupedForm):
    """Another meaning for a word that is remembered, or none."""

    meaning = forms.ChoiceField(label=_("改为"), required=False)

    def __init__(self, data: Any = None, *, word: WordTold) -> None:
        super().__init__(data, auto_id=f"%s-{word.pk}", initial={"meaning": word.meaning})
        choices = [*choices_for(word.kind), ("", _("不再记住"))]
        self.fields["meaning"].choices = choices  # type: ignore[attr-defined]


class RoundFilter(FilterForm):
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("全部")), *round_states()]  # type: ignore[attr-defined]
