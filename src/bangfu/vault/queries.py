"""Where a number lies, without opening any."""

from __future__ import annotations

from django.db.models import QuerySet

from bangfu.scope.actors import Actor

from .enums import SecretKind
from .models import Secret
from .sealing import blind_index, tail_index


def refs_of(kind: SecretKind, number: str, by: Actor) -> list[int]:
    """`household_ref` of the rows in the actor's jurisdiction that hold this very number."""
    rows = Secret.objects.visible_to(by).filter(kind=kind, blind_index=blind_index(kind, number))
    return list(rows.values_list("household_ref", flat=True).distinct())


def ending_in(tail: str, by: Actor) -> QuerySet[Secret]:
    """Identity numbers in the actor's jurisdiction whose last four characters are those of `tail`."""
    return Secret.objects.visible_to(by).filter(
        kind=SecretKind.ID_NUMBER, tail_index=tail_index(tail)
    )
