"""What the reference says of commands, the form, roles and states is what the program obeys."""

import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_the_references_are_current():
    """Renewed by `make docs`."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        import references  # noqa: PLC0415 - lies beside the program, not in it

        pages = references.pages()
    finally:
        sys.path.remove(str(SCRIPTS))
    assert len(pages) == len(references.MODULES)
    assert [page.name for page, text in pages.items() if page.read_text("utf-8") != text] == []
