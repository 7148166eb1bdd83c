"""The words on each sheet of a PDF that the browser or the typesetter made, in the order they are drawn.

As much of the format as those two write: streams that are deflated or plain, objects alone or in
packs, fonts with a table from their glyphs, of one byte or two, back to characters.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import normalize

OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
STREAM = re.compile(rb"(.*?)\bstream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
KIDS = re.compile(rb"/Kids\s*\[(.*?)\]", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R")
NAMED = re.compile(rb"/([A-Za-z0-9_.+-]+)\s+(\d+) 0 R")
#: What a page draws: a font chosen, glyphs written, another drawing put in.
DRAWN = re.compile(
    rb"/(\S+)\s+[\d.-]+\s+Tf|<([0-9A-Fa-f\s]+)>|\(((?:\\.|[^\\)])*)\)|/(\S+)\s+Do", re.DOTALL
)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
MAPPED = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
WIDTH = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
ONE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RUN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[.*?\])")
#: Radicals that no normal form leads back to their characters.
RADICALS = str.maketrans("⺠⻅⻉⻋⻓⻔⻚⻛⻜⻢⻥⻦⻩⻬⻰", "民见贝车长门页风飞马鱼鸟黄齐龙")


@dataclass(frozen=True)
class Thing:
    """An object of the file: its dictionary as written, and its stream unpacked."""

    told: bytes
    stream: bytes = b""

    def at(self, key: bytes) -> list[int]:
        """The objects that stand at a key, be it one or a list."""
        there = re.search(rb"/" + key + rb"\s*(\[.*?\]|\d+ 0 R)", self.told, re.DOTALL)
        return [int(number) for number in REFERENCE.findall(there[1])] if there else []


@dataclass(frozen=True)
class Font:
    """What its glyphs mean, and of how many bytes each is written."""

    letters: dict[int, str] = field(default_factory=dict)
    width: int = 2

    def read(self, raw: bytes) -> str:
        codes = (raw[at : at + self.width] for at in range(0, len(raw), self.width))
        return "".join(self.letters.get(int.from_bytes(code), "") for code in codes)


def sheets_of(pdf: bytes) -> list[str]:
    """What stands on each page, without spaces: they are gaps, not characters.

    A font draws ⼯ and 工 with one glyph, and its table may name either: both are read as 工.
    """
    things = dict(_things(pdf))
    (top,) = (one for one in things.values() if re.search(rb"/Type\s*/Catalog", one.told))
    return [
        normalize("NFKC", _words(page, things).translate(RADICALS))
        for page in _pages(things[top.at(b"Pages")[0]], things)
    ]


def _things(pdf: bytes) -> Iterator[tuple[int, Thing]]:
    for number, inside in OBJECT.findall(pdf):
        parts = STREAM.match(inside)
        if parts is None:
            yield int(number), Thing(inside)
            continue
        told, raw = parts[1], parts[2]
        stream = zlib.decompressobj().decompress(raw) if b"/FlateDecode" in told else raw
        yield int(number), Thing(told, stream)
        if re.search(rb"/Type\s*/ObjStm", told):
            yield from _packed(told, stream)


def _packed(told: bytes, stream: bytes) -> Iterator[tuple[int, Thing]]:
    first = int(re.search(rb"/First\s+(\d+)", told)[1])  # type: ignore[index]
    places = [int(one) for one in stream[:first].split()]
    starts = [*(first + place for place in places[1::2]), len(stream)]
    for number, start, end in zip(places[::2], starts, starts[1:], strict=False):
        yield number, Thing(stream[start:end])


def _pages(node: Thing, things: dict[int, Thing]) -> Iterator[Thing]:
    kids = KIDS.search(node.told)
    if kids is None:
        yield node
        return
    for number in REFERENCE.findall(kids[1]):
        yield from _pages(things[int(number)], things)


def _words(drawn: Thing, things: dict[int, Thing]) -> str:
    resources = [drawn, *(things[number] for number in drawn.at(b"Resources"))]
    told = b" ".join(one.told for one in resources)
    named = {name: things[int(number)] for name, number in NAMED.findall(told)}
    for group in (things[number] for one in resources for number in one.at(b"Font")):
        named |= {name: things[int(number)] for name, number in NAMED.findall(group.told)}
    streams = [things[number].stream for number in drawn.at(b"Contents")] or [drawn.stream]
    font = Font()
    said = []
    for name, digits, plain, other in DRAWN.findall(b"\n".join(streams)):
        if name:
            font = _font(named[name], things)
        elif other:
            said.append(_words(named[other], things) if other in named else "")
        else:
            said.append(font.read(bytes.fromhex(digits.decode()) or ESCAPED.sub(_meant, plain)))
    return "".join("".join(said).split())


def _meant(escaped: re.Match[bytes]) -> bytes:
    what = escaped[1]
    return bytes([int(what, 8)]) if what.isdigit() else CONTROLS.get(what, what)


def _font(told: Thing, things: dict[int, Thing]) -> Font:
    letters: dict[int, str] = {}
    bytes_each = 2
    for number in told.at(b"ToUnicode"):
        table = things[number].stream
        if width := WIDTH.search(table):
            bytes_each = len(width[1]) // 2
        for kind, lines in MAPPED.findall(table):
            if kind == b"bfchar":
                letters |= {int(code, 16): _text(text) for code, text in ONE.findall(lines)}
                continue
            for low, high, text in RUN.findall(lines):
                letters |= _run(int(low, 16), int(high, 16), re.findall(rb"[0-9A-Fa-f]+", text))
    return Font(letters, bytes_each)


def _run(low: int, high: int, given: list[bytes]) -> dict[int, str]:
    if len(given) > 1:
        return {low + step: _text(one) for step, one in enumerate(given)}
    begin = _text(given[0])
    return {low + step: begin[:-1] + chr(ord(begin[-1]) + step) for step in range(high - low + 1)}


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
