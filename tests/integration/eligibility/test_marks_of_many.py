"""Where one statement brings several days, what is decided anew begins at the first of them."""

from __future__ import annotations

from datetime import date

from bangfu.eligibility.models import Mark, Redecision
from bangfu.registry.models import HouseholdFacts
from bangfu.scope.actors import acting, operator
from bangfu.standards.models import LocalStandard
from makers.households import facts_of
from makers.registers import EAST

FIRST, THEN, LAST = date(2010, 7, 1), date(2010, 8, 1), date(2010, 9, 1)


def test_of_several_versions_the_first_day_is_marked(world):
    household = world.file("A")
    with acting(operator()):
        Mark.objects.all().delete()
        HouseholdFacts.objects.bulk_create(facts_of(household, day) for day in (THEN, FIRST, LAST))
        assert list(Mark.objects.values_list("household_id", "from_day")) == [(household.pk, FIRST)]


def test_of_several_standards_the_first_day_counts(world):
    with acting(operator()):
        LocalStandard.objects.bulk_create(
            LocalStandard(
                area_code=EAST, area_name="东县", kind="城市低保标准", amount_fen=30_000,
                valid_from=day, source="样例",
            )
            for day in (THEN, FIRST, LAST)
        )  # fmt: skip
        assert list(Redecision.objects.values_list("place", "from_day")) == [(EAST, FIRST)]
