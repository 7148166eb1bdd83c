"""Why a household is in its class on a day, as lines for the terminal; the reading is logged."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..queries.explaining import assess_one, find_file
from ..rules.text import explain_text


@use_case(duties.EXPLAIN)
def read_explanation(*, file_no: str, day: date, by: Actor) -> str:
    """The explanation on the facts of that day as known now.

    Raises:
        NotPermitted, NoSuchFile, NotYetOnFile.
    """
    household = find_file(file_no, by)
    tell("household", household.pk, {"day": str(day)}, action="registry.read")
    return explain_text(assess_one(household, day).explain())
