"""Duties that one person may not have for one and the same matter (不相容职责).

Data: commands refuse by it through the tables of states, and the database by the same pairs
(`acts/guards`; a unit test compares the two). A pair holds within one subject, whatever
appointments a person has. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations, product

#: Whoever brought in the facts that a case stands on, by hand or by an import, counts as having done this.
BRINGING = "registry.record"
#: Each line: of these duties for one case, objection, round or receipt, a person has at most one.
ONE_OF = (
    (BRINGING, "casework.check"),
    (BRINGING, "casework.approve"),
    (BRINGING, "casework.refuse"),
    (BRINGING, "casework.adjust"),
    ("casework.submit", "casework.check", "casework.approve"),
    ("casework.submit", "casework.check", "casework.refuse"),
    ("casework.post", "casework.approve"),
    ("casework.post", "casework.refuse"),
    ("casework.submit", "casework.adjust"),
    ("casework.check", "casework.adjust"),
    ("casework.propose", "casework.adjust"),
    ("casework.object", "casework.answer_objection"),
    ("rounds.recover", "rounds.end_claim"),
    ("funds.receive", "funds.reverse"),
    ("funds.propose_reversal", "funds.reverse"),
)
#: Of one round a person has the duties of one line alone: one draws it up and settles it, another decides
#: on it, a third pays it.
ONE_LINE_OF = (
    ("rounds.plan", "rounds.lock_roster", "rounds.book_recovered", "rounds.reconcile"),
    ("rounds.decide", "rounds.decide_return", "rounds.recover", "rounds.end_claim"),
    ("rounds.release", "rounds.send", "rounds.take_answer"),
)
PAIRS = frozenset(
    frozenset(pair)
    for pair in (
        *(pair for line in ONE_OF for pair in combinations(line, 2)),
        *(pair for lines in combinations(ONE_LINE_OF, 2) for pair in product(*lines)),
    )
)


def is_apart(duty: str, user_id: int, done: Mapping[str, Collection[int]]) -> bool:
    """Whether what this user did for a subject forbids the duty. `done`: duty → its users."""
    return any(user_id in done.get(other, ()) for other in apart_from(duty))


def apart_from(duty: str) -> frozenset[str]:
    """All that whoever does `duty` may not have done for the same subject."""
    return frozenset(other for pair in PAIRS if duty in pair for other in pair - {duty})
