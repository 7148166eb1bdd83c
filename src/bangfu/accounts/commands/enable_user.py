"""Let a disabled user in again, with the password and the appointments they had."""

from __future__ import annotations

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..models import User


@transaction.atomic
def enable_user(*, user_id: int, by: Actor) -> User:
    """Raises NotPermitted, User.DoesNotExist; enabling twice changes nothing."""
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(by, "accounts.enable", "user", user.pk, {"username": user.username})
    return user
