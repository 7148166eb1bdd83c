"""What may be recorded of one field, asked of whoever brings a change; an import's rows were judged before."""

from __future__ import annotations

from collections.abc import Container, Mapping

from bangfu.kernel.phrases import phrase

from ...errors import FactOutOfBounds, FieldBlank
from ...rules.bounds import out_of_bounds
from ...rules.form import WORKER_FORM, Field
from ...rules.values import Value

WHOLE, PART = "education_fen", "compulsory_education_fen"


def require_sound(field: Field, value: Value) -> None:
    """Raises FieldBlank for what no file may lack, FactOutOfBounds for what none may hold."""
    if field.required and value in (None, ""):
        raise FieldBlank(field.zh)
    if allowed := out_of_bounds(field, value):
        raise FactOutOfBounds(field.zh, allowed)


def require_part(values: Mapping[str, Value], changed: Container[str]) -> None:
    """Raises FactOutOfBounds where a change makes the part of an expense larger than the whole."""
    whole, part = values[WHOLE], values[PART]
    if (WHOLE in changed or PART in changed) and isinstance(part, int):
        most = whole if isinstance(whole, int) else 0
        if part > most:
            form = WORKER_FORM.by_attr
            raise FactOutOfBounds(form[PART].zh, phrase("不超过“{whole}”", whole=form[WHOLE].zh))
