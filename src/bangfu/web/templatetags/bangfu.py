"""How figures, days and states are written on screens. Load with `{% load bangfu %}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.accounts.queries import name_shown
from bangfu.kernel.divisions import NATION
from bangfu.kernel.masking import DOT

register = template.Library()

MINUS = "\N{MINUS SIGN}"
UNKNOWN = "—"
DOTS = re.compile(f"{DOT}+")

#: Class of hardship → colour in tags, bars and charts.
CLASS_COLOURS = {
    "低保户": "deep",
    "深度困难": "deep",
    "低保边缘户": "relative",
    "相对困难": "relative",
    "意外致困户": "shock",
    "意外致困": "shock",
    "不符合": "outside",
    "待核实": "unknown",
}

#: State of a case, round, payment, import or notice → tone; what is not named is neutral.
STATE_TONES = {
    "green": ("approved", "paid", "merged", "closed", "reconciled", "released", "in_force", "done"),
    "blue": ("submitted", "checked", "posted", "sent"),
    "amber": ("returned", "waiting", "decided"),
    "red": ("refused", "failed", "cancelled"),
}
_TONE_OF = {state: tone for tone, states in STATE_TONES.items() for state in states}


@register.filter
def yuan(fen: int | str | None) -> str:
    """Fen as yuan: 123450 → 1,234.50, with a true minus sign; not known → —."""
    if fen is None or fen == "":
        return UNKNOWN
    whole, rest = divmod(abs(int(fen)), 100)
    return f"{MINUS if int(fen) < 0 else ''}{whole:,}.{rest:02d}"


@register.filter
def called(name: str | None, user_id: object) -> str:
    """Who did it: `{{ one.by_name|called:one.by_user_id }}`."""
    return name_shown(name or "", user_id)


@register.filter
def called_among(name: str, shown: Mapping[str, str]) -> str:
    """Who did it, of a row that keeps no id; `shown` by `names_shown`, for all the page's rows at once."""
    return shown.get(name, name)


@register.filter
def num(count: int | str | None) -> str:
    """A count with thousands separated: 11132 → 11,132; 1,000+ where counting stopped."""
    if count is None or count == "":
        return UNKNOWN
    more = "+" if getattr(count, "more", False) else ""
    return f"{int(count):,}".replace("-", MINUS) + more


@register.filter
def percent(part: int | None, whole: int | None) -> str:
    """`part` of `whole` with one decimal: {{ paid|percent:budget }} → 72.9%; of nothing → —."""
    if part is None or not whole:
        return UNKNOWN
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share}%".replace("-", MINUS)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day in tables: 2026-11-05, marked up as a time."""
    if not value:
        return UNKNOWN
    at = _local(value)
    text = date(at.year, at.month, at.day).isoformat()  # digits and strokes: nothing to escape
    return SafeString(f'<time datetime="{text}">{text}</time>')


@register.filter
def due(value: date | None, on: date) -> SafeString | str:
    """Until when something is to be done, as seen on a day: 剩 3 天 11-27, 今天 11-24, 超 2 天 11-20."""
    return _due(value, on, get_language()) if value else UNKNOWN


@lru_cache(maxsize=1024)
def _due(value: date, on: date, _language: str | None) -> SafeString:
    """Half the rows of a list are due on few days."""
    left = (value - on).days
    if left < 0:
        tone, words = "tag red", _("超 %(days)s 天") % {"days": -left}
    elif left == 0:
        tone, words = "tag amber", _("今天")
    else:
        tone, words = "muted", _("剩 %(days)s 天") % {"days": left}
    shown = f"{value:%m-%d}" if value.year == on.year else f"{value:%Y-%m-%d}"
    return format_html(
        '<span class="nowrap"><span class="{}">{}</span> <time datetime="{}">{}</time></span>',
        tone,
        words,
        value.isoformat(),
        shown,
    )


@register.filter
def long_day(value: date | None) -> SafeString | str:
    """A day in documents and sentences: 2026 年 11 月 5 日."""
    if not value:
        return UNKNOWN
    at = _local(value)
    parts = {"year": at.year, "month": at.month, "day": at.day}
    text = _("%(year)s 年 %(month)s 月 %(day)s 日") % parts
    return format_html('<time datetime="{}">{}</time>', at.strftime("%Y-%m-%d"), text)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A point in time, local: 2026-11-05 10:20; the exact one where a pointer rests on it."""
    return _moment(value, "%Y-%m-%d %H:%M")


@register.filter
def second(value: datetime | None) -> SafeString | str:
    """The same to the second, where it matters what came first: 2026-11-05 10:20:33."""
    return _moment(value, "%Y-%m-%d %H:%M:%S")


def _moment(value: datetime | None, style: str) -> SafeString | str:
    if not value:
        return UNKNOWN
    at = _local(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        at.strftime("%Y-%m-%d %H:%M:%S.%f %z"),
        at.strftime(style),
    )


@register.filter
def known(value: object) -> object:
    """The value, or — when it is not known; an explicit 0 is known."""
    return UNKNOWN if value is None or value == "" else value


@register.filter
def named(code: str, names: Mapping[str, str]) -> SafeString | str:
    """A place by its name, its code beside it; the code alone where no standard names the place."""
    name = _("内置") if code == NATION else names.get(code, "")
    if not name:
        return format_html('<span class="n">{}</span>', code)
    return format_html('{} <span class="n muted">{}</span>', name, code)


@register.filter
def dots(mask: str | None) -> str:
    """A masked number with four dots for all that is hidden: a row of them is neither read nor heard."""
    return DOTS.sub(DOT * 4, mask or "")


@register.filter
def class_colour(name: str) -> str:
    """Class of hardship → css colour name for bars and keys."""
    return CLASS_COLOURS.get(name, "outside")


@register.filter
@lru_cache(maxsize=64)
def class_tag(name: str) -> SafeString | str:
    """A class of hardship as a tag with the colour it has in bars."""
    if not name:
        return UNKNOWN
    colour = class_colour(name)
    if colour == "unknown":
        return format_html('<span class="tag unknown">{}</span>', name)
    return format_html(
        '<span class="tag {}"><span class="key {}"></span>{}</span>', colour, colour, name
    )


@register.simple_tag
def stale_tag() -> SafeString:
    """What a class of hardship bears while it waits to be determined anew."""
    return format_html('<span class="tag unknown">{}</span>', _("待重算"))


@register.simple_tag
def state_tag(state: str, label: str, tone: str = "") -> SafeString:
    """A state as a tag: {% state_tag case.state case.state_label %}."""
    return format_html('<span class="tag {}">{}</span>', tone or _TONE_OF.get(state, ""), label)


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
