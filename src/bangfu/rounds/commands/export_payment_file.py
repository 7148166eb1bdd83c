"""Write the file that goes to the bank; what it holds is marked as sent before a byte leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.audit.eras import era_code
from bangfu.scope.actors import Actor
from bangfu.vault.commands.reveal_secret import reveal_many
from bangfu.vault.enums import Purpose

from .. import duties
from ..enums import PaymentState
from ..errors import FileChanged, NothingToExport
from ..models import Payment, PaymentFile, Round
from ..queries.out_of_sight import as_payer
from ..rules.numbering import prefix_of
from ..rules.payment_table import PaymentLine, payment_rows, table_digest
from ..rules.states import Act
from .steps import begin_step


@dataclass(frozen=True)
class PaymentTable:
    """`rows` hold card numbers in clear: they go into the file and nowhere else."""

    file: PaymentFile
    rows: list[list[str]] = field(repr=False)


@use_case(duties.SEND)
def export_payment_file(
    *, round_id: int, on: date, by: Actor, version: int | None = None, number: str = ""
) -> PaymentTable:
    """What is released and not yet sent becomes a new file; else the file `number`, or the last.

    The same file again has the same lines. The caller lets nothing out before this transaction
    is committed; if the bytes are lost then, the same file is exported again.

    Raises:
        NothingToExport: nothing waits and no such file was ever made.
        FileChanged: the file would have other lines than when it went out.
        NotPermitted; as `begin_step`.
    """
    moving = begin_step(Act.EXPORT, round_id, version, on=on)
    (round_,) = moving.rows
    waiting = [] if number else _lines(round_, by, file=None)
    if waiting:
        file = _new_file(round_, [line for _payment, line in waiting], by)
        Payment.objects.filter(pk__in=[payment for payment, _line in waiting]).update(
            file=file, state=PaymentState.SENT
        )
        moving.finish(detail=lambda _: told(file))
        return PaymentTable(file, payment_rows([line for _payment, line in waiting]))
    table = table_sent(round_, by, number)
    tell("round", round_.pk, told(table.file), action="rounds.send_again")
    return table


def table_sent(round_: Round, by: Actor, number: str = "") -> PaymentTable:
    """The file `number`, or the last, as it went out. The caller records what it is read for.

    Raises:
        NothingToExport, FileChanged
    """
    files = PaymentFile.objects.filter(round=round_).order_by("-pk")
    file = files.filter(number=number).first() if number else files.first()
    if file is None:
        raise NothingToExport
    lines = [line for _payment, line in _lines(round_, by, file=file)]
    if table_digest(lines) != file.digest:
        raise FileChanged(file.number)
    return PaymentTable(file, payment_rows(lines))


def _lines(round_: Round, by: Actor, file: PaymentFile | None) -> list[tuple[int, PaymentLine]]:
    """Payments of a file, or those waiting for one, in roster order, with the card in clear."""
    payments = Payment.objects.filter(award__round=round_).select_related("award")
    chosen = payments.filter(file=file) if file else payments.filter(state=PaymentState.RELEASED)
    ordered = list(chosen.order_by("award__sequence", "pk"))
    if not ordered:
        return []
    cards = reveal_many(
        secret_ids=[payment.card_secret_id for payment in ordered],
        purpose=Purpose.PAYMENT,
        by=as_payer(by),
    )
    return [
        (
            payment.pk,
            PaymentLine(
                payment.reference,
                payment.award.payee_name,
                payment.bank,
                cards[payment.card_secret_id],
                bytes(payment.card_index),
                payment.amount_fen,
            ),
        )
        for payment in ordered
    ]


def _new_file(round_: Round, lines: list[PaymentLine], by: Actor) -> PaymentFile:
    number = PaymentFile.objects.filter(round=round_).count() + 1
    return PaymentFile.objects.create(
        union_id=round_.union_id,
        round=round_,
        number=f"{prefix_of(era_code(), round_.pk)}F{number:02d}",
        count=len(lines),
        total_fen=sum(line.amount_fen for line in lines),
        digest=table_digest(lines),
        by_user_id=by.user_id,
        by_name=by.name,
    )


def told(file: PaymentFile) -> dict[str, str | int]:
    """A file as the log tells of it."""
    return {"file": file.number, "count": file.count, "total_fen": file.total_fen}
