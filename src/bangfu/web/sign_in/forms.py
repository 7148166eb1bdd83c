"""What signing in and a new password ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bangfu.accounts.errors import PasswordWaits, TooManyPasswords, WeakPassword, WrongCode
from bangfu.accounts.models import ONE_TIME_LASTS
from bangfu.organisations.administering import administrator_over
from bangfu.organisations.queries import appointments_of, today
from bangfu.organisations.seconding import may_confirm, not_yet

from ..forms_base import Grouped, GroupedForm


class SignInForm(Grouped, AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不对，请重新输入；连续输错六次将锁定一刻钟。"),
        "inactive": _("这个账号已停用，不能登录。"),
        "waits": _(
            "您的密码已由系统管理员重设，还没有经另一位确认，暂不能登录。请%(who)s确认，并当面领取确认码。"
        ),
        "expired": _("这个一次性密码超过 %(days)s 天没有使用，已失效。请%(who)s重设密码。"),
    }

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.one_time_expired:
            told = {"days": ONE_TIME_LASTS.days, "who": _keeper_of(user)}
            raise forms.ValidationError(self.error_messages["expired"], params=told)
        if user.password_waits:
            told = {"who": may_confirm(user, today()) or str(_("另一位系统管理员"))}
            raise forms.ValidationError(self.error_messages["waits"], params=told)

    def clean(self) -> dict[str, Any]:
        with in_words():
            cleaned = super().clean()
        user = self.get_user()
        if user is not None and not appointments_of(user.pk, today()).exists():
            raise forms.ValidationError(str(not_yet(user.pk, today())))
        return cleaned


@contextmanager
def in_words() -> Iterator[None]:
    """For whoever asks for a password. The form stays as it was filled in."""
    try:
        yield
    except TooManyPasswords as error:
        raise forms.ValidationError(str(error)) from None


def _keeper_of(user: Any) -> str:
    """Who gives the user another password: by name where somebody is appointed."""
    held = appointments_of(user.pk, today()).first()
    name = administrator_over(held.union_id, today()) if held else ""
    return name or str(_("系统管理员"))


class OwnPasswordForm(GroupedForm):
    """The old password is asked for, so that a screen left open gives nobody the account."""

    REFUSED_AT = {WeakPassword: "new", PasswordWaits: "old"}
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
        with in_words():
            known = authenticate(self.request, username=username, password=old)
        if known is None:
            raise forms.ValidationError(_("原密码不对；连续输错六次将锁定一刻钟。"))
        return old

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("new", again) != again:
            raise forms.ValidationError(_("两次输入的新密码不一致。"))
        return again

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "old" in typed and typed["old"] == typed.get("new"):
            self.add_error("new", _("新密码与原密码相同，请换一个。"))
        return typed


class FirstPasswordForm(OwnPasswordForm):
    """For who decides or moves money: two administrators gave it, one the password and one the code."""

    REFUSED_AT = {**OwnPasswordForm.REFUSED_AT, WrongCode: "code"}
    GROUPS = [(_("修改密码"), ["old", "code", "new", "again"])]

    code = forms.CharField(
        label=_("确认码"),
        help_text=_("由确认的那位系统管理员当面交给您，与一次性密码不是同一个人给的"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
