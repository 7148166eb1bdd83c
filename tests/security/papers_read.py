"""The words of a paper of ours, from its glyphs: what each stands for is told beside every font in it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
RUN = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>")
DRAWN = re.compile(rb"\[(.*?)\]\s*TJ|(\((?:\\.|[^\\)])*\))\s*Tj", re.DOTALL)
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(paper: bytes) -> str:
    """Each text that is drawn, once for every font that could have drawn it: more than the paper says, never less."""
    streams = [_opened(each[1]) for each in STREAM.finditer(paper)]
    fonts = [_font(each) for each in streams if b"begincmap" in each]
    drawn = [text for each in streams if b"begincmap" not in each for text in _drawn(each)]
    return "\n".join(_read(text, font) for font in fonts for text in drawn)


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""  # a font or a picture as it is


def _font(cmap: bytes) -> dict[int, str]:
    """Number of a glyph → what it stands for."""
    known: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        known |= {int(glyph, 16): _text(text) for glyph, text in PAIR.findall(part)}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in RUN.findall(part):
            start = int(text, 16)
            for more in range(int(last, 16) - int(first, 16) + 1):
                known[int(first, 16) + more] = chr(start + more)
    return known


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "replace")


def _drawn(page: bytes) -> Iterator[bytes]:
    for whole in DRAWN.finditer(page):
        strings = STRING.findall(whole[1] if whole[1] is not None else whole[2])
        yield b"".join(ESCAPED.sub(_letter, each) for each in strings)


def _letter(escaped: re.Match[bytes]) -> bytes:
    said = escaped[1]
    return bytes([int(said, 8) & 255]) if said.isdigit() else LETTERS.get(said, said)


def _read(text: bytes, font: dict[int, str]) -> str:
    glyphs = (int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2))
    return "".join(font.get(glyph, "") for glyph in glyphs)
