"""What the settings ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.accounts.errors import BadUsername, NameMissing, UsernameTaken, WeakPassword
from bangfu.organisations.errors import (
    AdministratorApart,
    AlreadyAppointed,
    DayBeyondCalendar,
    DayMovesForwardOnly,
    UnionNotYours,
    UnknownUnion,
    UnknownUser,
    UserNotYours,
)
from bangfu.scope.enums import MACHINE_ROLES, Role

from ..forms_base import DayInput, GroupedForm, RefusedAt

ROLES = [(role.value, role.label) for role in Role if role not in MACHINE_ROLES]
PASSWORD_LENGTH = 10
APPOINTMENT_REFUSED_AT: RefusedAt = {
    UnknownUser: "username",
    UserNotYours: "username",
    UnknownUnion: "union_code",
    UnionNotYours: "union_code",
    AdministratorApart: "role",
    AlreadyAppointed: "role",
}


class DayForm(GroupedForm):
    REFUSED_AT = {DayMovesForwardOnly: "to", DayBeyondCalendar: "to"}
    GROUPS = [(_("演示日期"), ["to"])]
    to = forms.DateField(
        label=_("新的演示日期"),
        help_text=_("只能向后推进；推进后各页按新日期的认定结果显示"),
        widget=DayInput,
    )


class UserForm(GroupedForm):
    """A new officer with the first appointment."""

    REFUSED_AT = {
        **APPOINTMENT_REFUSED_AT,
        BadUsername: "username",
        UsernameTaken: "username",
        NameMissing: "name",
        WeakPassword: "password",
    }
    GROUPS = [(_("新增用户"), ["username", "name", "password", "union_code", "role"])]

    username = forms.RegexField(
        r"^[a-z][a-z0-9_-]{2,39}$",
        label=_("用户名"),
        help_text=_("3 至 40 位小写字母、数字、连字符，以字母开头"),
        error_messages={"invalid": _("用户名须为 3 至 40 位小写字母、数字或连字符，以字母开头。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("初始密码"),
        strip=False,
        min_length=PASSWORD_LENGTH,
        help_text=_("至少 10 位；只用一次，本人首次登录时须改成自己的密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    union_code = forms.CharField(
        label=_("工会编码"),
        help_text=_("可从本工会及其下级中选；更多的见“工会组织”"),
        widget=forms.TextInput(attrs={"list": "own-unions"}),
    )
    role = forms.ChoiceField(label=_("岗位"), choices=ROLES)


class PasswordForm(GroupedForm):
    """A one-time password for somebody who has one already."""

    REFUSED_AT = {WeakPassword: "password"}

    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "minlength": PASSWORD_LENGTH}
        ),
    )


class AppointForm(GroupedForm):
    """One more appointment for somebody who can sign in."""

    REFUSED_AT = APPOINTMENT_REFUSED_AT
    GROUPS = [(_("新增任职"), ["username", "union_code", "role", "since"])]

    username = forms.CharField(
        label=_("用户名"),
        help_text=_("已有的用户；可同时任几个岗位，登录后切换"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    union_code = forms.CharField(
        label=_("工会编码"),
        help_text=_("可从本工会及其下级中选；更多的见“工会组织”"),
        widget=forms.TextInput(attrs={"list": "own-unions"}),
    )
    role = forms.ChoiceField(label=_("岗位"), choices=ROLES)
    since = forms.DateField(label=_("自哪一天起"), widget=DayInput)
