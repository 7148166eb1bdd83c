"""The main menu's entries. Load with `{% load menu %}`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation.trans_real import catalog

from ..kept import came_from
from ..navigation import NavItem

register = template.Library()


@register.simple_tag
def menu_entries(items: Sequence[NavItem], tab: bool = False) -> SafeString:
    """As items of a list: {% menu_entries nav %}. `tab`: at the foot of a phone's screen.

    Each set of entries is drawn once a language: every officer of a role has the same on a page.
    """
    return _drawn(tuple(items), tab, catalog())


@register.simple_tag(takes_context=True)
def way_back(context: template.Context, url_name: str) -> str:
    """The list that a form was opened from, as it was left: {% way_back "round_list" as back %}.

    With its filter and place where one came from it, be it now or before the form was refused; plain
    for whoever came from elsewhere.
    """
    request, plain = context["request"], reverse(url_name)
    left = str(request.POST.get("back", "")) or came_from(request)
    parts = urlsplit(left)
    return left if not parts.netloc and parts.path == plain else plain


@lru_cache(maxsize=1024)
def _drawn(items: tuple[NavItem, ...], tab: bool, catalogue: object) -> SafeString:
    return get_template("ui/menu_entries.html").render({"items": items, "tab": tab})
