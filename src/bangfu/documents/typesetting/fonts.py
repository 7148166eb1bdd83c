"""Which faces there are for Chinese papers, and which characters they can draw."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from .errors import FontsMissing

#: In order of preference; official papers want FangSong, which a site may supply.
SERIF = (
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Songti SC",
    "SimSun",
)
#: Number columns stand in these: serif CJK digits are not of equal width.
SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
)
SITE_FOLDER = "BANGFU_FONTS"
PLAIN_SPACE = frozenset(" \n")


@dataclass(frozen=True)
class Faces:
    """Families found, preferred first, and the characters that both kinds of them can draw.

    Attributes:
        found: all of the machine's, as the typesetter keeps them.
        folders: in which they lie.
    """

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    drawable: frozenset[int]
    found: Any = None
    folders: tuple[str, ...] = ()

    def missing(self, texts: Iterable[str]) -> str:
        """Characters that can't be drawn in serif and in sans, each once, in the order met."""
        met = dict.fromkeys(char for text in texts for char in text)
        return "".join(
            char for char in met if char not in PLAIN_SPACE and ord(char) not in self.drawable
        )


def site_folders() -> list[str]:
    folder = os.environ.get(SITE_FOLDER, "")
    return [folder] if folder and Path(folder).is_dir() else []


def find_faces() -> Faces:
    """Raises FontsMissing when there is no Chinese serif or no Chinese sans family."""
    found = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=site_folders()
    )
    by_family: dict[str, list[Any]] = {}
    for info in found.fonts():
        by_family.setdefault(info.family, []).append(info)
    serif = tuple(name for name in SERIF if name in by_family)
    sans = tuple(name for name in SANS if name in by_family)
    if not serif or not sans:
        raise FontsMissing
    drawable = _drawn(serif, by_family) & _drawn(sans, by_family)
    every = (info for infos in by_family.values() for info in infos if info.path)
    folders = {str(Path(info.path).parent) for info in every}
    return Faces(serif, sans, drawable, found, tuple(sorted(folders)))


def _drawn(families: Iterable[str], by_family: dict[str, list[Any]]) -> frozenset[int]:
    """What at least one of the families draws in every one of its weights that papers use."""
    return frozenset().union(*(_by_family(by_family[name]) for name in families))


def _by_family(faces: list[Any]) -> frozenset[int]:
    used = [face for face in faces if face.style == "normal" and face.weight in (400, 700)]
    return frozenset.intersection(*_characters(used or faces))


def _characters(faces: list[Any]) -> Iterator[frozenset[int]]:
    for face in faces:
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            yield frozenset(font.getBestCmap() or ())
