"""The child process: limits first, then one paper from standard input to standard output.

Takes `{"template": name, "data": {…}}` as JSON; answers one line of JSON, `{"set": true}` followed
by the PDF, or `{"refused": kind, …}`. It opens no file for writing.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from bangfu.documents.typesetting import limits
from bangfu.documents.typesetting.errors import FontsMissing
from bangfu.documents.typesetting.fonts import Faces, find_faces, site_folders

TEMPLATES = Path(__file__).with_name("templates")


def main() -> int:
    confine()
    asked = json.loads(sys.stdin.buffer.read(limits.MOST_DATA + 1))
    try:
        head, paper = answer(asked["template"], asked["data"])
    except FontsMissing:
        head, paper = {"refused": "fonts"}, b""
    except typst.TypstError:
        head, paper = {"refused": "failed"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + paper)
    return 0


def confine() -> None:
    """Take away what setting a paper doesn't need."""
    for limit, most in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_CPU, limits.CHILD_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def answer(template: str, data: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    faces = find_faces()
    source = TEMPLATES / f"{template}.typ"
    missing = faces.missing([*texts(data), *(path.read_text("utf-8") for path in _sources(source))])
    if missing:
        return {"refused": "glyphs", "characters": missing}, b""
    return {"set": True}, compiled(source, data, faces)


def compiled(source: Path, data: dict[str, Any], faces: Faces) -> bytes:
    fonts = {"serif": faces.serif, "sans": faces.sans}
    paper = typst.compile(
        str(source),
        root=str(TEMPLATES),
        font_paths=site_folders(),
        format="pdf",
        sys_inputs={"data": json.dumps(data), "fonts": json.dumps(fonts)},
    )
    return bytes(paper)


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value; keys are names of the template's, not printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif value is not None:
        yield str(value)


def _sources(template: Path) -> Iterator[Path]:
    """The template and the layout that all templates share."""
    yield template
    yield TEMPLATES / "official.typ"


if __name__ == "__main__":
    sys.exit(main())
