"""Whether anybody holds more places of a season than the programme allows, or one of another season.

Read-only. Run with the whole register in scope; with less, what is hidden would look right.
"""

from __future__ import annotations

from datetime import date

from bangfu.kernel.divisions import places_reaching
from bangfu.kernel.phrases import phrase
from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import ProgrammeParameter
from bangfu.programmes.rules.candidates import ONCE
from bangfu.programmes.rules.season import JANUARY, period_of
from bangfu.scope.by_hand import rows_of

# Of each round, who holds which place of which season: a few lines, however many households. Claims that
# were entered for rounds of before count in the season of the round's day, by the day of its release.
PLACES = """
select k.round_id, k.programme_id, r.area_code, array[k.day, r.day], k.period, k.nth,
  array_agg(k.household_id)
from rounds_needclaim k join rounds_round r on r.id = k.round_id
where k.holds group by 1, 2, 3, 4, 5, 6 order by 1, 4, 5, 6
"""
FILES = "select file_no from registry_files_of(%(households)s::bigint[]) order by file_no"


def check_seasons() -> list[str]:
    """A line for each round, season and place that was not to be given; empty means that all were."""
    return [
        phrase(
            "批次 {round} 中这些户是 {period} 起一季的第 {nth} 次，超过每户每季次数或不在这一季：{files}",
            round=round_id,
            period=period,
            nth=nth,
            files="、".join(number for (number,) in rows_of(FILES, {"households": households})),
        )
        for round_id, programme, place, days, period, nth, households in rows_of(PLACES, {})
        if not _allowed(programme, place, days, period, nth)
    ]


def _allowed(programme: int, place: str, days: list[date], period: str, nth: int) -> bool:
    """By whatever was ever in force there up to these days: what is entered later for days past accuses nobody."""
    entered = ProgrammeParameter.objects.filter(
        programme=programme, place__in=places_reaching(place), valid_from__lte=max(days)
    )
    times = [row.value for row in entered if row.name == Parameter.PER_SEASON]
    starts = [row.value for row in entered if row.name == Parameter.SEASON]
    seasons = {period_of(day, start) for day in days for start in starts or [JANUARY]}
    return nth <= max([ONCE, *times]) and period in seasons
