"""The main menu: what the one who acts may reach, and where the page being shown belongs.

`base.html` expects from the context processor `context.frame`
    nav           list[NavItem]; the first four are the tabs of a phone, the rest is behind 更多
    actor         who acts (name, role), or None for nobody signed in
    appointment   the one acted under, with the union's name, or None
    own_jobs      the address of the officer's background jobs, "" for who has none
    installation  is_demo and demo_day, for the demo banner
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangfu.acts.duties import Duty
from bangfu.acts.roles import holds
from bangfu.scope.actors import Actor


@dataclass(frozen=True)
class NavItem:
    """An entry of the main menu.

    Attributes:
        label: follows from the address, so that entries are told apart without it.
        current: the page being shown lies under this entry.
        count: things waiting for this officer; 0 shows nothing.
    """

    label: str | Promise = field(compare=False)
    url: str
    icon: str
    current: bool = False
    count: int = 0


#: url name, label, icon; who sees an entry is said once, where its route names its duty.
ENTRIES: tuple[tuple[str, Promise, str], ...] = (
    ("figures", _("工作台"), "outline/layout-dashboard"),
    ("file_list", _("档案"), "outline/folders"),
    ("case_list", _("认定审批"), "outline/checks"),
    ("round_list", _("送温暖发放"), "outline/gift"),
    ("fund_list", _("资金"), "outline/coin-yuan"),
    ("import_list", _("导入"), "outline/file-import"),
    ("notice_list", _("公示"), "outline/speakerphone"),
    ("standard_list", _("标准与规则"), "outline/scale"),
    ("union_tree", _("工会"), "outline/sitemap"),
    ("log_list", _("日志"), "outline/history"),
    ("settings", _("系统设置"), "outline/settings"),
)


def nav_for(request: HttpRequest, counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The menu of whoever acts in `request`.

    Args:
        counts: things waiting for this officer, by the entry's url name.
    """
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    return menu(request.actor, here=here, counts=counts)  # type: ignore[attr-defined]


def menu(actor: Actor, *, here: str, counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The entries that `actor` may reach; `here` is the url name of the page being shown.

    A page lies under the entry that shares its first word: `file_detail` under `file_list`.
    """
    waiting = counts or {}
    return [
        NavItem(label, way.url, icon, _area(name) == _area(here), waiting.get(name, 0))
        for name, label, icon in ENTRIES
        if (way := _way_to(name, settings.ROOT_URLCONF)) and holds(actor, way.duty)
    ]


def own_jobs(actor: Actor) -> str:
    """Where `actor` finds what the background does for them; "" for one who may ask it for nothing."""
    way = _way_to("job_list", settings.ROOT_URLCONF)
    return way.url if way and holds(actor, way.duty) else ""


@dataclass(frozen=True)
class Way:
    """Where a route leads, and what it asks for (see `web.access.allow`)."""

    url: str
    duty: Duty


@cache
def _way_to(url_name: str, urls: object) -> Way | None:
    """None for a route that is not among `urls`, or asks for no duty. The same for every request."""
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return None
    duty = getattr(resolve(url).func, "duty", None)
    return Way(url, duty) if isinstance(duty, Duty) else None


def _area(url_name: str) -> str:
    return url_name.partition("_")[0]
