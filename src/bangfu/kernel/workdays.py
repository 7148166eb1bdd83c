"""Working days as the State Council sets them, make-up days included.

The yearly announcement decides, and no year is known before its own is out. A year that neither the
library nor the entered days cover is refused, never taken as Monday to Friday.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

import chinese_calendar  # type: ignore[import-untyped]

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

_SATURDAY = 5


class YearNotAnnounced(BangfuError):
    """No announcement of working days is known for a year."""

    def __init__(self, year: int) -> None:
        super().__init__(
            phrase(
                "{year}年的节假日安排尚未录入，无法计算工作日。"
                "请管理员按国务院办公厅公布的安排录入该年放假和调休的日期后再办理。",
                year=year,
            )
        )
        self.year = year


class WorkingCalendar(Protocol):
    def is_working_day(self, day: date) -> bool:
        """Raises YearNotAnnounced where the answer isn't known."""
        ...


class StateCouncilCalendar:
    """The announced calendar: entered exceptions first, then `chinesecalendar`.

    `exceptions` maps a day to whether it is worked. A year unknown to the library counts as
    entered once its 1 January and 1 October, the first and the last holiday of every
    announcement, are among the exceptions; a half-entered list is not taken for a whole one.
    """

    def __init__(self, exceptions: Mapping[date, bool] | None = None) -> None:
        self._exceptions = dict(exceptions or {})

    def is_working_day(self, day: date) -> bool:
        if day in self._exceptions:
            return self._exceptions[day]
        if _announced(day.year, chinese_calendar.holidays):
            return bool(chinese_calendar.is_workday(day))
        if _announced(day.year, self._exceptions):
            return day.weekday() < _SATURDAY
        raise YearNotAnnounced(day.year)

    def announced_until(self) -> date:
        """The last day of the years that are announced without a gap."""
        year = max(day.year for day in chinese_calendar.holidays)
        while _announced(year + 1, self._exceptions):
            year += 1
        return date(year, 12, 31)


def _announced(year: int, days: Mapping[date, object]) -> bool:
    return date(year, 1, 1) in days and date(year, 10, 1) in days


def add_working_days(start: date, n: int, calendar: WorkingCalendar) -> date:
    """The n-th full working day after `start`; `start` itself never counts.

    A notice published on `start` and posted for n working days stays up through the day returned.

    Raises:
        YearNotAnnounced: the span reaches a year whose days aren't known.
    """
    if n < 0:
        raise ValueError("working days are counted forward")
    day = start
    left = n
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day
