"""Papers beside the identity card, told by the shape of their numbers; all numbers are made up."""

import pytest

from bangfu.kernel.identity import NumberVerdict, check_character
from bangfu.kernel.papers import Paper, check


def card(seventeen: str) -> str:
    return seventeen + check_character(seventeen)


@pytest.mark.parametrize(
    ("number", "paper"),
    [
        (card("44999919680312065"), Paper.RESIDENT_CARD),
        (card("51222319680312065"), Paper.RESIDENT_CARD),  # a division withdrawn in 1997
        (card("81000019900101001"), Paper.REGION_RESIDENT),
        (card("83000019900101001"), Paper.REGION_RESIDENT),
        (card("91184019900101001"), Paper.PERMANENT_RESIDENT),
        ("VNM449974010101", Paper.PERMANENT_RESIDENT),
        ("H90000012", Paper.HONG_KONG_MACAU),
        ("m9000001201", Paper.HONG_KONG_MACAU),
        ("90000012", Paper.TAIWAN),
        ("9000000012(B)", Paper.TAIWAN),
        ("EA9000012", Paper.PASSPORT),
    ],
)
def test_each_paper_is_known_by_its_number(number, paper):
    told = check(number)
    assert (told.paper, told.number) == (paper, number.upper())


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("44999919680312065A", NumberVerdict.BAD_SHAPE),
        ("449999196803120650", NumberVerdict.BAD_CHECK),
        (card("81000019901301001"), NumberVerdict.BAD_BIRTH_DATE),
        ("4499991968031206", NumberVerdict.BAD_SHAPE),
        ("900000123", NumberVerdict.BAD_SHAPE),
        ("ABCDEFGH1", NumberVerdict.BAD_SHAPE),
        ("", NumberVerdict.BAD_SHAPE),
    ],
)
def test_what_is_no_paper_stays_none(number, verdict):
    told = check(number)
    assert (told.ok, told.verdict) == (False, verdict)
