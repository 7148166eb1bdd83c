"""Why a household is in its class on a day, as lines for the terminal; the reading is logged."""

from __future__ import annotations

from datetime import date

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role

from ..queries.explaining import assess_one, find_file
from ..rules.text import explain_text


def read_explanation(*, file_no: str, day: date, by: Actor) -> str:
    """The explanation on the facts of that day as known now.

    Raises:
        NotPermitted, NoSuchFile, NotYetOnFile.
    """
    by.require(Role.OPERATOR)
    with acting(by):
        household = find_file(file_no, by)
        text = explain_text(assess_one(household, day).explain())
        record(by, "registry.read", "household", household.pk, {"day": str(day)})
    return text
