"""What a list is narrowed by, read from its address.

A value that nobody offers chooses nobody, and the page says so: a list must not hold more than its address says.
"""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bangfu.kernel.masking import hide_numbers

from .forms_base import NoNumbers

SHORTENED = 20  # characters of what stands in an address


class FilterForm(NoNumbers, forms.Form):
    def unknown(self) -> list[str]:
        """What isn't understood, in words: the name of the filter with what was asked for."""
        return [
            _("%(label)s“%(asked)s”") % {"label": bound.label, "asked": _short(bound)}
            for bound in self
            if bound.errors
        ]


def say_unknown(request: HttpRequest, name: str, known: Collection[str], what: object) -> None:
    """Of what an address chooses by a link, not by a form: where nobody offers it, the page says so.

    Args:
        known: what may stand there.
        what: what is chosen, in words.
    """
    asked = request.GET.get(name, "")
    if asked and asked not in known:
        told = _("网址里的%(what)s“%(asked)s”认不出，没有采用。请在本页重新选择。")
        messages.warning(request, told % {"what": what, "asked": _cut(hide_numbers(asked))})


def _short(bound: forms.BoundField) -> str:
    return _cut(hide_numbers(str(bound.value() or "")))


def _cut(asked: str) -> str:
    return asked if len(asked) <= SHORTENED else f"{asked[:SHORTENED]}…"
