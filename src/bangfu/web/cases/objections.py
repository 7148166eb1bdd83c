"""Objections to posted cases: taken down by one officer, answered by another."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.casework.commands.answer_objection import answer_objection
from bangfu.casework.commands.file_objection import file_objection

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, GroupedForm, status_with
from ..responses import see_other
from .forms import AnswerForm, ObjectionForm


@allow(duties.OBJECT, "GET", "POST")
def objection_new(request: OfficerRequest, case_id: int) -> HttpResponse:
    case = queries.case_of(request.actor, case_id)
    form = ObjectionForm(request.POST or None, initial={"received_on": request.today})
    if request.method == "POST":
        with suppress(FormRefused):
            form.send(
                lambda typed: file_objection(
                    case_id=case_id, on=request.today, by=request.actor, **typed
                )
            )
            messages.success(request, _("异议已登记，答复之前不会作出决定。"))
            return see_other("case_page", case_id)
    tell("household", case.household_id, {"case": case.id}, action="casework.read")
    return _page(request, form, {"case": case})


@allow(duties.ANSWER_OBJECTION, "GET", "POST")
def objection_answer(request: OfficerRequest, objection_id: int) -> HttpResponse:
    objection = queries.objection_of(request.actor, objection_id)
    case = objection.case
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        with suppress(FormRefused):
            form.send(
                lambda typed: answer_objection(
                    objection_id=objection_id, on=request.today, by=request.actor, **typed
                )
            )
            messages.success(request, _("异议已答复。"))
            return see_other("case_page", case.id)
    tell("household", case.household_id, {"case": case.id}, action="casework.read")
    return _page(request, form, {"case": case, "objection": objection})


def _page(request: OfficerRequest, form: GroupedForm, shown: dict[str, object]) -> HttpResponse:
    return render(
        request, "cases/objection.html", {"form": form, **shown}, status=status_with(form)
    )
