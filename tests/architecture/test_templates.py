"""Templates are used, readable, and never reach round the strict content policy."""

import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "bangfu"
#: What all pages share, and each area's own.
FOLDERS = [SOURCE / "web" / "templates", *sorted(SOURCE.glob("web/*/templates"))]
GALLERY = SOURCE.parents[1] / "tests" / "browser" / "components" / "templates" / "gallery"
NAMED_BY_CODE = re.compile(r"[\w/.-]+\.html")
#: Chosen by status code in web/errors.py.
BY_STATUS = {"500.html", "429.html"}
#: A line is read without scrolling; a sentence that cannot be parted may be a little longer.
#: Counted in bytes: what a line of Chinese takes on a screen is nearer to that than to characters.
LONG, LONGEST, LONG_SHARE = 120, 160, 0.03
BLOCK_TAG = re.compile(r"\{% (if|for|with|block|elif|else|empty|endif|endfor|endwith|endblock)\b")
MIDDLE = {"elif", "else", "empty"}
ENDS = {"endif", "endfor", "endwith", "endblock"}


def templates() -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for folder in FOLDERS
        for path in folder.rglob("*.html")
    }


def named_somewhere() -> set[str]:
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
    texts = [path.read_text("utf-8") for path in files]
    named = {name for text in texts for name in NAMED_BY_CODE.findall(text)}
    parts = {part for text in texts for part in re.findall(r"<c-([\w.-]+)", text)}
    return named | {f"cotton/{part.replace('.', '/').replace('-', '_')}.html" for part in parts}


def test_no_template_is_unused():
    assert set(templates()) - named_somewhere() - BY_STATUS == set()


def test_no_inline_style_or_script():
    inline = re.compile(r"\s(style|on\w+)=[\"']|<style|<script(?![^>]*\bsrc=)", re.IGNORECASE)
    with_inline = [name for name, text in templates().items() if inline.search(text)]
    assert with_inline == []


def test_icons_are_drawn_once():
    """Those of `tablericons` itself are read anew from XML each time; `icons` keeps them."""
    assert [name for name, text in templates().items() if "tablericons" in text] == []


def test_a_comment_ends_on_its_line():
    """One that does not is shown to everybody."""
    split = re.compile(r"\{#(?![^\n]*#\})")
    assert [name for name, text in templates().items() if split.search(text)] == []


def test_a_parts_own_words_are_not_printed_as_attributes():
    """A `:name` without a value is not taken out of what `{{ attrs }}` prints."""
    left_in = re.compile(r"<c-vars[^>]*\s:\w+[\s/>]")
    assert [name for name, text in templates().items() if left_in.search(text)] == []


def test_lines_are_short_enough_to_read():
    """Also those of the gallery of components, from which people copy."""
    gallery = {f"gallery/{path.name}": path.read_text("utf-8") for path in GALLERY.glob("*.html")}
    assert gallery
    lines = {
        f"{name}:{number}: {len(line.encode())} bytes": len(line.encode())
        for name, text in (templates() | gallery).items()
        for number, line in enumerate(text.splitlines(), start=1)
    }
    too_long = [place for place, length in lines.items() if length > LONGEST]
    assert too_long == [], "\n".join(too_long)
    long = [place for place, length in lines.items() if length > LONG]
    assert len(long) < len(lines) * LONG_SHARE, "\n".join(long)


def test_what_stands_inside_a_block_is_indented():
    """`{% if %}`, `{% for %}` and the like: a block over several lines holds its lines further in."""
    flat = [
        f"{name}:{number}: {line.strip()}"
        for name, text in templates().items()
        for number, line in flat_lines(text)
    ]
    assert flat == [], "\n".join(flat)


def flat_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that begin no further in than the block that holds them."""
    open_at: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        indent = len(line) - len(line.lstrip())
        begins_with = BLOCK_TAG.match(line.lstrip())
        ends_block = begins_with and begins_with.group(1) in MIDDLE | ENDS
        if line.strip() and open_at and not ends_block and indent <= open_at[-1]:
            yield number, line
        for tag in BLOCK_TAG.findall(line):
            if tag in ENDS:
                open_at.pop()
            elif tag not in MIDDLE:
                open_at.append(indent)
