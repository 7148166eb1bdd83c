"""Deciding the whole register anew and storing what differs, against reading and deciding it.

    python benchmarks/assess_register.py --size 11k --size 200k [--size 1m]

Both sides read by COPY. Once everything changes (a rule set adopted again), once nothing does (a
mark on every household). Processor time of Python and its database backend, medians of one run, and
their ratios; per 20,000 households, so that sizes compare. Works on a copy of the world, for a world
is kept.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `demo_place` sets up)

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from datetime import date

from assess_sql import assess_with_sql
from processor import median_spent
from worlds import SIZES, copied_world

DAY = date(2010, 10, 31)
SINCE = date(2010, 1, 1)
CITY = "440900"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = options.size or ["11k"]
    if options.inside:
        with copied_world(sizes[0]):
            run(sizes[0])
        return 0
    for size in sizes:  # Django is set up once a process
        subprocess.run([sys.executable, __file__, "--inside", "--size", size], check=True)
    return 0


def run(size: str) -> None:
    from bangfu.registry.models import Household
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        households = Household.objects.count()
    say = teller(households)
    print(f"assess {size}, {households:,} households, each time per 20,000")
    say("decide: DuckDB SQL by hand", by_hand := median_spent(decided_by_hand()))
    say("decide: rule functions on polars, one day", median_spent(decided_by_rules()), by_hand)
    read = median_spent(read_and_decided)
    say("read and decide, both by COPY", read)
    say("nothing changed: read, decided, compared", median_spent(redecided, mark_everybody), read)
    say("everything changed: decided and stored", median_spent(redecided, adopt_again), read)


def teller(households: int) -> Callable[..., None]:
    def say(words: str, seconds: float, against: float | None = None) -> None:
        ratio = "" if against is None else f"   ratio {seconds / against:.2f}"
        print(f"  {words:<44}{seconds / households * 20_000 * 1000:10.1f} ms{ratio}", flush=True)

    return say


def decided_by_hand() -> Callable[[], object]:
    households, members = one_day()
    return lambda: assess_with_sql(households, members)


def decided_by_rules() -> Callable[[], object]:
    from bangfu.eligibility.rules.register import assess_register

    households, members = one_day()
    return lambda: assess_register(households.drop("adoption"), members)


def one_day() -> tuple:
    from bangfu.scope.actors import acting, operator
    from register_of_a_day import register_facts

    with acting(operator()):
        facts = register_facts(DAY)
    named = {"household_id": "household"}
    return facts.households.rename(named), facts.members.rename(named)


def read_and_decided() -> None:
    """All ranges, from the day that the other measurements decide from; nothing is written."""
    from bangfu.eligibility.commands.taking_marks import bounds, due_ranges, take_marks
    from bangfu.eligibility.queries.deciding import decide_over
    from bangfu.eligibility.queries.facts_over import facts_over
    from bangfu.eligibility.queries.planning import in_bulk
    from bangfu.eligibility.rules.catalogue import TURNS
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        mark_everybody()
        ranges = due_ranges()
    for number in ranges:
        with acting(operator()):
            take_marks(number)
            with in_bulk():
                decide_over(facts_over(*bounds(number), TURNS), TURNS, DAY)


def redecided() -> None:
    from bangfu.eligibility.commands.redecide import redecide
    from bangfu.scope.actors import operator

    redecide(on=DAY, by=operator())


def mark_everybody() -> None:
    from django.db import connection

    from bangfu.scope.actors import acting, operator

    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            "insert into eligibility_mark (household_id, from_day)"
            " select id, %s from registry_household",
            [SINCE],
        )


def adopt_again() -> None:
    """The same rules by another paper: what every household's decision stands on is another."""
    from bangfu.eligibility.models import RuleAdoption

    RuleAdoption.objects.create(
        place=CITY, rule_set="2016", valid_from=SINCE, recorded_by="benchmark"
    )


if __name__ == "__main__":
    sys.exit(main())
