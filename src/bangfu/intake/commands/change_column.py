"""Say that a remembered column means something else, or is to be asked for again."""

from __future__ import annotations

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..models import ColumnMeaning
from ..queries.columns import FORM_OF
from ..rules.meanings import NOT_NEEDED


@use_case(duties.EXPLAIN_COLUMNS)
def change_column(*, meaning_id: int, meaning: str, by: Actor) -> None:
    """A row more; what was read before stays as it was read.

    Args:
        meaning: an attribute of the form, NOT_NEEDED, or "" to hold none.

    Raises:
        ColumnMeaning.DoesNotExist: out of the actor's reach; ValueError: no such meaning.
    """
    before = ColumnMeaning.objects.visible_to(by).get(pk=meaning_id)
    if meaning not in {"", NOT_NEEDED, *FORM_OF[before.form].by_attr}:
        raise ValueError(f"no such meaning: {meaning}")
    ColumnMeaning.objects.create(
        union_id=before.union_id,
        form=before.form,
        word=before.word,
        meaning=meaning,
        by_user_id=by.user_id,
        by_name=by.name,
    )
    tell("union", before.union.code, {"columns": 1})
