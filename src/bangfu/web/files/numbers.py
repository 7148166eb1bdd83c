"""A number of a file in clear, opened on purpose: shown once, and that it was read is logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bangfu.acts.frame import refuse_while_only_shown
from bangfu.eligibility.queries import find_file
from bangfu.registry.commands.reveal_phone import reveal_phone
from bangfu.registry.models import Household
from bangfu.reporting.dossier import secret_of
from bangfu.vault import duties as vault
from bangfu.vault.commands.reveal_secret import reveal_secret
from bangfu.vault.enums import Purpose
from bangfu.vault.errors import PurposeMissing

from ..access import OfficerRequest, allow
from ..responses import see_other

#: Why a person may open a number here; payments and imports open theirs by themselves.
PURPOSES = (Purpose.VERIFY, Purpose.CORRECTION, Purpose.PAYMENT, Purpose.AUDIT)
PHONE_PURPOSES = (Purpose.CONTACT, Purpose.VERIFY, Purpose.CORRECTION, Purpose.AUDIT)
#: In the session: a number that was asked for and is not shown yet.
ASKED = "reveal"
REVEAL_FIELDS = ("secret", "phone", "purpose")


@dataclass(frozen=True)
class Number:
    """A number of a file; `opened` takes the purpose, logs it and returns the number in clear.

    `named` is how the request named it, nothing else that came with it.
    """

    title: str
    purposes: tuple[Purpose, ...]
    named: Mapping[str, str]
    opened: Callable[[str], str]


@allow(vault.READ, "GET", "POST")
def file_reveal(request: OfficerRequest, file_no: str) -> HttpResponse:
    """One number in clear for a purpose; shown once, kept nowhere but in the log that it was.

    Without script it is asked for by post and opened by the page that follows, once: loaded anew
    that leads back to the file.
    """
    household = find_file(file_no, request.actor)
    if request.method == "POST":
        return _asked_for(request, household)
    asked = request.session.pop(ASKED, None)
    if asked is None:
        return see_other("file_page", file_no)
    number = _number(request, household, asked)
    shown = {"household": household, "title": number.title}
    clear = number.opened(asked["purpose"])
    return _unkept(render(request, "files/reveal_page.html", {**shown, "clear": clear}))


def _asked_for(request: OfficerRequest, household: Household) -> HttpResponse:
    """Raises OnlyShown: a number that was asked for before one signed in again is asked for anew."""
    refuse_while_only_shown()
    asked = {name: request.POST.get(name, "") for name in REVEAL_FIELDS}
    number = _number(request, household, asked)
    if asked["purpose"] not in number.purposes:
        raise PurposeMissing
    if request.htmx:  # type: ignore[attr-defined]
        shown = {"clear": number.opened(asked["purpose"])}
        return _unkept(render(request, "files/revealed.html", shown))
    request.session[ASKED] = {**asked, **number.named}
    return see_other("file_reveal", household.file_no)


def _number(request: OfficerRequest, household: Household, asked: Mapping[str, str]) -> Number:
    """Raises BadRequest for what names no number, Secret.DoesNotExist for one of another file."""
    by = request.actor
    if asked["phone"]:
        facts_id = _id(asked["phone"])
        return Number(
            _("手机"),
            PHONE_PURPOSES,
            {"phone": str(facts_id), "secret": ""},
            lambda why: reveal_phone(household=household, facts_id=facts_id, purpose=why, by=by),
        )
    secret = secret_of(household, _id(asked["secret"]), by)
    return Number(
        secret.get_kind_display(),
        PURPOSES,
        {"phone": "", "secret": str(secret.pk)},
        lambda why: reveal_secret(secret_id=secret.pk, purpose=why, by=by),
    )


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest
    return int(text)


def _unkept(response: HttpResponse) -> HttpResponse:
    """Neither kept by the browser nor of a size that could tell the number (`compression`)."""
    response["Cache-Control"] = "no-store"
    response.secret = True  # type: ignore[attr-defined]
    return response
