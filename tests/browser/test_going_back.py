"""The browser's own back button, after a form was refused or asked about: the filled form, no error page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .officers import Officers
from .server import look, press

REASON = "样例市办法〔2010〕1号"


def filled_in(officers: Officers, per_year: str) -> Page:
    page = officers.open("admin", "/standards/")
    for name, value in {
        "place": "440981",
        "per_time_fen": "3000",
        "per_year_fen": per_year,
        "valid_from": "2030-01-01",
        "source": REASON,
    }.items():
        page.fill(f"[name=programme-{name}]", value)
    press(page, "录入上限…")
    return page


def test_back_to_a_refused_form(officers: Officers):
    page = filled_in(officers, "2000")
    summary = page.locator(".errsum")
    expect(summary).to_contain_text("每人每年上限低于每人每次上限")
    assert "posted=" in page.url
    page.goto(officers.site + "/unions/")
    page.go_back()
    expect(summary).to_contain_text("每人每年上限低于每人每次上限")
    expect(page.locator("[name=programme-source]")).to_have_value(REASON)
    page.reload()
    expect(page.locator("[name=programme-source]")).to_have_value(REASON)
    page.fill("[name=programme-per_year_fen]", "6500")
    press(page, "录入上限…")
    expect(page.locator("main")).to_contain_text("见下表")
    look(page, "question")
    page.go_back()
    expect(page.locator("[name=programme-source]")).to_have_value(REASON)


def test_back_from_what_was_done_does_nothing_again(officers: Officers):
    page = filled_in(officers, "7000")
    press(page, "录入，改变 ")
    expect(page.locator("main")).to_contain_text("已录入 440981 的送温暖项目参数，自 2030-01-01 起")
    page.go_back()
    expect(page.locator("h1")).to_have_text("标准与规则")
    assert page.locator("[name=programme-source]").input_value() == ""
