"""The main menu: which entries a role has, and which one the page being shown lies under.

`base.html` expects from the context processor `context.frame`
    nav           list[NavItem]; the first four are the tabs of a phone, the rest is behind 更多
    actor         who acts (name, role), or None for nobody signed in
    acting_union  the union acted for, or None
    installation  is_demo and day, for the demo banner
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangfu.scope.enums import Role


@dataclass(frozen=True)
class NavItem:
    """An entry of the main menu.

    Attributes:
        url_name: what `reverse` takes; an entry whose route does not exist is not shown.
        current: the page being shown lies under this entry.
        count: things waiting for this officer; 0 shows nothing.
    """

    label: str | Promise
    url_name: str
    icon: str
    current: bool = False
    count: int = 0


_CASEWORK = frozenset({Role.FILER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
_MONEY = frozenset({Role.FUND_OFFICER, Role.RELEASER, Role.AUDITOR})
_EVERYONE = frozenset(Role)

#: url name, label, icon, roles
_ENTRIES: tuple[tuple[str, Promise, str, frozenset[Role]], ...] = (
    ("figures", _("工作台"), "outline/layout-dashboard", _EVERYONE),
    ("file_list", _("档案"), "outline/folders", _CASEWORK | {Role.FUND_OFFICER}),
    ("case_list", _("认定审批"), "outline/checks", _CASEWORK),
    ("round_list", _("送温暖发放"), "outline/gift", _MONEY | {Role.APPROVER}),
    ("fund_list", _("资金"), "outline/coin-yuan", _MONEY | {Role.APPROVER}),
    (
        "import_list",
        _("导入"),
        "outline/file-import",
        frozenset({Role.FILER, Role.REVIEWER, Role.ADMINISTRATOR}),
    ),
    ("notice_list", _("公示"), "outline/speakerphone", _CASEWORK),
    ("standard_list", _("标准与规则"), "outline/scale", _EVERYONE),
    ("union_tree", _("工会"), "outline/sitemap", _EVERYONE),
    ("log_list", _("日志"), "outline/history", frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
    ("settings", _("系统设置"), "outline/settings", frozenset({Role.ADMINISTRATOR})),
)


def nav_for(request: HttpRequest, counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The menu of whoever acts in `request`.

    Args:
        counts: things waiting for this officer, by the entry's url name.
    """
    match = request.resolver_match
    return menu(request.actor.role, here=match.url_name or "" if match else "", counts=counts)  # type: ignore[attr-defined]


def menu(role: Role, *, here: str, counts: Mapping[str, int] | None = None) -> list[NavItem]:
    """The entries of a role; `here` is the url name of the page being shown.

    A page lies under the entry that shares its first word: `file_detail` under `file_list`.
    """
    waiting = counts or {}
    return [
        NavItem(label, entry, icon, _area(entry) == _area(here), waiting.get(entry, 0))
        for entry, label, icon, roles in _ENTRIES
        if role in roles
    ]


def _area(url_name: str) -> str:
    return url_name.partition("_")[0]
