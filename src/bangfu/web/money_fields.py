"""Forms about money: yuan as people type them, days not in the future."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.divisions import NotADivision, fallback
from bangfu.kernel.money import NotAnAmount, read_yuan

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
