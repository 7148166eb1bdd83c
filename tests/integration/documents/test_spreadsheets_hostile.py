"""Files that would hang, crash or fool a reader: each gets its own answer, and nothing is left."""

from pathlib import Path

import pytest
from packages_made import PARTS, package, packed, sheet_xml

from bangfu.documents.spreadsheets import errors, limits, read_workbook

DATA = Path(__file__).parents[2] / "data"
SOUND = (DATA / "messy-2025.xlsx").read_bytes()
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def cells(*references: str) -> str:
    return "".join(f'<row><c r="{each}"><v>1</v></c></row>' for each in references)


@pytest.mark.parametrize(
    "references", [("A1", "XFD1048576"), ("A1", "A200001"), ("A1", "KO1"), ("A1", "KN199999")]
)
def test_far_cells_are_found_before_room_is_made_for_them(references):
    data = package(cells(*references))
    with pytest.raises(errors.TooManyCells):
        read_workbook(data, "bomb.xlsx")


def test_a_row_of_a_hundred_thousand_columns():
    row = "<row>" + "".join(f"<c><v>{number}</v></c>" for number in range(100_000)) + "</row>"
    with pytest.raises(errors.TooManyCells):
        read_workbook(package(row), "wide.xlsx")
    with pytest.raises(errors.TooManyCells):
        read_workbook(b"," * 100_000, "wide.csv")


def test_a_part_that_unpacks_to_far_more_than_it_weighs():
    padding = " " * (40 * limits.MEGABYTE)
    bomb = package(**{"xl/worksheets/sheet1.xml": sheet_xml(padding)})
    assert len(bomb) < limits.MEGABYTE
    with pytest.raises(errors.Suspicious):
        read_workbook(bomb, "bomb.xlsx")


def test_more_parts_than_any_workbook_has():
    extra = {f"xl/media/{number}.txt": "" for number in range(limits.MOST_ENTRIES)}
    with pytest.raises(errors.Suspicious):
        read_workbook(packed({**PARTS, **extra}), "bomb.xlsx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused_not_expanded(part):
    with pytest.raises(errors.Suspicious):
        read_workbook(package(**{part: sheet_xml("<row>&c;</row>", LAUGHS)}), "laughs.xlsx")


def test_one_long_text_repeated_does_not_fill_memory():
    text = "好" * 30_000
    shared = f'<?xml version="1.0"?><sst><si><t>{text}</t></si></sst>'
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(5_000))
    with pytest.raises(errors.TooHeavy):
        read_workbook(package(rows, **{"xl/sharedStrings.xml": shared}), "long.xlsx")


@pytest.mark.parametrize("kept", [10, 2_000, len(SOUND) // 2, len(SOUND) - 30])
def test_a_file_cut_short(kept):
    with pytest.raises(errors.SpreadsheetRefused) as refusal:
        read_workbook(SOUND[:kept], "short.xlsx")
    assert refusal.value.code in ("damaged", "lying-extension")


def test_a_sheet_cut_short():
    with pytest.raises(errors.Damaged):
        read_workbook(package(**{"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}), "x.xlsx")


def test_bytes_turned_over_in_the_middle():
    spoiled = bytearray(SOUND)
    for at in range(20_000, 20_400):
        spoiled[at] ^= 0xFF
    with pytest.raises(errors.Damaged):
        read_workbook(bytes(spoiled), "spoiled.xlsx")


@pytest.mark.parametrize(
    ("data", "filename", "refusal"),
    [
        (SOUND, "really.csv", errors.LyingExtension),
        ("档案编号,姓名\n".encode(), "really.xlsx", errors.LyingExtension),
        (b"<html><table></table></html>", "page.xlsx", errors.LyingExtension),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.csv", errors.LyingExtension),
        (SOUND, "list.pdf", errors.UnknownExtension),
        (SOUND, "list", errors.UnknownExtension),
        (SOUND, "old.xls", errors.OldFormat),
        (SOUND, "macros.xlsm", errors.HasMacros),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.xlsx", errors.OldFormat),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "secret.xlsx",
            errors.Encrypted,
        ),
        (package(**{"xl/vbaProject.bin": "x"}), "macros.xlsx", errors.HasMacros),
        (packed({"word/document.xml": "<x/>"}), "letter.xlsx", errors.LyingExtension),
        (b"", "empty.csv", errors.Empty),
        (b"\xff\xff\xff\x81", "odd.csv", errors.UnknownEncoding),
        (bytes(limits.MOST_BYTES + 1), "large.csv", errors.TooLarge),
    ],
)
def test_each_wrong_file_has_its_own_answer(data, filename, refusal):
    with pytest.raises(refusal) as caught:
        read_workbook(data, filename)
    assert type(caught.value) is refusal
    assert "上传" in caught.value.message


def test_nothing_is_left_on_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    read_workbook(SOUND, "messy.xlsx")
    with pytest.raises(errors.SpreadsheetRefused):
        read_workbook(SOUND[:5_000], "messy.xlsx")
    assert list(tmp_path.iterdir()) == []
