"""What the page of figures asks for."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms_base import DayInput, NoNumbers


class DayOfFigures(NoNumbers, forms.Form):
    """Which day is shown."""

    on = forms.DateField(label=_("看哪一天"), required=False, widget=DayInput())

    def day(self) -> date | None:
        """None where none was asked for, or what is no day."""
        return self.cleaned_data["on"] if self.is_valid() else None
