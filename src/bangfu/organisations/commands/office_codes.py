"""The code that who seconds an appointment hands to its officer, and how it is compared."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from bangfu.accounts.commands.passwords import LETTERS

from ..models import Appointment

CODE_LENGTH = 10
#: By the clock; the guard `two_hands` repeats both.
LASTS = timedelta(days=7)
TRIES = 5
#: What `draw_code` sets, for the caller to save.
CODE_FIELDS = ["office_code", "office_code_until"]


def draw_code(appointment: Appointment) -> str:
    """Put its digest on the appointment, which is not saved."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    appointment.office_code = _kept(proof_of(appointment, code))
    appointment.office_code_until = timezone.now() + LASTS
    return code


def opens(appointment: Appointment) -> bool:
    """Whether its code may still be tried."""
    until = appointment.office_code_until
    return until is not None and until > timezone.now() and appointment.office_tries < TRIES


def fits(appointment: Appointment, code: str) -> bool:
    return constant_time_compare(appointment.office_code, _kept(proof_of(appointment, code)))


def proof_of(appointment: Appointment, code: str) -> str:
    """What only who knows the code and the program's key can say; however the code is spaced."""
    plain = "".join(code.split()).upper()
    told = f"{appointment.pk}|{appointment.user_id}|{plain}"
    return salted_hmac("bangfu.organisations.office", told, algorithm="sha256").hexdigest()


def _kept(proof: str) -> str:
    """As the database computes it from the proof."""
    return sha256(proof.encode()).hexdigest()
