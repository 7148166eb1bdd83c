"""Sign in, sign out, and choose which appointment to act in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.accounts.lockout import remember_device
from bangfu.accounts.models import ONE_TIME_LASTS, User
from bangfu.audit.recording import record
from bangfu.organisations.errors import NoAppointment
from bangfu.organisations.queries import actor_for, appointments_of, today
from bangfu.scope.enums import Role

from ..access import EVERYONE, READING_AND_POSTING, OfficerRequest, allow, public
from ..forms_base import Grouped
from ..middleware import CHOSEN
from .password import SIGNED_IN_BEFORE, sign_in_told


class SignInForm(Grouped, AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不对，请重新输入；连续输错六次将锁定一刻钟。"),
        "inactive": _("这个账号已停用，请联系系统管理员。"),
        "expired": _("这个一次性密码超过 %(days)s 天没有使用，已失效。请联系系统管理员重设密码。"),
    }

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.one_time_expired:
            raise forms.ValidationError(
                self.error_messages["expired"], params={"days": ONE_TIME_LASTS.days}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and not appointments_of(user.pk, today()).exists():
            raise forms.ValidationError(str(NoAppointment()))
        return cleaned


class SignIn(LoginView):
    template_name = "sign_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form) -> HttpResponse:  # type: ignore[no-untyped-def]
        user: User = form.get_user()
        before = user.last_login
        response = super().form_valid(form)
        remember_device(self.request, response, user.username)
        self.request.session[SIGNED_IN_BEFORE] = before.isoformat() if before else ""
        if not user.password_one_time:  # the page that comes first tells it itself
            messages.info(self.request, "".join(sign_in_told(self.request, user)))
        held = appointments_of(user.pk, self.request.today).first()  # type: ignore[attr-defined]
        if held is not None:
            record(actor_for(held), "accounts.sign_in", "user", user.pk)
        return response


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """An administrator has no files to look at and starts at the settings."""
    actor = request.actor  # type: ignore[attr-defined]
    return redirect("settings" if actor and actor.role == Role.ADMINISTRATOR else "figures")


@READING_AND_POSTING
@allow(*EVERYONE)
def switch(request: OfficerRequest) -> HttpResponse:
    """Choose the appointment to act in; only one's own, in force today."""
    held = list(appointments_of(request.user.pk, request.today))
    if request.method == "POST":
        chosen = next((one for one in held if str(one.pk) == request.POST.get("appointment")), None)
        if chosen is not None:
            request.session[CHOSEN] = chosen.pk
            record(actor_for(chosen), "accounts.switch", "appointment", chosen.pk)
        return redirect("home")
    return render(request, "sign_in/switch.html", {"appointments": held})


urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", public(READING_AND_POSTING(SignIn.as_view())), name="sign_in"),
    path("sign-out/", public(require_POST(LogoutView.as_view())), name="sign_out"),
    path("switch/", switch, name="switch"),
]
