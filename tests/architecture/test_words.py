"""Every sentence for users can be collected for translators; what is data is listed with a reason."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import bangfu

from .reading import HAN, SPEAKING, Call, Literal, Reader, modules

SOURCE = Path(bangfu.__file__).parent
ROOT = Path(__file__).parents[2]
DATA = Path(__file__).with_name("words.csv")
#: What is taken out of a template before it is searched: comments, what is collected, conditions.
COLLECTED = re.compile(
    r"""\{\#.*?\#\}
    | \{%\s*comment\b.*?endcomment\s*%\}
    | \{%\s*blocktranslate\b.*?endblocktranslate\s*%\}
    | \{%\s*translate\s+(?:"[^"]*"|'[^']*')
    | \{%\s*(?:if|elif)\b.*?%\}
    """,
    re.DOTALL | re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
MSGID = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
SAMPLE = '''
from django.utils.translation import gettext as _
"""说明"""
BARE, MARKED, EARLY = "裸句", mark("记下的"), _("早说的")
def told(n):
    """说明"""
    return f"有 {n} 户", phrase(f"有{n} 户"), phrase("有{n}", n="几")
'''
#: A seal, drawn with a character and hidden from readers of the screen.
DRAWN = {"ui/brand.html": '<span class="seal" aria-hidden="true">工</span>'}


def listed() -> list[tuple[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["why"].strip() for row in rows)
    return [(row["file"], row["under"]) for row in rows]


def loose() -> list[Literal]:
    return [literal for module in modules(SOURCE) for literal in module.literals]


def calls() -> Iterator[Call]:
    for module in modules(SOURCE):
        yield from module.calls


def fits(literal: Literal, row: tuple[str, str]) -> bool:
    file, under = row
    return fnmatch(literal.file, file) and under in ("*", literal.owner)


def test_the_reader_notices_what_it_is_there_for():
    read = Reader("some.py", ast.parse(SAMPLE))
    assert [(each.owner, each.text) for each in read.literals] == [
        ("BARE,MARKED,EARLY", "裸句"),
        ("told", "有  户"),
        ("told", "有 户"),
        ("told", "几"),
    ]
    assert [each.at_import for each in read.calls if each.name in SPEAKING] == [True, False, False]


def test_every_sentence_in_code_is_collected_or_listed_as_data():
    rows = listed()
    uncollected = [
        f"{each.file}:{each.line} under {each.owner}: {each.text[:40]}"
        for each in loose()
        if not any(fits(each, row) for row in rows)
    ]
    assert uncollected == []


def test_nothing_is_listed_as_data_in_vain():
    literals = loose()
    assert [row for row in listed() if not any(fits(each, row) for each in literals)] == []


def test_what_is_collected_stands_as_a_literal():
    """An f-string is put together before it is looked up, so no catalogue could hold it."""
    made_up = (ast.JoinedStr, ast.BinOp)
    put_together = [
        f"{each.file}:{each.line}" for each in calls() if isinstance(each.first, made_up)
    ]
    assert put_together == []


def test_nothing_speaks_while_it_is_imported():
    """What speaks then speaks one language for ever: it has to be lazy, or marked."""
    too_early = [
        f"{each.file}:{each.line} {each.name}"
        for each in calls()
        if each.at_import and each.name in SPEAKING
    ]
    assert too_early == []


def test_every_sentence_in_templates_is_collected():
    uncollected = []
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        text = COLLECTED.sub(" ", path.read_text("utf-8"))
        text = text.replace(DRAWN.get(f"{path.parent.name}/{path.name}", "\0"), "")
        uncollected += [
            f"{path.name}: {line.strip()[:80]}" for line in text.splitlines() if HAN.search(line)
        ]
    assert uncollected == []


def test_scripts_and_papers_hold_no_sentences():
    """They are given their words: a script by the page, a paper by its data."""
    files = [*SOURCE.rglob("static/bangfu/*.js"), *SOURCE.rglob("typesetting/templates/*.typ")]
    assert len(files) > 2
    texts = {path.name: COMMENT.sub("", path.read_text("utf-8")) for path in files}
    assert [name for name, text in texts.items() if HAN.search(text)] == []


def test_the_collecting_command_finds_every_sentence(tmp_path):
    """Of the code, at least: templates are read by Django's own means."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/collect_words.py", "en", "--locale", tmp_path / "locale"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "locale/en/LC_MESSAGES/django.po").read_text("utf-8")
    collected = {ast.literal_eval(f"({msgid})") for msgid in MSGID.findall(text)}
    marked = {each.first.value for each in calls() if isinstance(each.first, ast.Constant)}
    assert {each for each in marked if each not in collected} == set()
