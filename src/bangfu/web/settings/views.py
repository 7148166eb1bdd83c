"""What an administrator keeps: users, appointments, and a demo's day. No personal data here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from bangfu.accounts import duties as accounts
from bangfu.accounts.commands.create_user import create_user, refuse_taken
from bangfu.accounts.commands.passwords import refuse_weak
from bangfu.accounts.models import User
from bangfu.kernel.errors import BangfuError
from bangfu.organisations import duties
from bangfu.organisations.administering import (
    acts_for_all,
    appointments_administered,
    require_for_all,
    union_to_appoint,
    user_to_appoint,
    users_administered,
)
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.confirm_password import confirm_password
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.enable_user import enable_user
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.commands.second_appointment import second_appointment
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import OutOfReach
from bangfu.organisations.handing_over import hand_overs_to_answer
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import refuse_day
from bangfu.organisations.seconding import WAITS, may_confirm
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.standards.queries import workday_calendar

from ..access import OfficerRequest, allow
from ..forms_base import Checks, FormRefused, status_with
from .forms import AppointForm, DayForm, PasswordForm, UserForm
from .offered import unions_offered
from .waiting import is_only_one, only_proposed, passwords_to_confirm, seconder_named, waiting_shown

#: Both forms of the page ask for a username.
APPOINT = "appoint"


@allow(duties.ADMINISTER)
def settings_page(request: OfficerRequest) -> HttpResponse:
    return _page(request)


@allow(duties.MOVE_DAY, "POST")
def day_move(request: OfficerRequest) -> HttpResponse:
    """Asks once more first, naming both days: a day can't be moved back."""
    require_for_all(request.actor)
    form = DayForm(request.POST)
    until = workday_calendar().announced_until()
    confirmed = "confirmed" in request.POST
    try:
        if not confirmed:
            form.send(lambda typed: refuse_day(request.today, typed["to"], until))
            return render(request, "settings/day.html", {"to": form.cleaned_data["to"]})
        day = form.send(
            lambda typed: move_demo_day(to=typed["to"], announced_until=until, by=request.actor)
        )
    except FormRefused:
        return _page(request, day_form=form)
    messages.success(
        request, _("演示日期已改为 %(day)s，当天的类别已按届时的情况显示。") % {"day": day}
    )
    return redirect("settings")


@allow(accounts.CREATE, "POST")
def user_add(request: OfficerRequest) -> HttpResponse:
    form = UserForm(request.POST, checks=_checks_of_user(request))
    try:
        made = form.send(lambda typed: _add_user(request, typed))
    except FormRefused:
        return _page(request, user_form=form)
    messages.success(request, _("已建立用户 %(name)s。") % {"name": made.user.name})
    _say_what_waits(request, made)
    return redirect("settings")


@allow(duties.APPOINT, "POST")
def appointment_add(request: OfficerRequest) -> HttpResponse:
    checks = {
        "username": lambda typed: user_to_appoint(request.actor, typed["username"], request.today),
        "union_code": lambda typed: union_to_appoint(request.actor, typed["union_code"]),
    }
    form = AppointForm(request.POST, prefix=APPOINT, checks=checks)
    try:
        made = form.send(lambda typed: _appoint(request, typed))
    except FormRefused:
        return _page(request, appoint_form=form)
    if not made.waits:
        values = {"username": form.cleaned_data["username"]}
        messages.success(request, _("已为 %(username)s 新增任职。") % values)
    _say_what_waits(request, made)
    return redirect("settings")


@allow(accounts.DISABLE, "POST")
def user_disable(request: OfficerRequest, user_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        disable_user(user_id=user_id, on=request.today, by=request.actor)
        messages.success(request, _("已停用，该用户的登录立即失效。"))
    return _page(request, refused=True) if refused else redirect("settings")


@allow(accounts.ENABLE, "POST")
def user_enable(request: OfficerRequest, user_id: int) -> HttpResponse:
    enable_user(user_id=user_id, on=request.today, by=request.actor)
    messages.success(request, _("已恢复，该用户可用原来的密码登录。"))
    return redirect("settings")


@allow(accounts.RESET_PASSWORD, "POST")
def user_password(request: OfficerRequest, user_id: int) -> HttpResponse:
    form = PasswordForm(request.POST, auto_id=f"id_{user_id}_%s")
    try:
        form.send(
            lambda typed: reset_password(
                user_id=user_id, on=request.today, by=request.actor, **typed
            )
        )
    except FormRefused:
        if user_id == request.actor.user_id:  # one's own row has no such form to say it in
            form.is_told = True
            for sentence in form.non_field_errors():
                messages.error(request, sentence)
        return _page(request, password=(user_id, form), refused=True)
    messages.success(request, _("密码已重设，请当面交给本人；本人登录时须先改成自己的密码。"))
    user = User.objects.get(pk=user_id)
    if user.password_waits:
        who = may_confirm(user, request.today) or _(
            "另一位系统管理员（没有的，请本机操作员用 bangfu password）"
        )
        messages.info(
            request,
            _("该用户任审批、资金、放款或系统管理：待%(who)s确认后，才能用这个密码登录。")
            % {"who": who},
        )
    return redirect("settings")


@allow(duties.END_APPOINTMENT, "POST")
def appointment_end(request: OfficerRequest, appointment_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        ended = end_appointment(
            appointment_id=appointment_id, until=request.today, by=request.actor
        )
        messages.success(request, _("该任职自明日起终止。"))
    if refused:
        return _page(request, refused=True)
    return redirect("hand_over_list" if ended.hand_over_id else "settings")


@allow(duties.WITHDRAW_APPOINTMENT, "POST")
def appointment_withdraw(request: OfficerRequest, appointment_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        gone = withdraw_appointment(
            appointment_id=appointment_id, on=request.today, by=request.actor
        )
        messages.success(request, _("该任职已撤回，不会生效。"))
    if refused:
        return _page(request, refused=True)
    return redirect("hand_over_list" if gone.hand_over_id else "settings")


@allow(duties.SECOND_APPOINTMENT, "POST")
def appointment_second(request: OfficerRequest, appointment_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        done = second_appointment(appointment_id=appointment_id, on=request.today, by=request.actor)
        since = max(done.appointment.since, request.today)
        told = {"since": since, "name": done.appointment.user.name, "code": done.code}
        messages.success(request, _("任职已确认，本人到任后自 %(since)s 起生效。") % told)
        shown = _("%(name)s的确认码：%(code)s。只显示这一次，请现在抄下，当面交给本人。") % told
        messages.warning(
            request, shown + _("本人七天内在“到任”页输入；遗失的，须撤回任职后重新办理。")
        )
    return _page(request, refused=True) if refused else redirect("settings")


@allow(accounts.CONFIRM_PASSWORD, "POST")
def user_confirm(request: OfficerRequest, user_id: int) -> HttpResponse:
    with _or_told(request) as refused:
        code = confirm_password(user_id=user_id, on=request.today, by=request.actor)
        messages.success(request, _("重设的密码已确认。"))
        _show_code(request, User.objects.get(pk=user_id).name, code)
    return _page(request, refused=True) if refused else redirect("settings")


def _show_code(request: OfficerRequest, name: str, code: str) -> None:
    """Once, to who hands it over."""
    told = {"name": name, "code": code}
    shown = _("%(name)s的确认码：%(code)s。只显示这一次，请现在抄下，当面交给本人。") % told
    messages.warning(request, shown + _("本人改密码时要用；遗失的，须重设密码。"))


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


def _checks_of_user(request: OfficerRequest) -> Checks:
    return {
        "username": lambda typed: refuse_taken(typed["username"]),
        "password": lambda typed: refuse_weak(
            User(username=typed.get("username", ""), name=typed.get("name", "")), typed["password"]
        ),
        "union_code": lambda typed: union_to_appoint(request.actor, typed["union_code"]),
    }


def _add_user(request: OfficerRequest, typed: dict[str, Any]) -> Appointment:
    """A user with the first appointment: both or neither."""
    account = {name: typed[name] for name in ("username", "name", "password")}
    create_user(**account, by=request.actor)
    return _appoint(request, {**typed, "since": request.today})


def _appoint(request: OfficerRequest, typed: dict[str, Any]) -> Appointment:
    appointment = {name: typed[name] for name in ("username", "union_code", "since")}
    role = Role(typed["role"])
    return appoint_officer(**appointment, role=role, on=request.today, by=request.actor)


def _say_what_waits(request: OfficerRequest, made: Appointment) -> None:
    if made.waits:
        told = {"role": made.role_label, "who": seconder_named(made, request.today)}
        messages.info(
            request,
            _("任%(role)s须由两位系统管理员办理：已提议，待%(who)s确认、本人到任后生效。") % told,
        )


def _page(
    request: OfficerRequest,
    *,
    refused: bool = False,
    password: tuple[int, PasswordForm] | None = None,
    **shown: Any,
) -> HttpResponse:
    """The whole page; `shown` are forms that were refused, `refused` a button that was.

    `password`: of a user, the form that was refused.
    """
    of_user = dict([password] if password else [])
    users = users_administered(request.actor, request.today)
    held = appointments_administered(request.actor, request.today).exclude(WAITS)
    waiting = waiting_shown(request.actor, request.today)
    to_confirm = passwords_to_confirm(users, request.actor, request.today)
    context = {
        "users": [(user, of_user.get(user.pk)) for user in users],
        "only_proposed": only_proposed(waiting, held),
        "passwords_to_confirm": to_confirm,
        "names_to_confirm": [user.name for user in to_confirm],
        "appointments": held,
        "waiting": waiting,
        "to_answer": hand_overs_to_answer(request.actor, request.today).count(),
        "own_unions": unions_offered(request.actor),
        "is_only_one": is_only_one(request.actor, request.today),
        "may_move_day": acts_for_all(request.actor),
        "day_form": DayForm(),
        "user_form": UserForm(),
        "appoint_form": AppointForm(prefix=APPOINT, initial={"since": request.today}),
        **shown,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else status_with(*shown.values())
    return render(request, "settings/page.html", context, status=status)
