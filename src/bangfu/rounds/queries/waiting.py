"""What of paid and answered money waits for an officer: claims that are open, answers not taken in yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bangfu.acts.roles import holds
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight, sight_values
from bangfu.scope.prepared import prepared_rows

from .. import duties
from ..models import Award, Round
from ..rules.states import Act
from .rounds import may_do, rounds_visible

# By award what is still open of its claims, without those that the officer decided on.
OPEN_CLAIMS = """
select c.round_id, c.award_id, sum(c.amount_fen - coalesce(e.fen, 0))::bigint
from rounds_recovery c
left join (select recovery_id, sum(amount_fen) as fen from rounds_claimend group by recovery_id) e
  on e.recovery_id = c.id
where {in_sight} and c.decided_by_id <> %(officer)s and c.amount_fen > coalesce(e.fen, 0)
group by c.round_id, c.award_id order by min(c.id)
"""
FILES_WAITING = """
select w.id, w.round_id, w.file_name,
  (select count(*) from rounds_waitinganswer o where o.first_id = w.id)
from rounds_waitinganswer w join rounds_round r on r.id = w.round_id
where {in_sight} and w.first_id is null order by w.id
"""


@dataclass(frozen=True)
class OpenClaim:
    """`act`: what the officer may do with it; `open_fen` is neither recovered nor ended."""

    round: Round
    award: Award = field(repr=False)
    open_fen: int
    act: Act


@dataclass(frozen=True)
class FilesWaiting:
    """An answer not taken in yet, by its first file; `others`: how many came together with it."""

    round: Round
    waiting_id: int
    file_name: str
    others: int


def claims_waiting(by: Actor) -> list[OpenClaim]:
    """Of the officer's rounds, the oldest first; none that they decided on themselves."""
    if not (holds(by, duties.BOOK_RECOVERED) or holds(by, duties.END_CLAIM)):
        return []
    asked = {**sight_values(by), "officer": by.user_id or 0}
    rows = prepared_rows(OPEN_CLAIMS.format(in_sight=sight(by, "c")), asked)
    rounds = _rounds((row[0] for row in rows), by)
    awards = Award.objects.visible_to(by).in_bulk([row[1] for row in rows]) if rows else {}
    acts = {key: _act(round_, by) for key, round_ in rounds.items()}
    return [
        OpenClaim(rounds[round_id], awards[award_id], open_fen, act)
        for round_id, award_id, open_fen in rows
        if award_id in awards and (act := acts.get(round_id))
    ]


def answers_kept(by: Actor) -> list[FilesWaiting]:
    """Answers that nobody has taken in or put away, for whoever may explain their words."""
    if not holds(by, duties.EXPLAIN_WORDS):
        return []
    rows = prepared_rows(FILES_WAITING.format(in_sight=sight(by, "r")), sight_values(by))
    rounds = _rounds((row[1] for row in rows), by)
    return [
        FilesWaiting(rounds[round_id], key, name, others)
        for key, round_id, name, others in rows
        if round_id in rounds
    ]


def _rounds(ids: Iterable[int], by: Actor) -> dict[int, Round]:
    wanted = set(ids)
    return rounds_visible(by).in_bulk(wanted) if wanted else {}


def _act(round_: Round, by: Actor) -> Act | None:
    """Money that comes in is booked; an approver may drop or write off what does not."""
    acts = (Act.BOOK_RECOVERED, Act.END_CLAIM)
    return next((act for act in acts if may_do(act, round_, by)), None)
