"""The reference of states, written from the tables that commands obey."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")

import django

if not django.apps.apps.ready:
    django.setup()

from bangfu.acts.declared import declared_duties
from bangfu.acts.incompatible import BRINGING, apart_from
from bangfu.acts.roles import holders
from bangfu.casework.enums import CaseState
from bangfu.casework.rules import states as of_cases
from bangfu.intake.enums import BatchState
from bangfu.intake.rules.keeping import WAITS
from bangfu.kernel.states import Table
from bangfu.notices.rules.notice import SHORTEST_POSTING
from bangfu.rounds.enums import PaymentState, RoundState
from bangfu.rounds.rules import states as of_rounds

from . import FOLDER

PAGE = FOLDER / "states.md"
OPENING = """\
# States

Written by `make docs` from the program's own tables; a test fails when it is not current.

Each table is in one place in the code (of the kind in `src/bangfu/kernel/states.py`); commands obey it, pages offer buttons from it, the database repeats its pairs. Whose step it is, is a duty, and which role holds it, is in
[roles, duties and routes](roles-and-routes.md); whoever had one of the duties in the column “not by” for the same thing may not take the step. Every move leaves an event: from, to, duty, day, who and why.
"""
HEAD = """
| step | from | to | by | not by whoever did | reason | only if |
|---|---|---|---|---|---|---|
"""
NONE = "—"


def reference() -> str:
    return "".join((OPENING, _cases(), _rounds(), _payments(), _batches()))


def _cases() -> str:
    ends = "、".join(end.label for end in CaseState if end in of_cases.ENDS)
    upheld = of_cases.Act.UPHOLD.label
    return (
        "\n## A case (认定审批)\n\n`src/bangfu/casework/rules/states.py`\n"
        + _table(of_cases.TABLE, CaseState)
        + f"\nWhoever brought in the facts that a case stands on, by hand or by an import, counts as having done"
        f" {_titles({BRINGING})} for it.\n\n{ends} are ends: whoever applies again begins a new case. {upheld} comes with the answer"
        f" to an objection. A posting lasts {SHORTEST_POSTING} working days at least, the day of posting"
        " not counted;\nthe next step is possible from the day after its last day. 公示期满 is a list, not"
        " a state: posted cases whose period is over.\n\nA step that lies longer than its limit is shown"
        " as overdue, a reminder that decides nothing. Limits are calendar days, dated, of a place, its city,"
        " its province or the country. Shipped for the country: 10 to check, 5 to post, 5 to decide, 5 to"
        " answer an objection, 30 to mend what was returned.\n"
    )


def _rounds() -> str:
    sent = RoundState.SENT.label
    return (
        "\n## A round of aid (送温暖发放)\n\n`src/bangfu/rounds/rules/states.py`\n"
        + _table(of_rounds.TABLE, RoundState)
        + f"\nA round in {sent} with nothing open can be settled; with returned or held-back payments it"
        " waits for decisions on them. A payment to be made again needs another release.\n"
    )


def _payments() -> str:
    state = PaymentState
    return (
        f"\n## A payment\n\n{state.RELEASED.label} → {state.SENT.label} → {state.PAID.label}, or"
        f" {state.RETURNED.label} → {state.CLOSED.label} (the money goes back to the fund, or a new"
        " payment with a 流水号 of its own takes its place).\n"
    )


def _batches() -> str:
    state = BatchState
    way = (state.WAITING, state.READING, state.STAGED, state.MERGING, state.MERGED)
    return (
        f"\n## An import\n\n{' → '.join(str(step.label) for step in way)}; or"
        f" {state.DROPPED.label}, or {state.FAILED.label} with the reason, or {state.EXPIRED.label}: nobody"
        f" confirmed it within {WAITS.days} days of its last reading.\n"
    )


def _table(table: Table[Any, Any, Any], states: Any) -> str:
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in _rows(table, states))


def _rows(table: Table[Any, Any, Any], states: Any) -> Iterator[tuple[str, ...]]:
    for move in table.moves:
        earlier = (_duties_before(table, move.origin) | {BRINGING}) & apart_from(move.duty)
        yield (
            move.act.label,
            str(states(move.origin).label) if move.origin else NONE,
            str(states(move.target).label) if move.leads_on else "as it was",
            "、".join(str(role.label) for role in holders(move.duty)),
            _titles(earlier),
            "yes" if move.reason else NONE,
            "；".join(condition.label for condition in move.conditions) or NONE,
        )


def _duties_before(table: Table[Any, Any, Any], state: object) -> set[str]:
    """The duties of all acts on any way to a state."""
    reached, duties = {state}, set[str]()
    while True:
        leading = [move for move in table.moves if move.target in reached]
        if {move.origin for move in leading} <= reached:
            return duties | {move.duty for move in leading}
        reached |= {move.origin for move in leading}


def _titles(codes: Collection[str]) -> str:
    return "、".join(d.title for code, d in declared_duties().items() if code in codes) or NONE
