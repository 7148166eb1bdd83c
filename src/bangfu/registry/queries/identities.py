"""Files by the whole identity number of the worker or of a member: by its keyed digest alone."""

from __future__ import annotations

from django.db.models import QuerySet

from bangfu.kernel.identity import check
from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.queries import refs_of

from ..models import Household


def files_of_identity(number: str, by: Actor) -> QuerySet[Household]:
    """Those in the actor's jurisdiction, by file number; a person can be in several."""
    written = check(number).number or number.upper()
    holders = refs_of(SecretKind.ID_NUMBER, written, by)
    return Household.objects.visible_to(by).filter(pk__in=holders).order_by("file_no")
