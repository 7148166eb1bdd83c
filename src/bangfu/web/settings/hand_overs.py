"""Steps that an office too small to keep them apart hands to its superior or a neighbour."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.acts.two_hands import HANDED_OVER
from bangfu.organisations import duties
from bangfu.organisations.administering import unions_administered
from bangfu.organisations.commands.decline_step import decline_step
from bangfu.organisations.commands.hand_over_step import hand_over_step
from bangfu.organisations.commands.take_up_step import take_up_step
from bangfu.organisations.errors import (
    AdministratorApart,
    BadTimeOfHandOver,
    NotSuperiorNorNeighbour,
    UnionNotYours,
    UnknownUnion,
    UnknownUser,
    UserNotYours,
)
from bangfu.organisations.handing_over import hand_overs
from bangfu.scope.enums import Role

from ..access import OfficerRequest, allow
from ..forms_base import DayInput, FormRefused, GroupedForm, RefusedAt, status_with

#: Its form asks for a reason, as declining does.
ASK = "ask"
ROLES = [(role.value, role.label) for role in Role if role in HANDED_OVER]


class HandOverForm(GroupedForm):
    REFUSED_AT: RefusedAt = {
        UnionNotYours: "union_code",
        UnknownUnion: "to_union_code",
        NotSuperiorNorNeighbour: "to_union_code",
        BadTimeOfHandOver: "until",
    }
    GROUPS = [(_("请人代办"), ["union_code", "role", "to_union_code", "since", "until", "reason"])]

    union_code = forms.CharField(label=_("本工会编码"), max_length=20)
    role = forms.ChoiceField(label=_("哪一步"), choices=ROLES)
    to_union_code = forms.CharField(
        label=_("接办工会编码"), max_length=20, help_text=_("上级工会，或同一上级之下的其他工会")
    )
    since = forms.DateField(label=_("自哪一天起"), widget=DayInput)
    until = forms.DateField(label=_("到哪一天止"), widget=DayInput)
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("只写工会的情况，不写个人")
    )


class TakeUpForm(GroupedForm):
    REFUSED_AT: RefusedAt = {
        UnknownUser: "username",
        UserNotYours: "username",
        AdministratorApart: "username",
    }

    username = forms.CharField(
        label=_("由谁代办（用户名）"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DeclineForm(GroupedForm):
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("只写工会的情况，不写个人")
    )


@allow(duties.HAND_OVER, "GET", "POST")
def hand_over_list(request: OfficerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = HandOverForm(request.POST, prefix=ASK)
    try:
        form.send(lambda typed: _ask(request, typed))
    except FormRefused:
        return _page(request, form=form)
    messages.success(request, gettext("已提出，等接办工会的系统管理员答复。"))
    return redirect("hand_over_list")


@allow(duties.TAKE_UP, "POST")
def hand_over_take(request: OfficerRequest, hand_over_id: int) -> HttpResponse:
    form = TakeUpForm(request.POST, auto_id=f"id_take_{hand_over_id}_%s")
    try:
        form.send(
            lambda typed: take_up_step(
                hand_over_id=hand_over_id, on=request.today, by=request.actor, **typed
            )
        )
    except FormRefused:
        return _page(request, of_row=(hand_over_id, "take", form))
    messages.success(request, gettext("已接办，待请办工会的系统管理员确认后生效。"))
    return redirect("hand_over_list")


@allow(duties.DECLINE, "POST")
def hand_over_decline(request: OfficerRequest, hand_over_id: int) -> HttpResponse:
    form = DeclineForm(request.POST, auto_id=f"id_decline_{hand_over_id}_%s")
    try:
        form.send(
            lambda typed: decline_step(
                hand_over_id=hand_over_id, on=request.today, by=request.actor, **typed
            )
        )
    except FormRefused:
        return _page(request, of_row=(hand_over_id, "decline", form))
    messages.success(request, gettext("已答复不接办。"))
    return redirect("hand_over_list")


def _ask(request: OfficerRequest, typed: dict[str, Any]) -> None:
    hand_over_step(**{**typed, "role": Role(typed["role"])}, on=request.today, by=request.actor)


def _page(
    request: OfficerRequest,
    *,
    of_row: tuple[int, str, GroupedForm] | None = None,
    form: HandOverForm | None = None,
) -> HttpResponse:
    """`of_row`: of a row, what its button does, and the form that was refused."""
    own = set(unions_administered(request.actor).values_list("id", flat=True))
    refused = {of_row[:2]: of_row[2]} if of_row else {}
    rows = [
        {
            "asked": asked,
            "appointment": getattr(asked, "appointment", None),
            "incoming": asked.to_union_id in own,
            "take_form": refused.get((asked.pk, "take")),
            "decline_form": refused.get((asked.pk, "decline")),
        }
        for asked in hand_overs(request.actor, request.today)
    ]
    shown = {
        "rows": rows,
        "form": form or HandOverForm(prefix=ASK, initial={"since": request.today}),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if of_row else status_with(*([form] if form else []))
    return render(request, "settings/hand_overs.html", shown, status=status)
