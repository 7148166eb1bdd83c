"""What places are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def leaf_name(code: str) -> str:
    """What the leaf of a city's or a province's own code is called; "" for any other place."""
    if not code.endswith("00"):
        return ""
    return "省直" if code.endswith("0000") else "市直"


def area_names(counted: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """By code: as most of its households' files call it, and `leaf_name` for leaves; "" for no code.

    Args:
        counted: code, name and how many households call it so.
    """
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for code, name, households in counted:
        votes[code][name] += households if name else 0
    return {code: _area_name(code, its) for code, its in votes.items()}


def _area_name(code: str, votes: dict[str, int]) -> str:
    if not code:
        return ""
    if leaf := leaf_name(code):
        return leaf
    name, count = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
    return name if count else code
