"""Pages of `docs/reference` that the program writes itself: each module has PAGE and reference().

`make docs` writes them; a test fails when one is not current. A module listed here is both.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs/reference"
MODULES = ("commands", "form_columns", "measures", "roles_and_routes", "states")


def pages() -> dict[Path, str]:
    """Each page's file and what it should say."""
    modules = [import_module(f"{__name__}.{module}") for module in MODULES]
    return {module.PAGE: module.reference() for module in modules}
