"""Households in several of the ranges that the register is decided by, and their class."""

from __future__ import annotations

from datetime import date

from django.db import connection

from bangfu.eligibility.models import RANGE
from bangfu.eligibility.queries import determinations
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, operator
from makers.registers import DAY


def skip_a_range() -> None:
    """The next household gets a number of another range."""
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('registry_household', 'id')"
        cursor.execute(f"select count(nextval({sequence})) from generate_series(1, {2 * RANGE})")


def class_of(household: Household, day: date = DAY) -> str:
    with acting(operator()):
        return determinations(day, operator()).get(household=household).hardship_class
