"""What banks answered, and what their words mean; rounds and payments are in `models`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bangfu.audit.append_only import AppendOnly
from bangfu.organisations.models import Union
from bangfu.scope.models import ScopedModel, SeenWith


class BankAnswer(AppendOnly, SeenWith):
    """An answer file taken in; the same file again changes nothing."""

    seen_with: ClassVar[tuple[str, str]] = ("round_id", "rounds_round")

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="answers")
    payer_bank = models.CharField(max_length=40, default="", blank=True)
    digest = models.CharField(max_length=64, db_collation="C")
    paid_count = models.IntegerField()
    paid_fen = models.BigIntegerField()
    returned_count = models.IntegerField()
    returned_fen = models.BigIntegerField()
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "digest"], name="answer_once")]


class BankWord(AppendOnly, ScopedModel):
    """What a word of one bank's answers means to one union; of several rows for a word the last counts.

    `kind` is a `bank_words.Kind`. `word` is folded; of what is lacking it is the column's code.
    `meaning`: a code of `ASKED_COLUMNS` or a `Result`; "" once it is no longer held.
    """

    stamped_from: ClassVar[tuple[str, str]] = ("union_id", "organisations_union")

    union = models.ForeignKey(Union, models.PROTECT, related_name="+")
    payer_bank = models.CharField(max_length=40, default="", blank=True)
    kind = models.CharField(max_length=8, db_collation="C")
    word = models.CharField(max_length=40, default="", blank=True)
    meaning = models.CharField(max_length=12, default="", blank=True, db_collation="C")
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        indexes = [models.Index(fields=["union", "payer_bank"], name="bank_word_of")]


class WaitingAnswer(SeenWith):
    """An answer that waits, sealed, until its words are explained and its taking in is confirmed; gone then.

    Files that came together hang on the first of them. `kept_until`: when it goes by itself.
    """

    seen_with: ClassVar[tuple[str, str]] = ("round_id", "rounds_round")

    round = models.ForeignKey("rounds.Round", models.CASCADE, related_name="waiting_answers")
    payer_bank = models.CharField(max_length=40, default="", blank=True)
    file_name = models.CharField(max_length=120)
    sealed = models.BinaryField()
    first = models.ForeignKey("self", models.CASCADE, null=True, related_name="others")
    kept_until = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())
