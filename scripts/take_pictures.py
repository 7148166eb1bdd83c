#!/usr/bin/env python3
"""Walk the whole way through a fresh demo in a browser, and renew the pictures of the documents.

    make run PORT=8441                        # in one terminal, with BANGFU_DATA at a new folder
    python scripts/take_pictures.py --site http://127.0.0.1:8441 --data that-folder

It does what the tutorial tells, so it changes the demo: its day moves on and a round is paid. Each
step starts where the one before it ended; `--begin NAME` goes on with a step that failed.
Needs the development environment and Debian's chromium, as `make test` does.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
SHEET = ROOT / "docs/tutorials/gaozhou-2010-10.xlsx"
DESK, TALL, PHONE = (1440, 760), 900, (390, 844)
#: Without a display, without the sandbox that refuses root, and in Chinese.
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
MOST_BYTES = 250_000
FILE_NO = "4409812010009003"
CLASS = "意外致困户"
TITLE = "2010 年高州市送温暖"
PAYDAY = "2010-11-08"
CONTACT = "高州市总工会权益保障部，电话 12351"
WAIT = 60_000  # milliseconds, for work in the background


@dataclass
class Walk:
    page: Page
    site: str
    passwords: dict[str, str]

    def sign_in(self, username: str) -> None:
        self.page.context.clear_cookies()
        self.open("sign-in/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(self.passwords[username])
        with self.page.expect_navigation(url=lambda url: "/sign-in/" not in url):
            self.page.locator("main button").first.click()

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.site}/{path}")
        if answer is not None and answer.status >= 400:
            raise SystemExit(f"{path}: {answer.status} {self.page.title()}")

    def press(self, name: str, role: str = "button") -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]

    def confirm(self, label: str, yes: str) -> None:
        """Open what asks once more, and say yes."""
        self.page.locator("summary", has_text=label).first.click()
        self.press(f"^{yes}")

    def take(self, name: str, *, phone: bool = False, crop: int = DESK[1]) -> None:
        """Keep what the screen shows, `crop` pixels high on a desk."""
        self._size(PHONE if phone else (DESK[0], crop))
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        self._size(DESK)
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)} {size:,} bytes", flush=True)
        if size > MOST_BYTES:
            raise SystemExit(f"{name} is larger than {MOST_BYTES:,} bytes")

    def _size(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.mouse.move(0, 0)


def dashboard(walk: Walk) -> None:
    walk.open("sign-in/")
    walk.take("sign-in")
    walk.sign_in("city-approver")
    walk.open("figures/")
    walk.take("dashboard", crop=TALL)


def upload(walk: Walk) -> None:
    walk.sign_in("gz-filer")
    walk.open("imports/")
    walk.page.locator("input[name=register]").set_input_files(SHEET)
    walk.take("import-upload")
    walk.press("上传并检查")
    walk.page.locator("summary", has_text="确认入库").wait_for(timeout=WAIT)
    walk.take("import-preview")
    walk.confirm("确认入库", "确认入库")
    walk.page.get_by_text("已入库。").wait_for(timeout=WAIT)


def file(walk: Walk) -> None:
    walk.sign_in("gz-filer")
    walk.open(f"files/{FILE_NO}/")
    walk.take("file", crop=740)
    walk.take("file-phone", phone=True)


def submit(walk: Walk) -> None:
    walk.sign_in("gz-filer")
    walk.open(f"cases/new/?hardship_class={CLASS}")
    walk.page.get_by_role("radio", name=re.compile("本筛选全部")).check()
    walk.take("case-submit")
    walk.press("提交认定")
    walk.press("确定提交")
    walk.page.get_by_text("等待审核").wait_for()


def check(walk: Walk) -> None:
    walk.sign_in("gz-reviewer")
    _act_on_all(walk, "submitted", "^审核通过|^审核")
    walk.take("case-check")
    walk.press("^确定")


def post(walk: Walk) -> None:
    walk.sign_in("gz-reviewer")
    _act_on_all(walk, "checked", "^公示")
    walk.page.locator("[name=contact]").fill(CONTACT)
    walk.take("notice-confirm")
    walk.press("^确定")
    walk.take("notice")
    walk.page.context.clear_cookies()
    walk.open("public/notices/")
    with walk.page.expect_navigation():
        walk.page.locator("main a").first.click()
    walk.take("notice-public-phone", phone=True)


def move_day(walk: Walk) -> None:
    walk.sign_in("admin")
    walk.open("settings/")
    walk.page.locator("input[name=to]").fill(PAYDAY)
    walk.take("demo-day")
    walk.press("推进日期")
    walk.press("确定推进")


def approve(walk: Walk) -> None:
    walk.sign_in("city-approver")
    _wait_until_assessed(walk)
    _act_on_all(walk, "ended", "^批准")
    walk.take("case-approve")
    walk.press("^确定")


def plan(walk: Walk) -> None:
    walk.sign_in("gz-fund")
    walk.open("rounds/new/")
    walk.page.locator("[name=title]").fill(TITLE)
    walk.page.get_by_label(CLASS).fill("800")
    walk.take("round-plan")
    walk.press("^拟定")


def decide(walk: Walk) -> None:
    walk.sign_in("city-approver")
    _open_round(walk)
    walk.page.locator("[name=minutes_no]").fill("高工联〔2010〕3号")
    walk.page.locator("[name=total]").fill("80000")
    walk.page.locator("[name=decision]").fill("同意向公示期满、已批准的意外致困户每户发放 800 元。")
    walk.take("round-decide")
    walk.press("登记并预留资金")
    walk.press("^登记决定，预留")


def roster(walk: Walk) -> None:
    walk.sign_in("gz-fund")
    _open_round(walk)
    walk.confirm("编制并锁定花名册", "锁定 ")
    walk.take("round-roster")


def release(walk: Walk) -> None:
    walk.sign_in("city-releaser")
    _open_round(walk)
    walk.confirm("放款 ", "放款 ")
    walk.take("round-released")


def bank(walk: Walk) -> None:
    walk.sign_in("city-releaser")
    _open_round(walk)
    walk.press("做成发放文件")
    with walk.page.expect_download():
        walk.page.get_by_role("button", name="下载发放文件 Excel").first.click()
    _open_round(walk)
    walk.page.locator("#return-every").select_option("50")
    walk.take("round-bank")
    walk.press("模拟银行")


def returns(walk: Walk) -> None:
    walk.sign_in("city-approver")
    _open_round(walk)
    walk.take("round-return")
    while walk.page.locator("summary", has_text="决定").count():
        walk.page.locator("summary", has_text="决定").first.click()
        walk.page.locator("details[open] [name=reason]").first.fill(
            "账户已注销，退回资金，另行补办"
        )
        walk.press("^登记决定")


def reconcile(walk: Walk) -> None:
    walk.sign_in("gz-fund")
    _open_round(walk)
    walk.confirm("对账结清", "对账结清")
    walk.take("round-reconciled")
    walk.take("round-phone", phone=True)


def audit(walk: Walk) -> None:
    walk.sign_in("city-auditor")
    walk.open("log/")
    walk.take("log")


STEPS: tuple[Callable[[Walk], None], ...] = (
    dashboard, upload, file, submit, check, post, move_day, approve,
    plan, decide, roster, release, bank, returns, reconcile, audit,
)  # fmt: skip


def main() -> int:
    options = _options()
    walk_through = STEPS[[step.__name__ for step in STEPS].index(options.begin) :]
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=options.chromium,
            args=FLAGS,
            env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
        )
        context = chromium.new_context(
            locale="zh-CN",
            reduced_motion="reduce",
            viewport={"width": DESK[0], "height": DESK[1]},
        )
        walk = Walk(context.new_page(), options.site.rstrip("/"), _passwords(options.data))
        for step in walk_through:
            print(f"— {step.__name__}", flush=True)
            step(walk)
        chromium.close()
    return 0


def _act_on_all(walk: Walk, tab: str, act: str) -> None:
    """Choose all cases of a state and press one of the buttons that act on them."""
    walk.open(f"cases/?tab={tab}")
    walk.page.get_by_role("radio", name=re.compile("本筛选全部")).check()
    walk.press(act)


def _open_round(walk: Walk) -> None:
    walk.open("rounds/")
    walk.press(TITLE, role="link")


def _wait_until_assessed(walk: Walk) -> None:
    """The new day is assessed in the background; nothing may be 待重算 before an approval."""
    for _ in range(WAIT // 1000):
        walk.open("figures/")
        if f"数据截至 {PAYDAY}" in walk.page.locator("main").inner_text():
            return
        walk.page.wait_for_timeout(1000)
    raise SystemExit("the new day is not assessed yet")


def _passwords(data: Path) -> dict[str, str]:
    lines = (data / "secrets/demo-passwords.txt").read_text("utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if line.strip()}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="address of the demo")
    parser.add_argument("--data", type=Path, required=True, help="the demo's BANGFU_DATA")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser to drive")
    parser.add_argument(
        "--begin", default=STEPS[0].__name__, choices=[step.__name__ for step in STEPS]
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
