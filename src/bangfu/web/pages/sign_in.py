"""Sign in, sign out, and choose which appointment to act in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.accounts.commands.set_password import set_password
from bangfu.accounts.errors import WeakPassword
from bangfu.audit.recording import record
from bangfu.organisations.errors import NoAppointment
from bangfu.organisations.queries import actor_for, appointments_of, today
from bangfu.scope.enums import Role

from ..access import EVERYONE, OfficerRequest, allow, public
from ..forms_base import Grouped, GroupedForm, refusals_at
from ..middleware import CHOSEN

READING_AND_POSTING = require_http_methods(["GET", "HEAD", "POST"])


class SignInForm(Grouped, AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不对，请重新输入；连续输错六次将锁定一刻钟。"),
        "inactive": _("这个账号已停用，请联系系统管理员。"),
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and not appointments_of(user.pk, today()).exists():
            raise forms.ValidationError(str(NoAppointment()))
        return cleaned


class OwnPasswordForm(GroupedForm):
    """The old password is asked for, so that a screen left open gives nobody the account."""

    GROUPS = [(_("修改密码"), ["old", "new", "again"])]

    old = forms.CharField(
        label=_("原密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少 10 位，不要用常见的密码，也不要全是数字"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old(self) -> str:
        """Asked as at the sign-in, so wrong ones count towards the same lock."""
        old = str(self.cleaned_data["old"])
        username = self.request.user.get_username()
        if authenticate(self.request, username=username, password=old) is None:
            raise forms.ValidationError(_("原密码不对；连续输错六次将锁定一刻钟。"))
        return old

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("new", again) != again:
            raise forms.ValidationError(_("两次输入的新密码不一致。"))
        return again

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "old" in given and given["old"] == given.get("new"):
            self.add_error("new", _("新密码与原密码相同，请换一个。"))
        return given


class SignIn(LoginView):
    template_name = "sign_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form) -> HttpResponse:  # type: ignore[no-untyped-def]
        response = super().form_valid(form)
        held = appointments_of(form.get_user().pk, self.request.today).first()  # type: ignore[attr-defined]
        if held is not None:
            record(actor_for(held), "accounts.sign_in", "user", form.get_user().pk)
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


@READING_AND_POSTING
@allow(*EVERYONE)
def own_password(request: OfficerRequest) -> HttpResponse:
    """This session stays; all others of the user end."""
    form = OwnPasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        with refusals_at(form, {WeakPassword: "new"}):
            user = set_password(
                user_id=request.actor.officer_id,
                password=form.cleaned_data["new"],
                by=request.actor,
            )
        if form.is_valid():
            update_session_auth_hash(request, user)
            messages.success(request, _("密码已修改，其他地方的登录已失效。"))
            return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "sign_in/own_password.html", {"form": form}, status=status)


urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", public(READING_AND_POSTING(SignIn.as_view())), name="sign_in"),
    path("sign-out/", public(require_POST(LogoutView.as_view())), name="sign_out"),
    path("switch/", switch, name="switch"),
    path("password/", own_password, name="own_password"),
]
