"""Say that a remembered word of a bank means something else, or is to be asked for again."""

from __future__ import annotations

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import BankWord
from ..rules.bank_words import Own, check_own


@use_case(duties.EXPLAIN_WORDS)
def change_bank_word(*, word_id: int, meaning: str, by: Actor) -> None:
    """A row more; what was read before stays as it was read.

    Args:
        meaning: as `Own` has it, "" to hold none.

    Raises:
        BankWord.DoesNotExist: out of the actor's reach; ValueError: no such meaning.
    """
    word = BankWord.objects.visible_to(by).get(pk=word_id)
    check_own(Own(word.kind, word.word, meaning))
    BankWord.objects.create(
        union_id=word.union_id,
        payer_bank=word.payer_bank,
        kind=word.kind,
        word=word.word,
        meaning=meaning,
        by_user_id=by.user_id,
        by_name=by.name,
    )
    tell("union", word.union.code, {"words": 1})
