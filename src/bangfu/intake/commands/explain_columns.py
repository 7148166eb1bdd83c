"""Say what columns of one's own tables mean: remembered for the union and those below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bangfu.acts.frame import tell, use_case
from bangfu.documents.tables.headers import head_word
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState
from ..errors import ColumnTwice, NothingExplained, WrongKind
from ..models import ColumnMeaning, ImportBatch
from ..queries.columns import FORM_OF, ColumnAsked, columns_asked
from ..rules.meanings import LONGEST_WORD, NOT_NEEDED
from .stage_register import read_again


class ColumnTold(NamedTuple):
    """`head` as the batch asks for it; `meaning`: an attribute of the form, or NOT_NEEDED."""

    form: str
    head: str
    meaning: str


@use_case(duties.EXPLAIN_COLUMNS)
def explain_columns(*, batch_id: int, told: Sequence[ColumnTold], by: Actor) -> bool:
    """Every telling is a row of its own. A batch that waits for its confirmation is read again by it.

    Returns:
        Whether the batch is read again; else the file is to be sent once more.

    Raises:
        NothingExplained, WrongKind, ColumnTwice.
        ImportBatch.DoesNotExist: out of the actor's reach.
    """
    batch = ImportBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    asked = {(column.form, column.head): column for column in columns_asked(batch)}
    _check(asked, told)
    union_id = batch.union_id or by.union_id
    if union_id is None:  # an import of the command line belongs to no union
        raise NothingExplained
    ColumnMeaning.objects.bulk_create(
        ColumnMeaning(
            union_id=union_id,
            form=column.form,
            word=head_word(column.head)[:LONGEST_WORD],
            meaning=column.meaning,
            by_user_id=by.user_id,
            by_name=by.name,
        )
        for column in told
    )
    tell("batch", batch.pk, {"columns": len(told)})
    if batch.state != BatchState.STAGED or not batch.uploads.exists():
        return False
    read_again(batch)
    return True


def _check(asked: dict[tuple[str, str], ColumnAsked], told: Sequence[ColumnTold]) -> None:
    if not told or any((column.form, column.head) not in asked for column in told):
        raise NothingExplained
    meant = [(column.form, column.meaning) for column in told if column.meaning != NOT_NEEDED]
    for column in told:
        if column.meaning == NOT_NEEDED:
            continue
        field = FORM_OF[column.form].by_attr[column.meaning]
        if (
            column.meaning not in dict(asked[column.form, column.head].choices)
            or meant.count((column.form, column.meaning)) > 1
        ):
            raise ColumnTwice(field.zh)
        if column.meaning not in asked[column.form, column.head].fits:
            raise WrongKind(column.head, field.zh)
