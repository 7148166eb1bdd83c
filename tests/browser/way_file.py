"""The filer's part: upload, preview, merge, and the household with its working."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from makers import spreadsheets

from .officers import Officers, confirm, has_button
from .server import picture, press

NEW, WITHOUT_CARD, WRONG = "GZXB20100001", "GZXB20100003", "GZXB20100004"
CHANGED = "4409812010000005"
SOON = 60_000  # ms, for what the background does


def spreadsheet() -> bytes:
    """Three new households, a fourth with a wrong amount, and 王丽, who earns more and is ill."""
    newcomers = [
        spreadsheets.household(1, "燚甲樵"),
        spreadsheets.household(2, "燚乙桉"),
        spreadsheets.household(3, "燚丙榕", 银行卡号="", 开户行=""),
        spreadsheets.household(4, "燚丁柏", 医疗支出="三千左右"),
    ]
    known, family = spreadsheets.from_demo(CHANGED)
    known["本人月平均收入"] = str(int(known["本人月平均收入"]) + 250)
    known["医疗支出"] = "3000"
    workers = [worker for worker, _child in newcomers]
    return spreadsheets.workbook([*workers, known], [*(child for _w, child in newcomers), *family])


def import_spreadsheet(officers: Officers) -> None:
    content = spreadsheet()
    page = _upload(officers, content)
    picture(page, "import-preview")
    preview = page.locator("table", has_text="职工家庭（户）")
    expect(preview.locator("tr", has_text="职工家庭（户）")).to_contain_text("3")
    assert _cells(preview, "职工家庭（户）") == ["3", "1", "0"]
    wrong = page.locator("tr", has_text=WRONG).first
    expect(wrong).to_contain_text("医疗支出")
    expect(wrong).to_contain_text("三千左右")
    with page.expect_download() as report:
        page.get_by_role("button", name="下载逐行报告").click()
    lines = report.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].split(",")[:4] == ["文件", "工作表", "行号", "档案编号"]
    assert any(WRONG in line and "医疗支出" in line for line in lines)

    merge = page.url.removeprefix(officers.site) + "merge/"
    assert "导入" not in officers.open("gz-fund", "/figures/").locator(".side nav").inner_text()
    officers.refused("gz-fund", merge)
    confirm(page, "确认入库", "确认入库")
    expect(page.get_by_text("已入库。")).to_be_visible(timeout=SOON)
    assert not has_button(page, "确认入库")

    again = _upload(officers, content)
    assert _cells(again.locator("table", has_text="职工家庭（户）"), "职工家庭（户）") == [
        "0",
        "0",
        "4",
    ]


def look_at_the_household(officers: Officers) -> None:
    page = officers.open("gz-filer", f"/files/{NEW}/")
    picture(page, "household-new")
    expect(page.locator("h1")).to_contain_text("燚甲樵")
    expect(page.locator("h1")).to_contain_text("低保户")
    working = page.get_by_role("region", name="认定说明")
    expect(working).to_contain_text("238.00")
    expect(working).to_contain_text("150.00")
    in_clear = spreadsheets.household(1, "燚甲樵")[0]["身份证号"] in page.content()
    assert not in_clear
    page = officers.open("gz-filer", f"/files/{CHANGED}/")
    expect(page.locator("h1")).to_contain_text("低保边缘户")
    expect(page.get_by_role("region", name="材料变更")).to_contain_text("本人月平均收入")
    officers.refused("admin", f"/files/{NEW}/reveal/", secret="1", purpose="verify")
    assert officers["hz-reviewer"].goto(f"{officers.site}/files/{NEW}/").status == 404  # type: ignore[union-attr]


def _upload(officers: Officers, content: bytes) -> Page:
    """Read by the background worker; the page shows its progress and then the preview."""
    page = officers.open("gz-filer", "/imports/")
    page.get_by_label("职工档案文件").set_input_files(
        {"name": "高州新增.xlsx", "mimeType": spreadsheets.XLSX, "buffer": content}
    )
    press(page, "上传并检查")
    page.locator("summary", has_text="确认入库").wait_for(timeout=SOON)
    return page


def _cells(table, row: str) -> list[str]:
    return table.locator("tr", has_text=row).locator("td").all_inner_texts()
