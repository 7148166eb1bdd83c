"""Let a disabled user in again, with the password and the appointments they had."""

from __future__ import annotations

from django.db import transaction

from bangfu.accounts.models import User
from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..administering import require_user


@transaction.atomic
def enable_user(*, user_id: int, by: Actor) -> User:
    """Raises NotPermitted, UserNotYours, User.DoesNotExist; enabling twice changes nothing."""
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(by, "accounts.enable", "user", user.pk, {"username": user.username})
    return user
