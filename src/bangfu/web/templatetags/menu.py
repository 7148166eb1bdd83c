"""The main menu's entries. Load with `{% load menu %}`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation.trans_real import catalog

from ..navigation import NavItem

register = template.Library()


@register.simple_tag
def menu_entries(items: Sequence[NavItem], tab: bool = False) -> SafeString:
    """As items of a list: {% menu_entries nav %}. `tab`: at the foot of a phone's screen.

    Each set of entries is drawn once a language: every officer of a role has the same on a page.
    """
    return _drawn(tuple(items), tab, catalog())


@lru_cache(maxsize=1024)
def _drawn(items: tuple[NavItem, ...], tab: bool, catalogue: object) -> SafeString:
    return get_template("ui/menu_entries.html").render({"items": items, "tab": tab})
