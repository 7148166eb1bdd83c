"""A language in which no sentence says anything: each becomes ⟦⟧ round the facts put into it."""

from __future__ import annotations

import ast
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import templatize

import bangfu
from architecture.reading import modules

SOURCE = Path(bangfu.__file__).parent
TEXT = r"""(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))"""
COLLECTED = re.compile(rf"\b(?:gettext|_)\({TEXT}\)")
PLACES = re.compile(r"%\(\w+\)[sd]|%[s%]|\{\w+[^}]*\}")
MAGIC = 0x950412DE
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"


def sentences() -> set[str]:
    """Everything that a translator is given."""
    return {*_of_code(), *_of_templates()}


def _of_code() -> Iterator[str]:
    for module in modules(SOURCE):
        for call in module.calls:
            if isinstance(call.first, ast.Constant) and isinstance(call.first.value, str):
                yield call.first.value


def _of_templates() -> Iterator[str]:
    for path in SOURCE.rglob("templates/**/*.html"):
        for sentence in COLLECTED.finditer(templatize(path.read_text("utf-8"))):
            yield ast.literal_eval(sentence[1])


def spoken(sentence: str) -> str:
    """No two alike, for a language keeps apart what differs."""
    return f"⟦{zlib.crc32(sentence.encode()):x} {' '.join(PLACES.findall(sentence))}⟧"


def write_catalogue(folder: Path, language: str = "zh_Hans") -> None:
    """GNU's binary format: a table of the sentences, sorted, and one of what is said for them."""
    told = {"": HEADER} | {one: spoken(one) for one in sentences() if one}
    pairs = sorted((key.encode(), said.encode()) for key, said in told.items())
    start = 7 * 4
    body = start + 2 * 8 * len(pairs)
    tables, words = b"", b""
    for column in zip(*pairs, strict=True):
        for word in column:
            tables += struct.pack("<II", len(word), body + len(words))
            words += word + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), start, start + 8 * len(pairs), 0, 0)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(head + tables + words)
