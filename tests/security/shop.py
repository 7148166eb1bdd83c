"""What exists in the attacked world, by its numbers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Shop:
    """Ids of what exists, by whose it is: "gaozhou", "school", "huazhou" or "city"."""

    households: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    objections: dict[str, int] = field(default_factory=dict)
    batches: dict[str, int] = field(default_factory=dict)
    funds: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    meanings: dict[str, int] = field(default_factory=dict)
    awards: dict[str, int] = field(default_factory=dict)
    receipts: dict[str, int] = field(default_factory=dict)
    reversals: dict[str, int] = field(default_factory=dict)
    recoveries: dict[str, int] = field(default_factory=dict)
    claim_ends: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    appointments: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    hand_overs: dict[str, int] = field(default_factory=dict)
    #: The filer's of 高州, both done: a list that left as a file, and a submission.
    jobs: dict[str, int] = field(default_factory=dict)
