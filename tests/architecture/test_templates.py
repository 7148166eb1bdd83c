"""No template lies about unused, and none reaches round the strict content policy."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "bangfu"
#: What all pages share, and each area's own.
FOLDERS = [SOURCE / "web" / "templates", *sorted(SOURCE.glob("web/*/templates"))]
NAMED_BY_CODE = re.compile(r"[\w/.-]+\.html")
#: Chosen by status code in web/errors.py.
BY_STATUS = {"500.html", "429.html"}


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
    found = [name for name, text in templates().items() if inline.search(text)]
    assert found == []


def test_a_comment_ends_on_its_line():
    """One that does not is shown to everybody."""
    split = re.compile(r"\{#(?![^\n]*#\})")
    assert [name for name, text in templates().items() if split.search(text)] == []


def test_a_parts_own_words_are_not_printed_as_attributes():
    """A `:name` without a value is not taken out of what `{{ attrs }}` prints."""
    left_in = re.compile(r"<c-vars[^>]*\s:\w+[\s/>]")
    assert [name for name, text in templates().items() if left_in.search(text)] == []
