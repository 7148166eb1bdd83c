"""What the log is narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bangfu.reporting import log_language
from bangfu.reporting.log import ACT, LOOK, LogFilters, officers_logged
from bangfu.scope.actors import Actor

from ..filtering import FilterForm
from ..forms_base import DayInput, NoNumbers

ANY = ("", _("全部"))
NOBODY = 0  # the id of no officer: what isn't understood finds nothing
KINDS = [ANY, (ACT, _("办理")), (LOOK, _("查看和导出"))]


def actions() -> list[tuple[str, Any]]:
    """Asked for each time, so that they are in the reader's language; what has one word is one choice."""
    by_word = {word: code for code, word in reversed(log_language.actions().items())}
    return [ANY, *((code, word) for word, code in reversed(by_word.items()))]


class Filters(FilterForm):
    officer = forms.TypedChoiceField(
        label=_("经办人"), required=False, coerce=int, empty_value=None
    )
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=KINDS)
    action = forms.ChoiceField(label=_("动作"), required=False, choices=actions)
    subject = forms.CharField(
        label=_("对象"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("档案编号、用户名或名称")}),
    )
    since = forms.DateField(label=_("自"), required=False, widget=DayInput)
    until = forms.DateField(label=_("至"), required=False, widget=DayInput)

    def __init__(self, data: QueryDict, actor: Actor) -> None:
        super().__init__(data)
        people = [
            (officer.pk, f"{officer.name}（{officer.username}）")
            for officer in officers_logged(actor)
        ]
        self.fields["officer"].choices = [ANY, *people]  # type: ignore[attr-defined]

    def wanted(self) -> LogFilters:
        if not self.is_valid():
            return LogFilters(officer=NOBODY)
        filters = self.cleaned_data
        return LogFilters(
            officer=filters.get("officer"),
            kind=filters.get("kind", ""),
            action=filters.get("action", ""),
            subject=filters.get("subject", ""),
            since=filters.get("since"),
            until=filters.get("until"),
        )


class PersonForm(NoNumbers, forms.Form):
    """Posted, so that no address has an identity number."""

    TAKES_NUMBERS = frozenset({"text"})

    text = forms.CharField(
        label=_("被办理、被查看的人"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": _("姓名、档案编号或证件号")}
        ),
    )

    def typed(self) -> str:
        """What was typed; "" for nothing."""
        return str(self.cleaned_data["text"]) if self.is_valid() else ""
