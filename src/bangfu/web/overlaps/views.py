"""What waits to be settled, and the page that settles it: the files side by side, the decision beside."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bangfu.accounts.queries import names_shown
from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.casework import duties
from bangfu.casework.commands.put_away_met import put_away_met
from bangfu.casework.commands.settle_overlap import settle_overlap
from bangfu.casework.queries.held_up import held_up_files
from bangfu.casework.queries.settling import Settling, open_overlaps, settling
from bangfu.eligibility.queries import find_file
from bangfu.intake.duties import STAGE
from bangfu.registry.queries.met_elsewhere import open_met, open_pair

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, status_with
from ..responses import see_other
from .forms import PutAwayForm, SettleForm


@allow(duties.READ)
def overlap_list(request: OfficerRequest) -> HttpResponse:
    """For whoever settles them, and for those whose files they hold up."""
    waiting = open_overlaps(request.actor, request.today)
    held_up = held_up_files(request.actor, request.today)
    in_vain = open_met(request.actor, request.today)
    shown = len(waiting) + len(held_up) + len(in_vain)
    tell("list", "overlaps", {"shown": shown}, action="registry.read_many")
    context = {
        "waiting": waiting,
        "held_up": held_up,
        "in_vain": in_vain,
        "may_see_imports": holds(request.actor, STAGE),
        "bringers": names_shown(each.by_name for each in in_vain),
        "may_settle": holds(request.actor, duties.SETTLE_OVERLAP),
    }
    return render(request, "overlaps/list.html", context)


@allow(duties.SETTLE_OVERLAP, "GET", "POST")
def met_settle(request: OfficerRequest, met_id: int) -> HttpResponse:
    """Both sides of a number that was brought in vain, and the reason why nothing more is to be done."""
    pair = open_pair(met_id, request.actor)
    if pair is None:
        raise Http404
    form = PutAwayForm(request.POST or None)
    if request.method == "POST":
        with suppress(FormRefused):
            form.send(
                lambda typed: put_away_met(
                    met_id=met_id, on=request.today, by=request.actor, **typed
                )
            )
            messages.success(request, _("已记录，不再列入重复待处理。"))
            return see_other("overlap_list")
    tell("household", pair.met_id, {"day": str(request.today)}, action="registry.read")
    context = {
        "form": form,
        "pair": pair,
        "may_see_imports": holds(request.actor, STAGE),
        "bringers": names_shown([pair.by_name]),
    }
    return render(request, "overlaps/in_vain.html", context, status=status_with(form))


@allow(duties.SETTLE_OVERLAP, "GET", "POST")
def overlap_settle(request: OfficerRequest, file_no: str, kind: str) -> HttpResponse:
    household = find_file(file_no, request.actor)
    shown = settling(household, kind, request.actor, request.today)
    if shown is None:
        raise Http404
    form = SettleForm(request.POST or None, shown)
    if request.method == "POST":
        with suppress(FormRefused):
            form.send(
                lambda typed: settle_overlap(
                    household_id=household.pk,
                    kind=shown.kind,
                    on=request.today,
                    by=request.actor,
                    **typed,
                )
            )
            messages.success(request, _("已记录，这几份档案都写明处理的结果。"))
            return see_other("file_page", file_no)
    return _page(request, form, shown)


def _page(request: OfficerRequest, form: SettleForm, shown: Settling) -> HttpResponse:
    for file in shown.files:
        tell("household", file.household.pk, {"day": str(request.today)}, action="registry.read")
    context = {
        "form": form,
        "shown": shown,
        "household": shown.files[0].household,
        "recorders": names_shown(each.facts.recorded_by for each in shown.files if each.facts),
    }
    return render(request, "overlaps/settle.html", context, status=status_with(form))
