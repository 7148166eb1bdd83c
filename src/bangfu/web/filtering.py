"""What a list is narrowed by, read from its address.

A value that nobody offers chooses nobody, and the page says so: a list must not hold more than its address says.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

SHORTENED = 20  # characters of what stands in an address


class FilterForm(forms.Form):
    def unknown(self) -> list[str]:
        """What isn't understood, in words: the name of the filter with what was asked for."""
        return [
            _("%(label)s“%(asked)s”") % {"label": bound.label, "asked": _short(bound)}
            for bound in self
            if bound.errors
        ]


def _short(bound: forms.BoundField) -> str:
    asked = str(bound.value() or "")
    return asked if len(asked) <= SHORTENED else f"{asked[:SHORTENED]}…"
