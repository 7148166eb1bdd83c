"""The child process: power given away first, then one paper from standard input to standard output.

Takes `{"template": name, "data": {…}}` as JSON; answers one line of JSON, `{"set": true}` followed
by the PDF, or `{"refused": kind, …}`. It opens files for reading alone: templates and fonts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typst

from bangfu.documents.apart.confining import Limits, NotConfinable, confine
from bangfu.documents.apart.filters import Power
from bangfu.documents.typesetting import limits
from bangfu.documents.typesetting.errors import FontsMissing
from bangfu.documents.typesetting.fonts import Faces, find_faces

TEMPLATES = Path(__file__).with_name("templates")


def main() -> int:
    head, paper = _made()
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + paper)
    return 0


def _made() -> tuple[dict[str, Any], bytes]:
    """The machine's own fonts are looked through before, which loads all that looking takes."""
    try:
        faces = find_faces()
        give_power_away(faces.folders)
        asked = json.loads(sys.stdin.buffer.read(limits.MOST_DATA + 1))
        return answer(asked["template"], asked["data"], faces)
    except NotConfinable:
        return {"refused": "not-confined"}, b""
    except FontsMissing:
        return {"refused": "fonts"}, b""
    except typst.TypstError:
        return {"refused": "failed"}, b""


def give_power_away(fonts: Iterable[str]) -> None:
    """`fonts`: folders of the machine's. Raises NotConfinable."""
    allowed = Limits(limits.CHILD_MEMORY, limits.CHILD_SECONDS)
    confine(allowed, Power(reads_files=True, has_threads=True), [str(TEMPLATES), *fonts])


def answer(template: str, data: dict[str, Any], faces: Faces) -> tuple[dict[str, Any], bytes]:
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
        font_paths=faces.found,
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
