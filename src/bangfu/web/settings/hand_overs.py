"""Steps that an office too small to keep them apart hands to its superior or a neighbour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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
from bangfu.organisations.handing_over import hand_overs, unions_near, was_taken_back
from bangfu.organisations.models import Appointment, HandOver, Union
from bangfu.organisations.seconding import seconders_each
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..access import OfficerRequest, allow
from ..forms_base import DayInput, FormRefused, GroupedForm, RefusedAt, status_with
from .offered import MOST_OFFERED, unions_offered

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
    GROUPS = [(_("提出代办"), ["union_code", "role", "to_union_code", "since", "until", "reason"])]

    union_code = forms.CharField(
        label=_("本工会编码"), max_length=20, widget=forms.TextInput(attrs={"list": "own-unions"})
    )
    role = forms.ChoiceField(label=_("哪一步"), choices=ROLES)
    to_union_code = forms.CharField(
        label=_("接办工会编码"),
        max_length=20,
        help_text=_("上级工会，或同一上级之下的其他工会；可输入名称选取"),
        widget=forms.TextInput(attrs={"list": "near-unions", "autocomplete": "off"}),
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
        help_text=_("本工会的干部，不能是系统管理员"),
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
    form = TakeUpForm(request.POST, auto_id=_ids("take", hand_over_id))
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
    form = DeclineForm(request.POST, auto_id=_ids("decline", hand_over_id))
    try:
        answered = form.send(
            lambda typed: decline_step(
                hand_over_id=hand_over_id, on=request.today, by=request.actor, **typed
            )
        )
    except FormRefused:
        return _page(request, of_row=(hand_over_id, "decline", form))
    taken_back = was_taken_back(answered)
    messages.success(request, gettext("已撤回。") if taken_back else gettext("已答复不接办。"))
    return redirect("hand_over_list")


def _ids(does: str, hand_over_id: int) -> str:
    """Of the fields in one row."""
    return f"id_{does}_{hand_over_id}_%s"


def _own_code(actor: Actor) -> str:
    return Union.objects.values_list("code", flat=True).get(pk=actor.union_id)


def _mine_to_confirm(shown: Iterable[HandOver], actor: Actor, on: date) -> set[int]:
    """Of which hand-overs the one who looks may confirm the appointment, by id."""
    made = [each.appointment for each in shown if hasattr(each, "appointment")]
    waits = [one for one in made if one.waits and not one.withdrawn]
    hands = seconders_each(waits, on)
    return {
        one.hand_over_id
        for one in waits
        if one.hand_over_id and actor.user_id in [hand.user_id for hand in hands[one.pk]]
    }


def _has_not_begun(asked: HandOver, on: date) -> bool:
    """Taken up, and either union may take it back still."""
    made: Appointment | None = getattr(asked, "appointment", None)
    return made is not None and not made.withdrawn and (made.waits or made.since > on)


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
    shown = list(hand_overs(request.actor, request.today))
    mine = _mine_to_confirm(shown, request.actor, request.today)
    rows = [
        {
            "asked": asked,
            "appointment": getattr(asked, "appointment", None),
            "incoming": asked.to_union_id in own,
            "taken_back": asked.answer == "declined" and was_taken_back(asked),
            "mine_to_confirm": asked.pk in mine,
            "may_withdraw": _has_not_begun(asked, request.today),
            "take_form": refused.get((asked.pk, "take"))
            or TakeUpForm(auto_id=_ids("take", asked.pk)),
            "decline_form": refused.get((asked.pk, "decline"))
            or DeclineForm(auto_id=_ids("decline", asked.pk)),
        }
        for asked in shown
    ]
    initial = {"since": request.today, "union_code": _own_code(request.actor)}
    shown = {
        "rows": rows,
        "form": form or HandOverForm(prefix=ASK, initial=initial),
        "own_unions": unions_offered(request.actor),
        "near_unions": unions_near(request.actor)[:MOST_OFFERED],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if of_row else status_with(*([form] if form else []))
    return render(request, "settings/hand_overs.html", shown, status=status)
