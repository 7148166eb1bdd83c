"""Take office: the officer types the code that the second administrator handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bangfu.accounts.commands.passwords import PASSWORD_FIELDS, give_password
from bangfu.accounts.enums import PasswordSetBy
from bangfu.accounts.errors import PasswordWaits
from bangfu.accounts.models import User
from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor
from bangfu.scope.reach import NOTHING

from .. import duties
from ..errors import NewPasswordFirst, NothingToTake, PasswordGivenByYou
from ..models import Appointment
from ..queries import actor_for
from ..seconding import WAITS
from .office_codes import TRIES, fits, opens, proof_of


@dataclass(frozen=True)
class Tried:
    """`taken`: what holds from now on, None for a wrong code; `left`: how many more tries there are."""

    taken: Appointment | None
    left: int


def taker(user_id: int) -> Actor:
    """Who takes office may hold nothing yet: they act for what they take, and reach nothing by it.

    Raises NothingToTake.
    """
    waits = [one for one in _waiting(user_id) if opens(one)]
    if not waits:
        raise NothingToTake
    return replace(actor_for(waits[0]), scope=NOTHING)


@use_case(
    duties.TAKE_OFFICE,
    refusals={"appointment_taken_by_its_officer": NothingToTake},
    numbers_in=("password",),
)
def take_office(*, code: str, on: date, by: Actor, password: str = "") -> Tried:
    """Their other sign-ins end. The page has asked for their password before.

    A wrong code is no refusal, for its try is kept and told.

    Args:
        password: the new one, where theirs was given by somebody else for one sign-in.

    Raises:
        NotPermitted, NothingToTake, NewPasswordFirst, PasswordWaits, WeakPassword.
        PasswordGivenByYou: who seconded has given the officer a password since.
    """
    waits = [one for one in _waiting(by.officer_id, lock=True) if opens(one)]
    if not waits:
        raise NothingToTake
    taken = next((one for one in waits if fits(one, code)), None)
    if taken is None:
        return _wrong(waits)
    user = User.objects.select_for_update().get(pk=by.officer_id)
    if user.password_last_given_by_user_id == taken.seconded_by_user_id:
        raise PasswordGivenByYou("")
    _own_password(user, password)
    taken.office_proof, taken.taken_on = proof_of(taken, code), on
    taken.save(update_fields=["office_proof", "taken_on"])
    tell("appointment", taken.pk, {"since": str(max(on, taken.since))})
    return Tried(taken, TRIES)


def _waiting(user_id: int, lock: bool = False) -> list[Appointment]:
    """Seconded and not taken, the oldest first."""
    waits = Appointment.objects.filter(WAITS, user=user_id, seconded_on__isnull=False)
    waits = waits.select_related("union", "union__parent", "user").order_by("id")
    return list(waits.select_for_update(of=("self",)) if lock else waits)


def _wrong(waits: list[Appointment]) -> Tried:
    for one in waits:
        one.office_tries += 1
        one.save(update_fields=["office_tries"])
        tell("appointment", one.pk, {"wrong_code": one.office_tries})
    return Tried(None, TRIES - min(one.office_tries for one in waits))


def _own_password(user: User, password: str) -> None:
    """Raises PasswordWaits, NewPasswordFirst, WeakPassword."""
    if user.password_waits:
        raise PasswordWaits
    if user.password_one_time:
        if not password:
            raise NewPasswordFirst
        give_password(user, password, chosen_by=PasswordSetBy.OWN, one_time=False)
    user.sessions_ended += 1
    user.save(update_fields=[*PASSWORD_FIELDS, "sessions_ended"])
