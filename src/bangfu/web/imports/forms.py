"""What an import asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bangfu.intake.errors import ReportingDayAhead

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


def _named(upload: UploadedFile[Any]) -> tuple[str, bytes]:
    return str(upload.name), upload.read()
