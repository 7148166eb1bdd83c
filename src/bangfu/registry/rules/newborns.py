"""A child whose identity number does not exist yet.

Births are entered in the household register within a month (户口登记条例, article 7), which gives the number;
where papers are late, until the first birthday.
"""

from datetime import date


def number_due(born: date) -> date:
    """The last day on which a child may be on file without a number: the first birthday."""
    leap_day = (born.month, born.day) == (2, 29)
    return date(born.year + 1, 3, 1) if leap_day else born.replace(year=born.year + 1)
