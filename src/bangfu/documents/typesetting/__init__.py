"""Typesetting: papers that go out, as PDF.

`typeset(template, data)` sets one of `templates/` with data passed as JSON, never as markup, in a
child process with limits. Invariants: nothing is written to disk; a paper with a character that no
Chinese font here can draw is refused, never printed with a hole.
"""

from .errors import (
    FontsMissing,
    MissingGlyphs,
    TooHeavyToTypeset,
    TypesettingFailed,
    TypesettingRefused,
)
from .typeset import typeset

__all__ = [
    "FontsMissing",
    "MissingGlyphs",
    "TooHeavyToTypeset",
    "TypesettingFailed",
    "TypesettingRefused",
    "typeset",
]
