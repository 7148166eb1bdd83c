"""The main menu: what the one who acts may reach, and where the page being shown belongs.

`base.html` expects from the context processor `context.frame`
    nav           list[NavItem]; the first four are the tabs of a phone, the rest is behind 更多
    actor         who acts (name, role), or None for nobody signed in
    appointment   the one acted under, with the union's name, or None
    own_jobs      the address of the officer's background jobs, "" for who has none
    installation  is_demo and demo_day, for the demo banner
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


#: url name, label, icon, and the area of pages below it (a package of `web`); who sees an entry is said
#: once, where its route names its duty.
ENTRIES: tuple[tuple[str, Promise, str, str], ...] = (
    ("figures", _("工作台"), "outline/layout-dashboard", "figures"),
    ("file_list", _("档案"), "outline/folders", "files"),
    ("case_list", _("认定审批"), "outline/checks", "cases"),
    ("round_list", _("送温暖发放"), "outline/gift", "rounds"),
    ("fund_list", _("资金"), "outline/coin-yuan", "funds"),
    ("import_list", _("导入"), "outline/file-import", "imports"),
    ("notice_list", _("公示"), "outline/speakerphone", "notices"),
    ("standard_list", _("标准与规则"), "outline/scale", "standards"),
    ("union_tree", _("工会"), "outline/sitemap", "unions"),
    ("log_list", _("日志"), "outline/history", "log"),
    ("settings", _("系统设置"), "outline/settings", "settings"),
)
#: Areas without an entry of their own: the entry's area that their pages lead back to.
BELOW = {"overlaps": "cases"}


def nav_for(request: HttpRequest, counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The menu of whoever acts in `request`.

    Args:
        counts: things waiting for this officer, by the entry's url name.
    """
    match = request.resolver_match
    here = area_of(match.func) if match else ""
    return menu(request.actor, here=here, counts=counts)  # type: ignore[attr-defined]


def area_of(view: Callable[..., object]) -> str:
    """The area whose page a view shows, as `ENTRIES` names it; "" for what is no page of ours.

    By where the view lies, so that a new address needs no word here.
    """
    package, _dot, rest = view.__module__.partition(".web.")
    area = rest.partition(".")[0] if package == "bangfu" else ""
    return BELOW.get(area, area)


def menu(actor: Actor, *, here: str, counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The entries that `actor` may reach; `here` is the area of the page being shown."""
    waiting = counts or {}
    return [
        NavItem(label, way.url, icon, area == here, waiting.get(name, 0))
        for name, label, icon, area in ENTRIES
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
