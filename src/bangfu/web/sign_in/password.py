"""One's own password: changed by its owner, with what became of it and of the sign-in in sight."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from bangfu.accounts import duties as accounts
from bangfu.accounts.commands.set_password import set_password
from bangfu.accounts.enums import PasswordSetBy
from bangfu.accounts.models import User

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, status_with
from .forms import FirstPasswordForm, OwnPasswordForm

#: In the session: when its officer had signed in before, "" for the first time.
SIGNED_IN_BEFORE = "signed_in_before"


@allow(accounts.SET_PASSWORD, "GET", "POST", with_one_time_password=True)
def own_password(request: OfficerRequest) -> HttpResponse:
    """This session stays; all others of the user end."""
    user = officer(request)
    form_of = FirstPasswordForm if user.password_code else OwnPasswordForm
    form = form_of(request.POST or None, request=request)
    if request.method == "POST":
        with suppress(FormRefused):
            changed = form.send(
                lambda typed: set_password(
                    password=typed["new"], code=typed.get("code", ""), by=request.actor
                )
            )
            update_session_auth_hash(request, changed)
            messages.success(request, gettext("密码已修改，其他地方的登录已失效。"))
            return redirect("home")
    shown = {"form": form, "told": sign_in_told(request, user)}
    return render(request, "sign_in/own_password.html", shown, status=status_with(form))


def officer(request: HttpRequest) -> User:
    """Whoever is signed in."""
    return User.objects.get(pk=request.user.pk)


def sign_in_told(request: HttpRequest, user: User) -> list[str]:
    """When this officer signed in before, and whose choice the password is: what tells them that
    somebody else was here in their name.
    """
    before = request.session.get(SIGNED_IN_BEFORE)
    told = []
    if before:
        moment = _moment(datetime.fromisoformat(before))
        told.append(gettext("上次登录：%(moment)s。") % {"moment": moment})
    elif before == "":
        told.append(gettext("这是您第一次登录。"))
    if user.password_set_at:
        values = {
            "moment": _moment(user.password_set_at),
            "who": PasswordSetBy(user.password_set_by).label,
        }
        told.append(gettext("密码由%(who)s于 %(moment)s 设置。") % values)
    return told


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
