"""What an import asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bangfu.intake.commands.explain_columns import ColumnTold
from bangfu.intake.errors import ColumnTwice, ReportingDayAhead, WrongKind
from bangfu.intake.queries.columns import NOT_NEEDED, ColumnAsked, MeaningTold, choices_of

from ..forms_base import DayInput, GroupedForm


class UploadForm(GroupedForm):
    """The workers' file, the members' file where it is apart, and the day they tell of."""

    REFUSED_AT = {ReportingDayAhead: "as_of"}
    OTHERS_AT = "register"
    GROUPS = [(_("上传文件"), ["register", "members", "as_of"])]

    register = forms.FileField(
        label=_("职工档案文件"),
        help_text=_("xlsx 或 csv；家庭成员可以在同一个文件的“家庭成员”表里"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    members = forms.FileField(
        label=_("家庭成员文件"),
        required=False,
        help_text=_("成员另存一个文件时选择"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    as_of = forms.DateField(label=_("上报日"), help_text=_("表中情况截至的日期"), widget=DayInput)

    def chosen(self) -> list[tuple[str, bytes]]:
        uploads = [self.cleaned_data["register"], self.cleaned_data["members"]]
        return [_named(upload) for upload in uploads if upload]


class DayForm(GroupedForm):
    """The day that the table tells of, once more."""

    OTHERS_AT = "as_of"

    as_of = forms.DateField(label=_("上报日"), help_text=_("表中情况截至的日期"), widget=DayInput)


def _named(upload: UploadedFile[Any]) -> tuple[str, bytes]:
    return str(upload.name), upload.read()


class ColumnsForm(GroupedForm):
    """For each column that leads to no field: what it means; blank leaves it as it is."""

    def __init__(self, data: Any = None, *, asked: Sequence[ColumnAsked]) -> None:
        super().__init__(data)
        self._asked = asked
        for number, column in enumerate(asked):
            good = [each for each in column.choices if each[0] in column.fits]
            other = [each for each in column.choices if each[0] not in column.fits]
            choices = [("", _("先不说明")), (NOT_NEEDED, _("不需要")), (_("内容相符的"), good)]
            if other:
                choices.append((_("内容不符的"), other))
            label = _("%(form)s的“%(head)s”列") % {"form": column.form, "head": column.head}
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        meant = {
            f"column_{at}": (one, meaning)
            for at, one in enumerate(self._asked)
            if (meaning := cleaned.get(f"column_{at}")) and meaning != NOT_NEEDED
        }
        often = Counter((one.form, meaning) for one, meaning in meant.values())
        for name, (one, meaning) in meant.items():
            if often[one.form, meaning] > 1:
                self.add_error(name, str(ColumnTwice(dict(one.choices)[meaning])))
            elif meaning not in one.fits:
                self.add_error(name, str(WrongKind(one.head, dict(one.choices)[meaning])))
        return cleaned

    def told(self) -> list[ColumnTold]:
        typed = (
            (column, self.cleaned_data[f"column_{at}"]) for at, column in enumerate(self._asked)
        )
        return [
            ColumnTold(column.form, column.head, meaning) for column, meaning in typed if meaning
        ]


class ColumnForm(GroupedForm):
    """Another meaning for a column that is remembered, or none."""

    meaning = forms.ChoiceField(label=_("改为"), required=False)

    def __init__(self, data: Any = None, *, told: MeaningTold) -> None:
        super().__init__(data, auto_id=f"%s-{told.pk}", initial={"meaning": told.meaning})
        choices = [*choices_of(told.form), (NOT_NEEDED, _("不需要")), ("", _("不再记住"))]
        self.fields["meaning"].choices = choices  # type: ignore[attr-defined]
