"""Assessing the demo's register from the database and back, against hand-written DuckDB SQL.

    python benchmarks/assess_register.py

Both sides read the same rows from PostgreSQL; the hand-written side then decides with the SQL of
`assess_sql.py`. Medians of one run, and their ratios.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `demo_place` sets up)

from __future__ import annotations

import sys
from datetime import date

from assess_sql import assess_with_sql
from demo_place import demo_place, median_of, tell

DAY = date(2010, 10, 31)
TIMES = 7


def main() -> int:
    with demo_place():
        run()
    return 0


def run() -> None:
    from bangfu.eligibility.commands.assess_day import assess_day
    from bangfu.eligibility.models import Determination
    from bangfu.eligibility.queries.assessing import assess, decide
    from bangfu.eligibility.queries.facts import register_facts
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        facts = register_facts(DAY)
        households = facts.households.rename({"household_id": "household"})
        members = facts.members.rename({"household_id": "household"})
        read = median_of(TIMES, lambda: register_facts(DAY))
        rules = median_of(TIMES, lambda: decide(facts))
        by_hand = median_of(TIMES, lambda: assess_with_sql(households, members))
        whole = median_of(TIMES, lambda: assess(DAY))
        same = assess_with_sql(households, members).group_by("class").len().sort("class")
        assert same.equals(assess(DAY).group_by("class").len().sort("class"))

    def again() -> None:
        with acting(operator()):
            Determination.objects.filter(day=DAY).update(stale=True)
        assert assess_day(day=DAY, by=operator()) == households.height

    print(f"assess, {households.height:,} households")
    tell("read facts, standards, adoptions", read)
    tell("decide: DuckDB SQL by hand", by_hand)
    tell("decide: rule functions on polars", rules, by_hand)
    tell("read and decide, rule functions", whole, read + by_hand)
    tell("everything marked stale, decided and stored", median_of(3, again), read + by_hand)


if __name__ == "__main__":
    sys.exit(main())
