"""What the page of standards asks for to set how long a step may take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.casework.commands.set_step_limit import MOST_DAYS
from bangfu.casework.enums import Step

from .forms_base import DayInput, GroupedForm


class LimitForm(GroupedForm):
    GROUPS = [(_("设定办理时限"), ["place", "step", "days", "valid_from", "source"])]
    place = forms.RegexField(
        r"^(?!000000)[0-9]{6}$",
        label=_("行政区划代码"),
        help_text=_("六位；下级没有自己的时限时随之适用"),
        error_messages={"invalid": _("行政区划代码应为六位数字，例如 440981。")},
    )
    step = forms.TypedChoiceField(label=_("环节"), coerce=Step)
    days = forms.IntegerField(
        label=_("天数"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("自然日；超过后只作提醒，不影响办理"),
    )
    valid_from = forms.DateField(label=_("自哪一天起"), widget=DayInput)
    source = forms.CharField(label=_("依据的文件"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(one.value, one.label) for one in Step]  # type: ignore[attr-defined]
