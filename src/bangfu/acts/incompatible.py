"""Duties that one person may not have for one and the same matter (不相容职责).

Data: commands refuse by it through the tables of states, and the database by the same pairs
(`acts/guards`; a unit test compares the two). A pair holds within one subject, whatever
appointments a person has. Pure.
"""

from __future__ import annotations

from itertools import combinations

#: Each line: of these duties for one case, objection, round or receipt, a person has at most one.
ONE_OF = (
    ("casework.submit", "casework.check", "casework.approve"),
    ("casework.submit", "casework.check", "casework.refuse"),
    ("casework.submit", "casework.adjust"),
    ("casework.check", "casework.adjust"),
    ("casework.propose", "casework.adjust"),
    ("casework.object", "casework.answer_objection"),
    ("rounds.plan", "rounds.decide", "rounds.release"),
    ("rounds.plan", "rounds.decide_return"),
    ("rounds.plan", "rounds.recover"),
    ("rounds.release", "rounds.recover"),
    ("rounds.recover", "rounds.book_recovered"),
    ("rounds.recover", "rounds.end_claim"),
    ("funds.receive", "funds.reverse"),
    ("funds.propose_reversal", "funds.reverse"),
)
PAIRS = frozenset(frozenset(pair) for line in ONE_OF for pair in combinations(line, 2))


def apart_from(duty: str) -> frozenset[str]:
    """All that whoever does `duty` may not have done for the same subject."""
    return frozenset(other for pair in PAIRS if duty in pair for other in pair - {duty})
