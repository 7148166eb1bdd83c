"""Take office: with one's own password and the code that the second administrator handed over.

Open to everybody, for who holds nothing yet can't be signed in; the password is asked for as at the sign-in.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from bangfu.accounts.errors import PasswordWaits, WeakPassword
from bangfu.accounts.models import ONE_TIME_LASTS, User
from bangfu.organisations.commands.take_office import Tried, take_office, taker
from bangfu.organisations.errors import NewPasswordFirst, NothingToTake, PasswordGivenByYou

from ..access import public
from ..forms_base import FormRefused, GroupedForm, status_with
from .forms import in_words


class TakeOfficeForm(GroupedForm):
    REFUSED_AT = {
        NewPasswordFirst: "new",
        WeakPassword: "new",
        PasswordWaits: "password",
        NothingToTake: None,
        PasswordGivenByYou: None,
    }
    # The code stands before the passwords: browsers take a text between two passwords for another form.
    GROUPS = [
        (_("到任"), ["username", "code", "password"]),
        (_("别人给的一次性密码，请同时改成自己的"), ["new", "again"]),
    ]

    username = forms.CharField(
        label=_("用户名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("确认码"),
        help_text=_("由确认任职的那位系统管理员当面交给您；七天内有效，输错五次作废"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        required=False,
        help_text=_("至少 10 位；密码已是自己定的，不必填写"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("new") != typed.get("again"):
            self.add_error("again", _("两次输入的新密码不一致。"))
        if "username" in typed and "password" in typed:
            self.user = self._known(typed["username"], typed["password"])
        return typed

    def _known(self, username: str, password: str) -> User | None:
        """Asked as at the sign-in, so wrong ones count towards the same lock."""
        with in_words():
            known = authenticate(self.request, username=username, password=password)
        if not isinstance(known, User):
            self.add_error("password", _("用户名或密码不对；连续输错六次将锁定一刻钟。"))
            return None
        if known.one_time_expired:
            told = _("这个一次性密码超过 %(days)s 天没有使用，已失效。请系统管理员重设密码。")
            self.add_error("password", told % {"days": ONE_TIME_LASTS.days})
        return known

    def tell_wrong(self, left: int) -> None:
        """The command counted the try, so it refused nothing. Args: left: how many more there are."""
        if left:
            words = gettext("确认码不对，还可以试 %(left)s 次。") % {"left": left}
        else:
            words = gettext("确认码不对，已经作废。请系统管理员撤回这项任职，重新提议、确认。")
        self.add_error("code", words)


@public("GET", "POST")
@never_cache
def office_page(request: HttpRequest) -> HttpResponse:
    """Whoever has taken office signs in anew: their other sign-ins have ended."""
    initial = {"username": request.user.get_username()}
    form = TakeOfficeForm(request.POST or None, request=request, initial=initial)
    if request.method == "POST":
        with suppress(FormRefused):
            tried = form.send(lambda typed: _take(request, form, typed))
            if tried.taken is not None:
                told = {"role": tried.taken.role_label, "union": tried.taken.union.name}
                messages.success(request, gettext("您已到任：%(union)s%(role)s。请登录。") % told)
                return redirect("sign_in")
            form.tell_wrong(tried.left)
    return render(request, "sign_in/take_office.html", {"form": form}, status=status_with(form))


def _take(request: HttpRequest, form: TakeOfficeForm, typed: dict[str, Any]) -> Tried:
    user = form.user
    if user is None:
        raise NothingToTake
    today = request.today  # type: ignore[attr-defined]
    return take_office(code=typed["code"], password=typed["new"], on=today, by=taker(user.pk))
