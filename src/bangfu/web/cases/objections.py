"""Objections to posted cases: taken down by one officer, answered by another."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.casework.commands.answer_objection import answer_objection
from bangfu.casework.commands.file_objection import file_objection
from bangfu.kernel.errors import BangfuError

from ..access import OfficerRequest, allow
from ..forms_base import GroupedForm
from ..responses import see_other
from .forms import AnswerForm, ObjectionForm


@allow(duties.OBJECT)
@require_http_methods(["GET", "POST"])
def objection_new(request: OfficerRequest, case_id: int) -> HttpResponse:
    case = queries.case_of(request.actor, case_id)
    form = ObjectionForm(request.POST or None, initial={"received_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            file_objection(case_id=case_id, on=request.today, by=request.actor, **form.cleaned_data)
        except BangfuError as refused:
            _show(form, refused)
        else:
            messages.success(request, _("异议已登记，答复之前不会作出决定。"))
            return see_other("case_page", case_id)
    tell("household", case.household_id, {"case": case.id}, action="casework.read")
    return _page(request, form, {"case": case})


@allow(duties.ANSWER_OBJECTION)
@require_http_methods(["GET", "POST"])
def objection_answer(request: OfficerRequest, objection_id: int) -> HttpResponse:
    objection = queries.objection_of(request.actor, objection_id)
    case = objection.case
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_objection(
                objection_id=objection_id,
                on=request.today,
                by=request.actor,
                **form.cleaned_data,
            )
        except BangfuError as refused:
            _show(form, refused)
        else:
            messages.success(request, _("异议已答复。"))
            return see_other("case_page", case.id)
    tell("household", case.household_id, {"case": case.id}, action="casework.read")
    return _page(request, form, {"case": case, "objection": objection})


def _show(form: GroupedForm, refused: BangfuError) -> None:
    """A wrong entry is said at the form; anything else (stale, another's duty) has its own page."""
    if getattr(refused, "status", HTTPStatus.UNPROCESSABLE_ENTITY) != 422:
        raise refused
    form.add_error(None, str(refused))


def _page(request: OfficerRequest, form: GroupedForm, shown: dict[str, object]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "cases/objection.html", {"form": form, **shown}, status=status)
