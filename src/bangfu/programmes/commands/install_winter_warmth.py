"""Enter the winter-warmth programme (送温暖) with its ceilings and its season at a place."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from bangfu.acts.frame import use_case
from bangfu.kernel.phrases import phrase
from bangfu.organisations.administering import require_for_all
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import WINTER_WARMTH, Parameter
from ..errors import BadParameter
from ..models import Programme
from .add_parameter import add_parameter


class Installed(NamedTuple):
    """`added`: how many values are new; 0 when all of them already held from that day."""

    programme: Programme
    added: int


@use_case(duties.INSTALL, silent="each value is told where it is added")
def install_winter_warmth(
    *,
    place: str,
    per_time_fen: int,
    per_year_fen: int,
    season_starts_month: int,
    valid_from: date,
    source: str,
    by: Actor,
    times_per_season: int | None = None,
) -> Installed:
    """Make the programme 送温暖 unless it exists, and set its values at `place`, all or none.

    Args:
        place: 行政区划代码, six digits; holds below it too, unless a place has its own.
        per_time_fen, per_year_fen: the ceilings in fen, each time and in a calendar year.
        season_starts_month: 1..12.
        times_per_season: how often a household may be given to in a season; None leaves it unsaid,
            which is once.
        source: the document that all values come from, at most 200 characters.

    Raises:
        BadParameter: as `add_parameter`; or the year's ceiling lies below the one for each time.
        NotADivision.
        ParameterTaken: another value already holds there from that day.
        NotPermitted, OnlyAtTheRoot: only the machine's operator or an administrator at the root.
    """
    require_for_all(by)
    _refuse_crossed(per_time_fen, per_year_fen)
    programme, _is_new = Programme.objects.get_or_create(
        code=WINTER_WARMTH, defaults={"name": "送温暖"}
    )
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    before = programme.parameters.count()
    values = {
        Parameter.PER_TIME: per_time_fen,
        Parameter.PER_YEAR: per_year_fen,
        Parameter.SEASON: season_starts_month,
        **({Parameter.PER_SEASON: times_per_season} if times_per_season is not None else {}),
    }
    add = partial(
        add_parameter,
        programme=programme, place=place, valid_from=valid_from, source=source, by=by,
    )  # fmt: skip
    for name, value in values.items():
        add(name=name, value=value)
    return Installed(programme, programme.parameters.count() - before)


def _refuse_crossed(per_time_fen: int, per_year_fen: int) -> None:
    """With a year's ceiling below the one for each time, the latter could never be reached."""
    if per_year_fen < per_time_fen:
        raise BadParameter(
            phrase(
                "{per_year}低于{per_time}",
                per_year=Parameter.PER_YEAR.label,
                per_time=Parameter.PER_TIME.label,
            )
        )
