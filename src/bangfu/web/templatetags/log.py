"""How log entries are written on screens: actions, subjects and details in the clerk's own words."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bangfu.audit.models import Entry
from bangfu.kernel.money import format_yuan
from bangfu.reporting import log_language as language
from bangfu.reporting.log_subjects import Key, NamedSubject, is_number
from bangfu.scope.enums import Role

register = template.Library()

#: Where a subject has a page of its own, for those who may see it.
PAGES = {
    "household": "file_page",
    "case": "case_page",
    "round": "round_page",
    "notice": "notice_page",
    "fund": "fund_page",
}


@register.filter
def action_name(action: str) -> str:
    return language.action_in_words(action)


@register.filter
def subject_name(kind: str) -> str:
    return language.subject_in_words(kind)


@register.simple_tag
def subject_told(
    entry: Entry, subjects: Mapping[Key, NamedSubject], opens: bool
) -> SafeString | str:
    """The subject by its name, with a link where the reader may open it (`opens`: files too)."""
    kind, number = entry.subject_kind, entry.subject
    subject = subjects.get((kind, number))
    if subject is None:
        return _unnamed(kind, number)
    page = PAGES.get(kind, "") if opens else ""
    if kind == "user":
        href = reverse("log_list") + f"?officer={subject.address}"
    elif page:
        href = reverse(page, args=[subject.address])
    else:
        return subject.name
    return format_html('<a href="{}">{}</a>', href, subject.name)


def _unnamed(kind: str, number: str) -> SafeString | str:
    """What has no name: a day, a list of cases by its state; or one out of the reader's sight."""
    if is_number(kind, number):
        return format_html('<span class="muted">{}</span>', gettext("（不在可见范围）"))
    return "" if language.is_unnumbered(kind) else language.value_in_words(kind, number)


@register.filter
def in_words(
    detail: Mapping[str, object], subjects: Mapping[Key, NamedSubject] | None = None
) -> SafeString:
    """`amount_fen=80000000` → 金额 800,000.00 元; ids by their names, or not at all."""
    parts = [
        (language.detail_in_words(key), _named(key, detail[key], subjects or {})) for key in detail
    ]
    return format_html_join("，", "{} {}", [(name, value) for name, value in parts if value])


def _named(key: str, value: object, subjects: Mapping[Key, NamedSubject]) -> str:
    """Ids that have no name to the reader tell them nothing; the entry's digest covers them."""
    if language.is_internal(key):
        return ""
    subject = subjects.get((key, str(value)))
    if subject is not None:
        return subject.name
    return "" if is_number(key, str(value)) else _value(key, value)


@register.filter
def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


@register.filter
def short_digest(digest: bytes) -> str:
    """The first eight hex digits, enough to compare by eye."""
    return bytes(digest).hex()[:8]


def _value(key: str, value: object) -> str:
    if key.endswith("_fen") and isinstance(value, int):
        return gettext("%(amount)s 元") % {"amount": format_yuan(value)}
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, list):  # fingerprints of files: how many is all they say to a reader
        return str(len(value))
    return language.value_in_words(key, str(value))
