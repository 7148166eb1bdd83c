"""How the bank is told which payment and which file it is: numbers that are never issued again."""

from __future__ import annotations


def prefix_of(era: str, round_id: int) -> str:
    """`BFKHWC000035-`: the era's code, for a restore takes back that the round ever was."""
    return f"BF{era}{round_id:06d}-"
