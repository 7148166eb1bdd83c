"""Enter the winter-warmth programme and its ceilings as data of a place; used by the demo."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import WINTER_WARMTH, Parameter
from ..models import Programme
from .add_parameter import add_parameter

#: name, value, source. Ceilings as published in Shandong and Baiyin (domain.md, section 4).
VALUES = (
    (Parameter.PER_TIME, 300_000, "山东、白银送温暖资金办法：每人每次不超过 3000 元"),
    (Parameter.PER_YEAR, 600_000, "山东、白银送温暖资金办法：每人每年不超过 6000 元"),
    (Parameter.SEASON, 7, "本地安排：一季自七月起，至次年六月止"),
)


@transaction.atomic
def install_winter_warmth(*, place: str, valid_from: date, by: Actor) -> Programme:
    """Make the programme 送温暖 unless it exists, and set its values at `place`.

    Raises:
        ParameterTaken: another value already holds there from that day.
        NotPermitted: only an administrator or the machine's operator.
    """
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    programme, _made = Programme.objects.get_or_create(
        code=WINTER_WARMTH, defaults={"name": "送温暖"}
    )
    for name, value, source in VALUES:
        add_parameter(
            programme=programme,
            place=place,
            name=name,
            value=value,
            valid_from=valid_from,
            source=source,
            by=by,
        )
    return programme
