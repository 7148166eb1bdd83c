"""What an administrator keeps: users, appointments, and a demo's day. No personal data here."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.commands.disable_user import disable_user
from bangfu.accounts.commands.set_password import set_password
from bangfu.eligibility.commands.request_assessment import ensure_assessed
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.queries import appointments_in_force, unions_in_scope
from bangfu.scope.enums import MACHINE_ROLES, Role

from ..access import OfficerRequest, allow
from ..forms_base import DayInput, GroupedForm

ROLES = [(role.value, role.label) for role in Role if role not in MACHINE_ROLES]
PASSWORD_LENGTH = 10


class DayForm(GroupedForm):
    GROUPS = [(_("演示日期"), ["to"])]
    to = forms.DateField(
        label=_("演示日期改为"),
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
        min_length=PASSWORD_LENGTH,
        help_text=_("至少 10 位"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    union_code = forms.CharField(label=_("工会编码"), help_text=_("见“工会组织”"))
    role = forms.ChoiceField(label=_("岗位"), choices=ROLES)

    def clean_union_code(self) -> str:
        code = str(self.cleaned_data["union_code"]).strip()
        if not self.unions.filter(code=code).exists():
            raise forms.ValidationError(_("没有这个编码的工会，请在“工会组织”中核对。"))
        return code

    def __init__(self, *args: object, unions: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.unions = unions


@require_safe
@allow(Role.ADMINISTRATOR)
def settings_page(request: OfficerRequest) -> HttpResponse:
    return _show(request, DayForm(), _user_form(request))


@require_POST
@allow(Role.ADMINISTRATOR)
def day_move(request: OfficerRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _show(request, form, _user_form(request), status=422)
    day = form.cleaned_data["to"]
    move_demo_day(to=day, by=request.actor)
    ensure_assessed(day)
    messages.success(
        request, _("演示日期已改为 %(day)s，正在后台按新日期重新认定。") % {"day": day}
    )
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def user_add(request: OfficerRequest) -> HttpResponse:
    form = _user_form(request, request.POST)
    if not form.is_valid():
        return _show(request, DayForm(), form, status=422)
    given = form.cleaned_data
    user = create_user(
        username=given["username"],
        name=given["name"],
        password=given["password"],
        by=request.actor,
    )
    appoint_officer(
        username=user.username,
        union_code=given["union_code"],
        role=Role(given["role"]),
        since=request.today,
        by=request.actor,
    )
    messages.success(request, _("已建立用户 %(name)s。") % {"name": user.name})
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def user_disable(request: OfficerRequest, user_id: int) -> HttpResponse:
    disable_user(user_id=user_id, by=request.actor)
    messages.success(request, _("已停用，该用户的登录立即失效。"))
    return redirect("settings")


@require_http_methods(["POST"])
@allow(Role.ADMINISTRATOR)
def user_password(request: OfficerRequest, user_id: int) -> HttpResponse:
    password = request.POST.get("password", "")
    if len(password) < PASSWORD_LENGTH:
        messages.error(request, _("新密码至少 10 位，没有修改。"))
    else:
        set_password(user_id=user_id, password=password, by=request.actor)
        messages.success(request, _("密码已重设，请当面交给本人。"))
    return redirect("settings")


@require_POST
@allow(Role.ADMINISTRATOR)
def appointment_end(request: OfficerRequest, appointment_id: int) -> HttpResponse:
    end_appointment(appointment_id=appointment_id, on=request.today, by=request.actor)
    messages.success(request, _("该任职自明日起终止。"))
    return redirect("settings")


def _user_form(request: OfficerRequest, given: object = None) -> UserForm:
    return UserForm(given, unions=unions_in_scope(request.actor), prefix="")


def _show(
    request: OfficerRequest, day_form: DayForm, user_form: UserForm, status: int = 200
) -> HttpResponse:
    held = appointments_in_force(request.today)
    shown = {"day_form": day_form, "user_form": user_form, "appointments": held}
    return render(request, "settings/page.html", shown, status=status)


urlpatterns = [
    path("settings/", settings_page, name="settings"),
    path("settings/day/", day_move, name="day_move"),
    path("settings/users/", user_add, name="user_add"),
    path("settings/users/<int:user_id>/disable/", user_disable, name="user_disable"),
    path("settings/users/<int:user_id>/password/", user_password, name="user_password"),
    path(
        "settings/appointments/<int:appointment_id>/end/", appointment_end, name="appointment_end"
    ),
]
