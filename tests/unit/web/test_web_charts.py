"""Charts: round scales, bars that fill their share, words for those who can't see them."""

import re

import pytest

from bangfu.web.templatetags.charts import (
    FOOT,
    Chart,
    Part,
    Scale,
    Series,
    bar_chart,
    line_chart,
    stacked_bar,
)


@pytest.mark.parametrize("highest", [0, 0.4, 1, 3, 7, 10, 61, 99, 412.6, 11_132, 4_000_000])
def test_scales_hold_their_values_in_few_steps(highest: float) -> None:
    scale = Scale.over([highest])
    assert 1 <= scale.steps <= 5
    assert scale.step * scale.steps >= highest
    assert scale.y(0) == FOOT


def test_a_stacked_bar_shares_its_width() -> None:
    svg = stacked_bar([Part("低保户", 30, "deep"), Part("<意外>", 10, "shock")], 80)
    assert re.findall(r' width="([\d.]+)"', svg) == ["37.50", "12.50"]
    assert "低保户 30，&lt;意外&gt; 10" in svg
    assert "style=" not in svg


def test_an_empty_bar_is_drawn() -> None:
    assert 'width="0.00"' in stacked_bar([Part("低保户", 0, "deep")])


def test_columns_lead_somewhere_and_say_their_figures() -> None:
    chart = Chart("各月户数", ["1月", "2月"], [Series("新增", [3, 4])], "户", ["/a?x=1&y=2", "/b"])
    svg = bar_chart(chart)
    assert 'href="/a?x=1&amp;y=2"' in svg
    assert 'aria-label="2月：新增 4 户"' in svg
    assert 'role="group"' in svg
    assert chart.rows == [("1月", [3], "/a?x=1&y=2"), ("2月", [4], "/b")]


def test_a_line_of_noughts_is_drawn() -> None:
    svg = line_chart(Chart("各月金额", ["1月", "2月"], [Series("发放", [0, 0])], "万元"))
    assert 'role="img"' in svg
    assert svg.count("<circle") == 2
