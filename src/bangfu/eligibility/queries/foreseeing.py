"""What standards or an adoption would do to the register, counted before they are entered.

Whoever enters them sees no household. So it is counted in the machine's sight, nothing but numbers leaves this
room, and a small one isn't told exactly. Decision: 0037.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from django.db import connection

from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import acting, background
from bangfu.standards.models import LocalStandard

from ..errors import ImpossibleFact, MemberTwice
from ..models import RuleAdoption
from ..rules.catalogue import TURNS
from .deciding import decide_over
from .facts_over import TEMPORARY, FactsOver, facts_over, places_over

MOST_TRIED = 2_000  # households that are decided for trial while somebody waits
#: A smaller number would tell of one family, and so would the difference of two exact ones.
FEWEST_TOLD = 10
#: As `commands.taking_marks` reaches them for a redecision.
REACHING = """
from unnest(%(places)s::text[], %(days)s::date[]) r(place, from_day)
join eligibility_determination d on d.holds_until > r.from_day
  and r.place in (d.area_code, left(d.area_code, 4) || '00', left(d.area_code, 2) || '0000')
"""
COUNTED = f"select count(distinct d.household_id) {REACHING}"
REACHED = f"insert into pg_temp.due select d.household_id, min(r.from_day) {REACHING} group by d.household_id"


@dataclass(frozen=True)
class Foreseen:
    """Attributes:
    households: that are decided anew.
    changing: those of them whose class would be another on the first day that counts; None where they are
        too many to be tried, or one of them can't be judged.
    """

    households: int
    changing: int | None

    def told(self) -> str:
        """Both numbers in a sentence; of few households not even whether any would change."""
        if not self.households:
            return phrase("现在没有要重新认定的户。")
        if self.households < FEWEST_TOLD:
            return phrase("重新认定：不足 {fewest} 户。", fewest=FEWEST_TOLD)
        again = phrase("重新认定：{households} 户", households=f"{self.households:,}")
        if self.changing is None:
            return phrase("{again}；户数较多，类别的变化录入后逐户认定。", again=again)
        if self.changing < FEWEST_TOLD:
            return phrase(
                "{again}，其中类别会变的不足 {fewest} 户。", again=again, fewest=FEWEST_TOLD
            )
        tens = self.changing // FEWEST_TOLD * FEWEST_TOLD
        return phrase(
            "{again}，其中类别会变的约 {changing} 户。", again=again, changing=f"{tens:,}"
        )


def foresee(
    on: date,
    *,
    standards: Sequence[LocalStandard] = (),
    adoptions: Sequence[RuleAdoption] = (),
) -> Foreseen:
    """Count what these would do if they were entered now; classes as of `on`, or as of the day they begin.

    Args:
        standards, adoptions: not saved.
    """
    for number, each in enumerate(adoptions, 1):
        each.pk = each.pk or -number  # a household's adoption is known by its number
    days: dict[str, date] = {}
    begun = [(each.area_code, each.valid_from) for each in standards]
    for place, day in [*begun, *((each.place, each.valid_from) for each in adoptions)]:
        days[place] = min(day, days.get(place, day))
    with acting(background()):
        count = _count(days)
        if not 0 < count <= MOST_TRIED:
            return Foreseen(count, None if count else 0)
        try:
            return Foreseen(count, _changing(_due(days), on, standards, adoptions))
        except (ImpossibleFact, MemberTwice):
            return Foreseen(count, None)


def _count(days: Mapping[str, date]) -> int:
    """How many would be decided anew; a province's are a million, so none of them is fetched for it."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"places": list(days), "days": list(days.values())})
        return int(cursor.fetchone()[0])


def _due(days: Mapping[str, date]) -> dict[int, date]:
    """By household, from which day it would be decided anew; left in `pg_temp.due`, too."""
    with connection.cursor() as cursor:
        cursor.execute(TEMPORARY)
        cursor.execute(REACHED, {"places": list(days), "days": list(days.values())})
        cursor.execute("analyze pg_temp.due")
        cursor.execute("select household_id, from_day from pg_temp.due")
        return dict(cursor.fetchall())


def _changing(
    due: Mapping[int, date],
    on: date,
    standards: Sequence[LocalStandard],
    adoptions: Sequence[RuleAdoption],
) -> int:
    """Both sides are decided from the same reading, so that nothing else that waits is counted."""
    facts = facts_over(min(due), max(due), TURNS, list(due))
    codes = facts.versions["area_code"].unique().to_list()
    places, adopted = places_over(codes, standards, adoptions)
    coming = replace(facts, places=places, adoptions=adopted)
    asked = pl.DataFrame(
        [(household, max(day, on)) for household, day in due.items()],
        schema={"household_id": pl.Int64, "at": pl.Date},
        orient="row",
    )
    both = _classes(facts, asked).join(_classes(coming, asked), on="household_id", suffix="_then")
    return both.filter(pl.col("hardship_class") != pl.col("hardship_class_then")).height


def _classes(facts: FactsOver, asked: pl.DataFrame) -> pl.DataFrame:
    last: date = asked["at"].max()  # type: ignore[assignment]  # of a column of days
    decided = decide_over(facts, TURNS, last).join(asked, on="household_id")
    that_day = decided.filter(
        pl.col("holds_from") <= pl.col("at"), pl.col("at") < pl.col("holds_until")
    )
    return that_day.select("household_id", "hardship_class")
