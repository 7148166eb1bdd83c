"""How amounts, days and states are written."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bangfu.web.templatetags import bangfu as formats


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (123_450, "1,234.50"),
        (-1, "−0.01"),
        (-123_456_789, "−1,234,567.89"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_yuan(fen: int | None, written: str) -> None:
    assert formats.yuan(fen) == written


def test_counts_and_shares() -> None:
    assert formats.num(11_132) == "11,132"
    assert formats.percent(6_247, 11_132) == "56.1%"
    assert formats.percent(1, 0) == "—"
    assert formats.percent(0, 5) == "0.0%"


def test_a_due_day_has_one_form() -> None:
    on = date(2010, 11, 24)
    shown = {left: formats.due(on + timedelta(days=left), on) for left in (-2, 0, 3, 60)}
    words = {left: re.sub("<.*?>", "", text) for left, text in shown.items()}
    assert words == {
        -2: "超 2 天 11-22",
        0: "今天 11-24",
        3: "剩 3 天 11-27",
        60: "剩 60 天 2011-01-23",
    }
    assert 'datetime="2010-11-22"' in shown[-2]
    assert formats.due(None, on) == "—"


def test_days_are_local_and_marked_up() -> None:
    late = datetime(2010, 10, 30, 17, 0, tzinfo=UTC)
    assert formats.day(late) == '<time datetime="2010-10-31">2010-10-31</time>'
    assert ">2010-10-31 01:00<" in formats.moment(late)
    assert ">2010 年 9 月 5 日<" in formats.long_day(date(2010, 9, 5))
    assert formats.day(None) == "—"


def test_nought_is_known() -> None:
    assert formats.known(0) == 0
    assert formats.known(None) == formats.known("") == "—"


def test_tags_escape_and_colour() -> None:
    assert 'class="key deep"' in formats.class_tag("低保户")
    assert formats.class_tag("待核实") == '<span class="tag unknown">待核实</span>'
    assert "&lt;b&gt;" in formats.class_tag("<b>")
    assert formats.state_tag("paid", "已发放") == '<span class="tag green">已发放</span>'
    assert formats.state_tag("unheard", "<i>") == '<span class="tag ">&lt;i&gt;</span>'
