"""How log entries are written on screens: actions, subjects and details in the clerk's own words."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangfu.acts.attempts import SIGN_IN_REFUSED
from bangfu.audit.models import Entry
from bangfu.reporting import log_language as language
from bangfu.reporting.log_subjects import Key, NamedSubject
from bangfu.reporting.log_told import detail_told
from bangfu.reporting.log_told import subject_told as told_so
from bangfu.scope.enums import Role

register = template.Library()

#: Where a subject has a page of its own, for those who may see it.
PAGES = {
    "household": "file_page",
    "case": "case_page",
    "round": "round_page",
    "notice": "notice_page",
    "fund": "fund_page",
    "award": "file_page",
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
        return told_so(entry, subjects)
    page = PAGES.get(kind, "") if opens else ""
    if kind == "user":
        href = reverse("log_list") + f"?officer={subject.address}"
    elif page:
        href = reverse(page, args=[subject.address])
    else:
        return subject.name
    return format_html('<a href="{}">{}</a>', href, subject.name)


@register.filter
def in_words(
    detail: Mapping[str, object], subjects: Mapping[Key, NamedSubject] | None = None
) -> SafeString:
    """`amount_fen=80000000` → 金额 800,000.00 元; ids by their names, or not at all."""
    return format_html_join("，", "{} {}", detail_told(detail, subjects or {}))


@register.simple_tag
def reason_told(entry: Entry, reasons: Mapping[int, str]) -> str:
    return reasons.get(entry.pk, "")


@register.filter
def done_by(entry: Entry) -> str:
    """An officer's name; of the machine's operator what they are, for theirs is a technical account."""
    if entry.action == SIGN_IN_REFUSED:
        return _("未登录的人")  # the program wrote it, and did nothing else
    return role_name(entry.role) if entry.role == Role.OPERATOR else entry.actor


@register.filter
def done_as(entry: Entry) -> str:
    if entry.action == SIGN_IN_REFUSED:
        return "—"
    if entry.role != Role.OPERATOR:
        return role_name(entry.role)
    return _("系统账号 %(account)s") % {"account": entry.actor}


@register.filter
def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


@register.filter
def short_digest(digest: bytes) -> str:
    """The first eight hex digits, enough to compare by eye."""
    return bytes(digest).hex()[:8]
