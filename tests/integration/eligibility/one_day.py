"""The plain way: everything read and decided for one day alone, to hold what is stored against."""

import importlib.util
import sys
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import polars as pl

from bangfu.eligibility.rules.parameters import read_parameters
from bangfu.eligibility.rules.register import RESULT_COLUMNS, assess_register

#: Beside the decision: where and whose the household was that day.
LABELS = ("household_id", "facts_id", "file_no", "union_id", "area_code", "own_system", "persons")


def assess(day: date, known_at: datetime | None = None) -> pl.DataFrame:
    """One row a household on file that day which the running transaction sees, by file number.

    Args:
        known_at: facts, standards and rules as recorded by then; None = as known now.
    """
    facts = reader().register_facts(day, known_at)
    households = facts.households.rename({"household_id": "household"})
    members = facts.members.rename({"household_id": "household"})
    parameters = {each.pk: read_parameters(each.parameters) for each in facts.adoptions.values()}
    decided = assess_register(households, members, parameters)
    parts = [facts.households.select(LABELS), decided.select(RESULT_COLUMNS[1:])]
    return pl.concat(parts, how="horizontal").sort("file_no")


def reader() -> ModuleType:
    """It lives beside the benchmarks, which measure against it as well."""
    path = Path(__file__).parents[3] / "benchmarks" / "register_of_a_day.py"
    if path.stem not in sys.modules:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[path.stem] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[path.stem])
    return sys.modules[path.stem]
