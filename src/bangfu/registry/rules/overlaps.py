"""What two files can have in common though each person, card and household has one place."""

from __future__ import annotations

from bangfu.kernel.phrases import mark
from bangfu.kernel.words import Word


class OverlapKind(Word):
    """The values are what the database tells (`registry_overlaps`)."""

    PERSON = "person", mark("同一人")
    CARD = "card", mark("同一张卡")
