"""The shipped lists: what the catalogue of a fresh database says, one for each major version.

Texts differ between major versions (PostgreSQL 18 counts NOT NULL among the constraints), so each
has a list of its own, made by `make catalogue`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from .catalogue import Catalogue

SHIPPED = Path(__file__).with_name("shipped")
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}
DIGEST_LENGTH = 16


def list_file(major: int, folder: Path = SHIPPED) -> Path:
    return folder / f"postgresql-{major}.txt"


def shipped_list(major: int, folder: Path = SHIPPED) -> Catalogue | None:
    """None where none is shipped for that version."""
    file = list_file(major, folder)
    return _read(file.read_text("utf-8")) if file.exists() else None


def digest_of_list(major: int, folder: Path = SHIPPED) -> str:
    return hashlib.sha256(list_file(major, folder).read_bytes()).hexdigest()[:DIGEST_LENGTH]


def write_list(major: int, catalogue: Catalogue, folder: Path = SHIPPED) -> None:
    lines = ("\t".join(map(_escaped, (*key, text))) for key, text in sorted(catalogue.items()))
    list_file(major, folder).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _read(text: str) -> Catalogue:
    rows = (map(_plain, line.split("\t")) for line in text.splitlines())
    return {(kind, name): declared for kind, name, declared in rows}


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(sign, sign) for sign in text)


def _plain(text: str) -> str:
    marked = text.replace("\\\\", "\0")  # so that an escaped backslash begins no other escape
    return marked.replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")
