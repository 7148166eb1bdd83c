"""The file of one household, as of a day, with the working of its determination."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.accounts.queries import names_shown
from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.casework import duties as casework
from bangfu.casework.enums import CaseState
from bangfu.casework.models import Case
from bangfu.casework.queries import (
    cases_of_file,
    is_live,
    may_be_submitted,
    may_submit,
    offers,
    posting_of,
    settlements_of,
    standing_overlaps,
    told_timeline,
)
from bangfu.casework.queries.overlaps import StandingOverlap, StandingOverlaps, blocking
from bangfu.eligibility.errors import NotYetOnFile
from bangfu.eligibility.queries import assess_held, find_file, waiting_among
from bangfu.kernel.masking import mask_phone
from bangfu.registry import duties as registry
from bangfu.registry.enums import LookedAt
from bangfu.registry.errors import NotYetHeld
from bangfu.registry.models import Household
from bangfu.registry.queries.as_of import HouseholdAsOf, as_of
from bangfu.reporting.aid_of_file import aid_given, aid_total
from bangfu.reporting.dossier import (
    Dossier,
    dossier,
    income_of_all,
    readings,
    versions,
)
from bangfu.rounds import duties as rounds
from bangfu.rounds.queries.reasons import left_out_of
from bangfu.standards.queries import place_names

from ..access import OfficerRequest, allow
from ..forms_base import DayInput
from .accounts import account_shown
from .numbers import PHONE_PURPOSES, PURPOSES


@allow(registry.READ)
def file_detail(request: OfficerRequest, file_no: str) -> HttpResponse:
    household = find_file(file_no, request.actor)
    day = _asked_day(request)
    tell("household", household.pk, {"day": str(day)})
    return render(request, "files/file.html", _context(request, household, day))


def _asked_day(request: OfficerRequest) -> date:
    """Any day up to today; what is no day, or lies ahead, is today, and the page says so."""
    today: date = request.today
    asked = request.GET.get("on", "")
    day = _day_of(asked)
    if day is not None and day <= today:
        return day
    if asked:
        messages.warning(
            request, _("不能按所填的日期查看：不是日期，或还没有到。下面是今天的档案。")
        )
    return today


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _context(request: OfficerRequest, household: Household, day: date) -> dict[str, Any]:
    cases = cases_of_file(request.actor, household.pk)
    held = _held(household, day)
    contents = dossier(held)
    shared = standing_overlaps([household.pk], day)
    return {
        "household": household,
        "day": day,
        "is_past": day != request.today,
        "dossier": contents,
        "place_names": _place_names(contents),
        "members_income_fen": income_of_all(contents),
        "phone": mask_phone(contents.facts.phone) if contents.facts else "",
        "explanation": _explanation(held) if held else None,
        **_overlaps(request, shared.get(household.pk, []), day),
        "stale": bool(waiting_among([household.pk], [day])),
        **_case_part(request, cases, shared if day == request.today else None),
        "may_open_case": holds(request.actor, casework.READ),
        "may_submit": not blocking(shared) and _may_submit(request, household, cases),
        "aid": (aid := aid_given(household, request.actor)),
        "aid_total": aid_total(aid),
        "left_out": left_out_of(household.pk, request.actor),
        "may_money": holds(request.actor, rounds.READ),
        "versions": (told := versions(household)),
        "recorders": names_shown(each.recorded_by for each in told),
        "readings": readings(household),
        "purposes": [(each.value, each.label) for each in PURPOSES],
        "phone_purposes": [(each.value, each.label) for each in PHONE_PURPOSES],
        "account": account_shown(
            contents.card,
            household.area_code,
            request.actor,
            on=request.today,
            is_past=day != request.today,
        ),
        "originals": LookedAt.choices,
        "day_widget": DayInput().render("on", day, {"id": "on", "max": str(request.today)}),
        "reveal_url": reverse("file_reveal", args=[household.file_no]),
    }


def _case_part(
    request: OfficerRequest, cases: Sequence[Case], shared: StandingOverlaps | None
) -> dict[str, Any]:
    """The newest case with what was done to it, and what this officer may do now.

    Args:
        shared: what the file shares with others today; None has it asked.
    """
    if not cases:
        return {"case": None, "case_live": False, "next_act": "", "events": [], "posting": None}
    case, told = cases[0], told_timeline(cases[0])
    return {
        "case": case,
        "case_state": CaseState(case.state).label,
        "case_live": is_live(case),
        "next_act": _next_act(request, case, shared),
        "events": told,
        "posting": posting_of(case, [event for event, _change in told], request.today),
    }


def _place_names(contents: Dossier) -> dict[str, str]:
    """Of the file's place, where its own sheet does not call it anything."""
    facts = contents.facts
    return place_names([facts.area_code]) if facts and not facts.area_name else {}


def _overlaps(
    request: OfficerRequest, shared: Sequence[StandingOverlap], day: date
) -> dict[str, Any]:
    """What it shares with other files, and of which kinds this officer may settle it."""
    decisions = settlements_of((each.overlap.pair for each in shared), request.actor)
    settles = holds(request.actor, casework.SETTLE_OVERLAP) and day == request.today
    in_sight = (each.overlap.kind for each in shared if each.overlap.other)
    return {
        "overlaps": [(each, decisions.get(each.overlap.pair)) for each in shared],
        "may_settle": list(dict.fromkeys(in_sight)) if settles else [],
    }


def _may_submit(request: OfficerRequest, household: Household, cases: Sequence[Case]) -> bool:
    """Whether submitting it is this officer's next step today; `cases` are all of the household's."""
    if any(is_live(case) for case in cases) or not may_submit(request.actor):
        return False
    return may_be_submitted(request.actor, household.pk, cases, request.today)


def _next_act(request: OfficerRequest, case: Case, shared: StandingOverlaps | None) -> str:
    """What this officer may do to the case now, as its button is called; "" for nothing."""
    offered = offers(case, request.actor, request.today, shared)
    free = [offer for offer in offered if not offer.hindrances]
    return free[0].act.label if free else ""


def _held(household: Household, day: date) -> HouseholdAsOf | None:
    """None while the household was not on file."""
    try:
        return as_of(household, day)
    except NotYetHeld:
        return None


def _explanation(held: HouseholdAsOf) -> Any:
    """None while the household was not on file: its first facts may hold from an earlier day."""
    try:
        return assess_held(held).explain()
    except NotYetOnFile:
        return None
