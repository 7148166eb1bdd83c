"""A count stops where nobody reads on, and says so wherever it is shown."""

from bangfu.kernel.counting import Counted, counted
from bangfu.web.templatetags import bangfu as formats


def test_a_count_that_was_stopped_says_so():
    exact, stopped = counted(1_000), counted(1_001)
    assert (exact, exact.more, str(exact)) == (1_000, False, "1000")
    assert (stopped, stopped.more, str(stopped)) == (1_000, True, "1,000+")
    assert f"{stopped} 件" == "1,000+ 件"


def test_a_sum_over_a_stopped_count_is_stopped_too():
    told = sum([Counted(3), Counted(1_000, more=True)])
    assert (told, told.more) == (1_003, True)
    assert not sum([Counted(3), 4]).more


def test_screens_write_it_with_a_plus():
    assert formats.num(counted(5_000)) == "1,000+"
    assert formats.num(counted(999)) == "999"
