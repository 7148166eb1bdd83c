"""Typesetting in its child process, with the fonts of this machine."""

from __future__ import annotations

import re
import zlib

import pytest

from bangfu.documents.typesetting import MissingGlyphs, TypesettingFailed, typeset
from bangfu.documents.typesetting.child import texts
from bangfu.documents.typesetting.fonts import Faces

NOTICE = {
    "title": "高州市总工会关于困难职工认定的公示",
    "headline": ["高州市总工会", "关于困难职工认定的公示"],
    "addressee": "各基层工会、广大职工：",
    "paragraphs": ["现予公示。"],
    "signature": "高州市总工会",
    "day": "2010 年 9 月 30 日",
    "list_title": "名单",
    "list_note": "共 1 户",
    "columns": ["序号", "姓名", "工作单位", "家庭人口", "困难类别"],
    "widths": [0, 1.2, 3, 0, 1.4],
    "numeric": [0, 3],
    "rows": [["1", "王××", "第二建筑公司", "3", "低保户"]],
}


def test_a_paper_is_a_pdf_of_two_pages_with_its_fonts_in_it():
    paper = typeset("notice", NOTICE)
    assert paper.startswith(b"%PDF-")
    inside = paper + b"".join(_streams(paper))
    assert b"CJK" in inside
    assert len(re.findall(rb"/Type\s*/Page\b", inside)) == 2


def _streams(made: bytes):
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(stream.group(1))
        except zlib.error:
            continue


@pytest.mark.parametrize("hole", ["\ue000", "\U000f0001", "\u0e01", "\x07"])
def test_a_character_that_no_font_draws_is_refused(hole):
    rows = [["1", f"王{hole}", "第二建筑公司", "3", "低保户"]]
    with pytest.raises(MissingGlyphs) as refused:
        typeset("notice", {**NOTICE, "rows": rows})
    assert refused.value.characters == hole
    assert f"U+{ord(hole):04X}" in str(refused.value)
    assert "王" not in str(refused.value)


def test_rare_but_real_characters_are_drawn():
    rows = [["1", "𠮷㛃䶮··", "（株）①㎡", "3", "低保户"]]
    assert typeset("notice", {**NOTICE, "rows": rows}).startswith(b"%PDF-")


def test_data_is_data_and_never_markup():
    rows = [["1", "#panic()", '$x$ *y* _z_ <a> @b `c` \\ "', "3", "#eval"]]
    assert typeset("notice", {**NOTICE, "rows": rows}).startswith(b"%PDF-")


def test_an_unknown_template_and_wrong_data_fail_as_ours():
    for name in ("../notice", "nothing", ""):
        with pytest.raises(TypesettingFailed):
            typeset(name, NOTICE)
    with pytest.raises(TypesettingFailed):
        typeset("notice", {})


def test_every_text_is_looked_at_whatever_its_depth():
    assert list(texts({"a": ["甲", {"b": "乙"}, None, 3], "丙": "丁"})) == ["甲", "乙", "3", "丁"]


def test_both_kinds_of_faces_must_draw_a_character():
    faces = Faces(("s",), ("t",), frozenset(map(ord, "甲乙")))
    assert faces.missing(["甲丙 乙\n", "丁丙"]) == "丙丁"


def test_two_thousand_rows_are_set_within_the_childs_limits():
    rows = [[str(n), "王××", "茂名市第二建筑工程公司", "3", "低保户"] for n in range(2000)]
    paper = typeset("notice", {**NOTICE, "rows": rows})
    assert paper.startswith(b"%PDF-")
