"""What an administrator keeps: users, appointments, and a demo's day. No personal data here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.errors import BadUsername, NameMissing, UsernameTaken, WeakPassword
from bangfu.eligibility.commands.request_assessment import ensure_assessed
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.administering import (
    acts_for_all,
    appointments_administered,
    users_administered,
)
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.enable_user import enable_user
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import (
    AdministratorApart,
    DayMovesForwardOnly,
    OutOfReach,
    UnionNotYours,
    UnknownUnion,
    UnknownUser,
    UserNotYours,
)
from bangfu.scope.enums import MACHINE_ROLES, Role
from bangfu.scope.errors import NotPermitted

from ..access import OfficerRequest, allow
from ..forms_base import DayInput, GroupedForm, refusals_at

ROLES = [(role.value, role.label) for role in Role if role not in MACHINE_ROLES]
PASSWORD_LENGTH = 10
REFUSED = 422
#: Both forms of the page ask for a username.
APPOINT = "appoint"
#: At which field of a form a command's refusal is shown.
FIELDS = {
    BadUsername: "username",
    UsernameTaken: "username",
    UnknownUser: "username",
    UserNotYours: "username",
    NameMissing: "name",
    WeakPassword: "password",
    UnknownUnion: "union_code",
    UnionNotYours: "union_code",
    AdministratorApart: "role",
    DayMovesForwardOnly: "to",
}


class DayForm(GroupedForm):
    GROUPS = [(_("演示日期"), ["to"])]
    to = forms.DateField(
        label=_("新的演示日期"),
        help_text=_("只能向后推进；推进后全部档案按新日期重新认定"),
        widget=DayInput,
    )


class UserForm(GroupedForm):
    """A new officer with the first appointment."""

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
    union_code = forms.CharField(label=_("工会编码"), help_text=_("见“工会组织”"))
    role = forms.ChoiceField(label=_("岗位"), choices=ROLES)


class AppointForm(GroupedForm):
    """One more appointment for somebody who can sign in."""

    GROUPS = [(_("新增任职"), ["username", "union_code", "role", "since"])]

    username = forms.CharField(
        label=_("用户名"),
        help_text=_("已有的用户；可同时任几个岗位，登录后切换"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    union_code = forms.CharField(label=_("工会编码"), help_text=_("见“工会组织”"))
    role = forms.ChoiceField(label=_("岗位"), choices=ROLES)
    since = forms.DateField(label=_("自哪一天起"), widget=DayInput)


@require_safe
@allow(Role.ADMINISTRATOR)
def settings_page(request: OfficerRequest) -> HttpResponse:
    return _page(request)


@require_POST
@allow(Role.ADMINISTRATOR)
def day_move(request: OfficerRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["to"]
        with refusals_at(form, FIELDS):
            move_demo_day(to=day, by=request.actor)
            ensure_assessed(day)
    if not form.is_valid():
        return _page(request, day_form=form, status=REFUSED)
    messages.success(
        request, _("演示日期已改为 %(day)s，正在后台按新日期重新认定。") % {"day": day}
    )
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def user_add(request: OfficerRequest) -> HttpResponse:
    form = UserForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        account = {name: given[name] for name in ("username", "name", "password")}
        with refusals_at(form, FIELDS):
            user = create_user(**account, by=request.actor)
            _appoint(request, {**given, "since": request.today})
    if not form.is_valid():
        return _page(request, user_form=form, status=REFUSED)
    messages.success(request, _("已建立用户 %(name)s。") % {"name": user.name})
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def appointment_add(request: OfficerRequest) -> HttpResponse:
    form = AppointForm(request.POST, prefix=APPOINT)
    if form.is_valid():
        with refusals_at(form, FIELDS):
            _appoint(request, form.cleaned_data)
    if not form.is_valid():
        return _page(request, appoint_form=form, status=REFUSED)
    values = {"username": form.cleaned_data["username"]}
    messages.success(request, _("已为 %(username)s 新增任职。") % values)
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def user_disable(request: OfficerRequest, user_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        disable_user(user_id=user_id, by=request.actor)
        messages.success(request, _("已停用，该用户的登录立即失效。"))
    return _page(request, status=REFUSED) if refused else redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def user_enable(request: OfficerRequest, user_id: int) -> HttpResponse:
    enable_user(user_id=user_id, by=request.actor)
    messages.success(request, _("已恢复，该用户可用原来的密码登录。"))
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def user_password(request: OfficerRequest, user_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        reset_password(user_id=user_id, password=request.POST.get("password", ""), by=request.actor)
        messages.success(request, _("密码已重设，请当面交给本人；本人登录时须先改成自己的密码。"))
    return _page(request, status=REFUSED) if refused else redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def appointment_end(request: OfficerRequest, appointment_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        end_appointment(appointment_id=appointment_id, on=request.today, by=request.actor)
        messages.success(request, _("该任职自明日起终止。"))
    return _page(request, status=REFUSED) if refused else redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def appointment_withdraw(request: OfficerRequest, appointment_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        withdraw_appointment(appointment_id=appointment_id, today=request.today, by=request.actor)
        messages.success(request, _("该任职已撤回，不会生效。"))
    return _page(request, status=REFUSED) if refused else redirect("settings")


@contextmanager
def _or_told(request: OfficerRequest) -> Iterator[list[str]]:
    """For the buttons in a row: a refusal is told above the page. Yields what was refused."""
    refused: list[str] = []
    try:
        with transaction.atomic():
            yield refused
    except (NotPermitted, OutOfReach):
        raise
    except BangfuError as error:
        refused.append(str(error))
        messages.error(request, str(error))


def _appoint(request: OfficerRequest, given: dict[str, Any]) -> None:
    chosen = {name: given[name] for name in ("username", "union_code", "since")}
    appoint_officer(**chosen, role=Role(given["role"]), by=request.actor)


def _page(request: OfficerRequest, status: int = 200, **given: Any) -> HttpResponse:
    """The whole page; `given` are bound forms that could not be taken."""
    context = {
        "users": users_administered(request.actor, request.today),
        "appointments": appointments_administered(request.actor, request.today),
        "may_move_day": acts_for_all(request.actor),
        "day_form": DayForm(),
        "user_form": UserForm(),
        "appoint_form": AppointForm(prefix=APPOINT, initial={"since": request.today}),
        **given,
    }
    return render(request, "settings/page.html", context, status=status)


urlpatterns = [
    path("settings/", settings_page, name="settings"),
    path("settings/day/", day_move, name="day_move"),
    path("settings/users/", user_add, name="user_add"),
    path("settings/users/<int:user_id>/disable/", user_disable, name="user_disable"),
    path("settings/users/<int:user_id>/enable/", user_enable, name="user_enable"),
    path("settings/users/<int:user_id>/password/", user_password, name="user_password"),
    path("settings/appointments/", appointment_add, name="appointment_add"),
    path(
        "settings/appointments/<int:appointment_id>/end/", appointment_end, name="appointment_end"
    ),
    path(
        "settings/appointments/<int:appointment_id>/withdraw/",
        appointment_withdraw,
        name="appointment_withdraw",
    ),
]
