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

LAST_MONTH = MOST_TIMES = 12


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
    """Add a row, unless the same value already holds there from that day.

    Args:
        place: 行政区划代码, six digits; holds below it too, unless a place has its own.
        value: fen for ceilings, 1..12 for the month a season starts in and for times a season.
        source: the document, at most 200 characters. Another one for the same value is added, too.

    Returns:
        The row that stands, be it new or not.

    Raises:
        NotPermitted, OnlyAtTheRoot, NotADivision.
        BadParameter: place 000000, a value out of bounds, no source.
        ParameterTaken: another value holds there from that day.
    """
    require_for_all(by)
    _refuse_bad(place, name, value, source)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    last = ProgrammeParameter.objects.filter(
        programme=programme, place=place, name=name, valid_from=valid_from
    ).last()
    if last is not None:
        if last.value != value:
            raise ParameterTaken(str(name.label), place, valid_from)
        if last.source == trim(source):
            nothing_changed()
            return last
    parameter = ProgrammeParameter.objects.create(
        programme=programme,
        place=place,
        name=name,
        value=value,
        valid_from=valid_from,
        source=trim(source),
    )
    tell("programme", programme.code, _detail(parameter))
    return parameter


def _detail(parameter: ProgrammeParameter) -> dict[str, str | int]:
    unit = "amount_fen" if parameter.is_money else "month" if parameter.is_month else "times"
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
    if name == Parameter.PER_SEASON and value > MOST_TIMES:
        raise BadParameter(phrase("每户每季次数应为 1 至 {most}", most=MOST_TIMES))
    if not trim(source):
        raise BadParameter(phrase("没有写依据的文件"))
