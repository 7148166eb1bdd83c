"""What the import of the union tree asks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms_base import GroupedForm


class UnionsForm(GroupedForm):
    OTHERS_AT = "file"
    GROUPS = [(_("导入工会"), ["file"])]
    file = forms.FileField(
        label=_("工会名册"),
        help_text=_(
            "xlsx 或 csv，列：编码、名称、类别、上级编码、行政区划代码、系统、用人单位；行的先后不限，最上级工会的上级编码留空"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
