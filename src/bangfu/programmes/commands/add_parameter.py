"""Set a value of a programme at a place from a day on, with the document it comes from."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.divisions import fallback
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.organisations.administering import require_for_all
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Parameter
from ..errors import BadParameter, ParameterTaken
from ..models import Programme, ProgrammeParameter

LAST_MONTH = 12


@use_case(duties.ADD_PARAMETER)
def add_parameter(
    *,
    programme: Programme,
    place: str,
    name: Parameter,
    value: int,
    valid_from: date,
    source: str,
    by: Actor,
) -> ProgrammeParameter:
    """Add a row; the same row again changes nothing.

    Args:
        value: fen for ceilings, 1..12 for the month a season starts in.

    Raises:
        BadParameter, ParameterTaken, NotADivision, NotPermitted
    """
    require_for_all(by)
    _refuse_bad(place, name, value, source)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    held = ProgrammeParameter.objects.filter(
        programme=programme, place=place, name=name, valid_from=valid_from
    ).last()
    if held is not None:
        if held.value != value:
            raise ParameterTaken(str(name.label), place, valid_from)
        nothing_changed()
        return held
    parameter = ProgrammeParameter.objects.create(
        programme=programme,
        place=place,
        name=name,
        value=value,
        valid_from=valid_from,
        source=trim(source),
    )
    tell("programme", programme.code, _told(parameter))
    return parameter


def _told(parameter: ProgrammeParameter) -> dict[str, str | int]:
    unit = "amount_fen" if parameter.is_money else "month"
    return {
        "name": parameter.name,
        "place": parameter.place,
        unit: parameter.value,
        "valid_from": str(parameter.valid_from),
    }


def _refuse_bad(place: str, name: Parameter, value: int, source: str) -> None:
    if not fallback(place):
        raise BadParameter(phrase("全国代码 000000 不能作为执行地"))
    if value <= 0:
        raise BadParameter(phrase("{parameter}须大于零", parameter=name.label))
    if name == Parameter.SEASON and value > LAST_MONTH:
        raise BadParameter(phrase("月份应为 1 至 12"))
    if not trim(source):
        raise BadParameter(phrase("没有写依据的文件"))
