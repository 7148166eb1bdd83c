"""Say what words of a bank's answers mean: remembered for the union and that bank, and changed alike."""

from __future__ import annotations

from collections.abc import Sequence

from bangfu.acts.frame import tell, use_case
from bangfu.kernel.text import squeeze
from bangfu.organisations.queries import unions_in_scope
from bangfu.scope.actors import Actor

from .. import duties
from ..answer_errors import HeadTwice, NothingExplained, WordKnown
from ..models import BankWord
from ..rules.bank_words import (
    COLUMNS,
    LONGEST_WORD,
    RESULTS,
    Kind,
    Own,
    check_own,
    word_kept,
)

SHIPPED_WORDS = {Kind.COLUMN: COLUMNS, Kind.RESULT: RESULTS, Kind.LACKING: {}}


@use_case(duties.EXPLAIN_WORDS)
def explain_bank_words(*, union_id: int, bank: str, told: Sequence[Own], by: Actor) -> int:
    """Every telling is a row of its own, so that who said what, and when, stays; how many are kept.

    Args:
        told: words as the file writes them.

    Raises:
        NothingExplained, WordKnown, HeadTwice; ValueError: no such meaning.
        Union.DoesNotExist: out of the actor's reach.
    """
    union = unions_in_scope(by).get(pk=union_id)
    kept = [
        Own(kind, word_kept(kind, word)[:LONGEST_WORD], meaning) for kind, word, meaning in told
    ]
    _check(kept)
    BankWord.objects.bulk_create(
        BankWord(
            union=union,
            payer_bank=squeeze(bank),
            kind=own.kind,
            word=own.word,
            meaning=own.meaning,
            by_user_id=by.user_id,
            by_name=by.name,
        )
        for own in kept
    )
    tell("union", union.code, {"words": len(kept)})
    return len(kept)


def _check(kept: Sequence[Own]) -> None:
    if not kept:
        raise NothingExplained
    heads = [own.word for own in kept if own.kind == Kind.COLUMN]
    for own in kept:
        check_own(own)
        if own.word in SHIPPED_WORDS[Kind(own.kind)]:
            raise WordKnown(own.word)
        if heads.count(own.word) > 1:
            raise HeadTwice(own.word)
