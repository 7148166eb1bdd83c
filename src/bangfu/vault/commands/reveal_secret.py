"""Open a sealed number for a person who says why; the log keeps who, which and why."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import Purpose, SecretKind
from ..errors import PurposeMissing
from ..models import Secret
from ..sealing import open_sealed


@use_case(duties.READ)
def reveal_secret(*, secret_id: int, purpose: str, by: Actor) -> str:
    """The number in clear.

    Raises:
        PurposeMissing: no known purpose was given.
        Secret.DoesNotExist: it is not in the actor's scope.
        SealBroken: the stored value is not the one sealed for this row.
    """
    if purpose not in Purpose.values:
        raise PurposeMissing
    secret = Secret.objects.visible_to(by).get(id=secret_id)
    detail = {"secret": secret_id, "kind": secret.kind, "purpose": purpose}
    tell("household", secret.household_ref, detail)
    return _open(secret)


@use_case(duties.READ_MANY)
def reveal_many(*, secret_ids: Iterable[int], purpose: Purpose, by: Actor) -> dict[int, str]:
    """Numbers of a list (an export, a payment file) by secret id; one log row for the list."""
    secrets = Secret.objects.visible_to(by).filter(id__in=list(secret_ids))
    opened = {secret.id: _open(secret) for secret in secrets}
    tell("secret", len(opened), {"purpose": purpose, "count": len(opened)})
    return opened


def _open(secret: Secret) -> str:
    kind = SecretKind(secret.kind)
    return open_sealed(kind, secret.id, secret.key_version, bytes(secret.sealed))
