from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.workdays import StateCouncilCalendar, YearNotAnnounced, add_working_days

CALENDAR = StateCouncilCalendar()
UNKNOWN = 2098


def test_five_days_of_posting_end_on_the_fifth_full_working_day():
    assert add_working_days(date(2010, 10, 31), 5, CALENDAR) == date(2010, 11, 5)


def test_national_day_of_2025_and_its_make_up_days():
    """State Council notice for 2025: 1 to 8 October off; 28 September and 11 October are worked."""
    assert CALENDAR.is_working_day(date(2025, 9, 28))
    assert not CALENDAR.is_working_day(date(2025, 10, 8))
    assert CALENDAR.is_working_day(date(2025, 10, 11))
    assert add_working_days(date(2025, 9, 30), 3, CALENDAR) == date(2025, 10, 11)


def test_an_unknown_year_is_refused_and_names_itself():
    with pytest.raises(YearNotAnnounced) as refusal:
        add_working_days(date(UNKNOWN, 3, 1), 1, CALENDAR)
    assert refusal.value.year == UNKNOWN
    assert str(UNKNOWN) in refusal.value.message


def test_a_span_that_runs_into_an_unknown_year_is_refused():
    known = max(year for year in range(2010, UNKNOWN) if _known(year))
    with pytest.raises(YearNotAnnounced):
        add_working_days(date(known, 12, 28), 20, CALENDAR)


def _known(year: int) -> bool:
    try:
        CALENDAR.is_working_day(date(year, 6, 1))
    except YearNotAnnounced:
        return False
    return True


def test_entered_days_open_a_year_only_when_the_list_is_whole():
    half = StateCouncilCalendar({date(UNKNOWN, 1, 1): False})
    with pytest.raises(YearNotAnnounced):
        half.is_working_day(date(UNKNOWN, 6, 2))
    whole = StateCouncilCalendar({date(UNKNOWN, 1, 1): False, date(UNKNOWN, 10, 1): False})
    assert whole.is_working_day(date(UNKNOWN, 6, 2))
    assert not whole.is_working_day(date(UNKNOWN, 10, 1))


def test_an_entered_day_beats_the_library():
    assert not StateCouncilCalendar({date(2025, 9, 28): False}).is_working_day(date(2025, 9, 28))


@given(st.dates(date(2005, 1, 1), date(2025, 11, 1)), st.integers(1, 30))
def test_exactly_n_working_days_lie_after_the_start(start, n):
    end = add_working_days(start, n, CALENDAR)
    span = [start + timedelta(days=at) for at in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.is_working_day(day) for day in span) == n
    assert CALENDAR.is_working_day(end)


def test_nothing_counts_backward():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2025, 1, 1), -1, CALENDAR)


def test_the_calendar_ends_with_the_last_year_announced_without_a_gap():
    last = CALENDAR.announced_until()
    assert (last.month, last.day) == (12, 31)
    assert CALENDAR.is_working_day(last) in (True, False)
    with pytest.raises(YearNotAnnounced):
        CALENDAR.is_working_day(last + timedelta(days=1))
    holidays = [date(last.year + more, month, 1) for more in (1, 3) for month in (1, 10)]
    entered = StateCouncilCalendar(dict.fromkeys(holidays, False))
    assert entered.announced_until() == date(last.year + 1, 12, 31)
