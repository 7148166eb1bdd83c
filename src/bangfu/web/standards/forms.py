"""What the page of standards asks for."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.casework.enums import ParameterName
from bangfu.casework.errors import BadCaseParameter
from bangfu.eligibility.enums import RuleSetName
from bangfu.eligibility.errors import PlaceRefused, UnknownRuleSet
from bangfu.programmes.errors import ParameterTaken
from bangfu.standards.errors import AnnouncementIncomplete, DocumentMissing, NoDays

from ..forms_base import DayInput, GroupedForm
from ..money_fields import DivisionField, YuanField

DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
#: One day, or two with what means "until" between them: two that are merely listed are no range.
DAYS = re.compile(rf"\s*{DAY}(?:\s*[-至到~～–—]+\s*{DAY})?\s*")
LONGEST_RANGE = 60
MOST_BYTES = 3 << 20  # of a file of standards, which goes along with the page that asks once more


class ProgrammeForm(GroupedForm):
    """Named like the arguments of `install_winter_warmth`."""

    REFUSED_AT = {ParameterTaken: "valid_from"}

    GROUPS = [
        (
            _("录入送温暖的上限"),
            [
                "place",
                "per_time_fen",
                "per_year_fen",
                "season_starts_month",
                "times_per_season",
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
        help_text=_("一季自这个月起，共十二个月"),
    )
    times_per_season = forms.IntegerField(
        label=_("每户每季次数"),
        required=False,
        min_value=1,
        max_value=12,
        help_text=_("不填按一次；按放款日所在的季计算"),
    )
    valid_from = forms.DateField(label=_("生效日期"), widget=DayInput())
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号"))


class ParameterForm(GroupedForm):
    """Named like the arguments of `set_case_parameter`, which says what each may be."""

    REFUSED_AT = {BadCaseParameter: "value"}
    GROUPS = [(_("设定办案参数"), ["place", "name", "value", "valid_from", "source"])]
    place = forms.RegexField(
        r"^(?!000000)[0-9]{6}$",
        label=_("行政区划代码"),
        help_text=_("六位；下级没有自己的参数时随之适用"),
        error_messages={"invalid": _("行政区划代码应为六位数字，例如 440981。")},
    )
    name = forms.TypedChoiceField(
        label=_("参数"),
        coerce=ParameterName,
        choices=lambda: [(each.value, each.label) for each in ParameterName],
    )
    value = forms.IntegerField(
        label=_("数值"),
        min_value=0,
        help_text=_("按参数写明的单位填数；是与否填 1（是）或 0（否）"),
    )
    valid_from = forms.DateField(label=_("自哪一天起"), widget=DayInput)
    source = forms.CharField(label=_("依据的文件"), max_length=200)


class AdoptForm(GroupedForm):
    """Named like the arguments of `adopt_rule_set`."""

    REFUSED_AT = {PlaceRefused: "place", UnknownRuleSet: "rule_set"}
    GROUPS = [(_("采用认定规则"), ["place", "rule_set", "valid_from", "document"])]
    place = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("行政区划代码"),
        help_text=_("六位；下级没有自己的规则时随之适用"),
        error_messages={"invalid": _("行政区划代码应为六位数字，例如 440981。")},
    )
    rule_set = forms.ChoiceField(
        label=_("认定规则"), choices=lambda: [(each.value, each.label) for each in RuleSetName]
    )
    valid_from = forms.DateField(label=_("自哪一天起"), widget=DayInput)
    document = forms.CharField(label=_("依据的文件"), max_length=200)


def _not_too_large(file: UploadedFile) -> None:
    if file.size and file.size > MOST_BYTES:
        text = gettext("标准文件最多 %(most)d MB，请分成几个文件。")
        raise forms.ValidationError(text % {"most": MOST_BYTES >> 20})


class ImportForm(GroupedForm):
    OTHERS_AT = "file"
    GROUPS = [(_("导入标准"), ["file"])]
    file = forms.FileField(
        label=_("标准文件"),
        help_text=_(
            "xlsx 或 csv，列：行政区划代码、地区、种类、元每月、生效日期、文件或来源、备注"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        validators=[_not_too_large],
    )

    def content(self) -> tuple[bytes, str]:
        """What the file holds, and its name."""
        file = self.cleaned_data["file"]
        file.seek(0)
        return file.read(), file.name


class PackedFile(forms.CharField):
    """The content of a file as text; the value is the content."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> bytes:
        try:
            return b64decode(super().clean(value), validate=True)
        except ValueError:
            raise forms.ValidationError(gettext("请重新选择文件。")) from None


class ConfirmedImportForm(GroupedForm):
    """The same file once more, from the page that asked about it: no browser sends one by itself."""

    packed = PackedFile()
    name = forms.CharField(widget=forms.HiddenInput, max_length=255)

    def content(self) -> tuple[bytes, str]:
        return self.cleaned_data["packed"], self.cleaned_data["name"]


class DaysField(forms.CharField):
    """Days, one a line; `2027-02-05 至 2027-02-11` is all of them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[date]:
        return [day for line in (super().clean(value) or "").splitlines() for day in _days(line)]


class AnnounceForm(GroupedForm):
    REFUSED_AT = {DocumentMissing: "document", NoDays: "off", AnnouncementIncomplete: "off"}
    GROUPS = [(_("录入放假与调休"), ["document", "off", "worked"])]
    document = forms.CharField(
        label=_("文件名称和文号"),
        max_length=200,
        help_text=_("国务院办公厅关于某年节假日安排的通知"),
    )
    off = DaysField(
        label=_("放假的日期"),
        help_text=_("每行一天，或写成 2027-02-05 至 2027-02-11"),
        required=False,
    )
    worked = DaysField(label=_("调休上班的日期"), help_text=_("写法同上"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        off, worked = cleaned.get("off", []), cleaned.get("worked", [])
        both = set(off) & set(worked)
        if both:
            text = gettext("%(day)s 既写了放假又写了上班，请核对。") % {"day": min(both)}
            raise forms.ValidationError(text)
        if not (off or worked or {"off", "worked"} & self.errors.keys()):
            self.add_error("off", str(NoDays()))  # beside a document that is missing, too
        return cleaned

    def days(self) -> dict[date, bool]:
        off, worked = self.cleaned_data["off"], self.cleaned_data["worked"]
        return dict.fromkeys(off, False) | dict.fromkeys(worked, True)


def _days(line: str) -> list[date]:
    if not line.strip():
        return []
    written = DAYS.fullmatch(line)
    try:
        days = [date.fromisoformat(day) for day in written.groups() if day] if written else []
    except ValueError:
        days = []
    if not days or not 0 <= (days[-1] - days[0]).days <= LONGEST_RANGE:
        raise forms.ValidationError(
            gettext("“%(line)s”不是日期，请写成 2027-02-05。") % {"line": line[:40]}
        )
    return [days[0] + timedelta(days=more) for more in range((days[-1] - days[0]).days + 1)]
