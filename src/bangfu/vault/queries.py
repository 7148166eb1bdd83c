"""Where a number lies, without opening any; and an officer's own forms, opened for them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from bangfu.scope.actors import Actor, acting
from bangfu.scope.prepared import prepared_query, prepared_rows

from .enums import SecretKind
from .models import KeptForm, Secret
from .names import form_name
from .sealing import blind_index, open_blob, seal_fits, tail_index

MASKS = "select id, mask, paper, check_fits from vault_secret where id = any(%(secrets)s::bigint[])"


def refs_of(kind: SecretKind, number: str, by: Actor) -> list[int]:
    """`household_ref` of the rows in the actor's jurisdiction that hold this very number."""
    rows = Secret.objects.visible_to(by).filter(kind=kind, blind_index=blind_index(kind, number))
    return list(rows.values_list("household_ref", flat=True).distinct())


def ending_in(tail: str, by: Actor) -> QuerySet[Secret]:
    """Identity numbers in the actor's jurisdiction whose last four characters are those of `tail`."""
    return Secret.objects.visible_to(by).filter(
        kind=SecretKind.ID_NUMBER, tail_index=tail_index(tail)
    )


def seals_broken() -> Iterator[int]:
    """Ids of all that do not open as the number that they are found by. What they hold is told to nobody."""
    fields = ("kind", "id", "key_version", "sealed", "blind_index")
    for kind, id_, version, sealed, index in Secret.objects.values_list(*fields).iterator(5_000):
        if not seal_fits(SecretKind(kind), id_, version, bytes(sealed), bytes(index)):
            yield id_


def masks_of(secrets: Sequence[int]) -> list[tuple[Any, ...]]:
    """Number, mask, paper and whether its check fits, of those in sight; none is opened."""
    return prepared_rows(MASKS, {"secrets": list(secrets)})


@dataclass(frozen=True)
class TakenForm:
    """A kept form as its writer sees it again; `form` is what `keep_form` was given."""

    id: uuid.UUID
    form: Mapping[str, Any]

    @property
    def waits(self) -> bool:
        """For its writer to sign in; no page answered it, with which one could come back to it."""
        return "told" not in self.form


def kept_forms(by: Actor) -> list[TakenForm]:
    """The actor's own that are still kept, the newest first."""
    with acting(by):
        return [_opened(row) for row in _still_kept(by).order_by("-kept_until")]


def kept_form(form_id: uuid.UUID, by: Actor) -> TakenForm | None:
    """One of the actor's own; None where it is not kept any more, or is another's."""
    with acting(by):
        row = _still_kept(by).filter(pk=form_id).first()
        return _opened(row) if row else None


def _still_kept(by: Actor) -> QuerySet[KeptForm]:
    return KeptForm.objects.filter(owner_id=by.officer_id, kept_until__gt=timezone.now())


def _opened(row: KeptForm) -> TakenForm:
    content = open_blob(form_name(row.owner_id, row.id), bytes(row.sealed))
    return TakenForm(row.id, json.loads(content))


def refs_sharing(by: Actor, most: int) -> list[int]:
    """`household_ref` of the files in the actor's jurisdiction that have or had a number of another's.

    In their order, `most` of them.
    """
    rows = Secret.objects.visible_to(by).filter(shared=True).order_by("household_ref")
    refs = rows.values_list("household_ref", flat=True).distinct()[:most]
    return [ref for (ref,) in prepared_query(refs)]
