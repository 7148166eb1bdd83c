"""Set a password, one's own or as administrator; sessions signed in by the old one end."""

from __future__ import annotations

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..models import User
from .passwords import require_strong


@transaction.atomic
def set_password(*, user_id: int, password: str, by: Actor) -> User:
    """Raises NotPermitted, WeakPassword, User.DoesNotExist."""
    if user_id != by.user_id:
        by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    user = User.objects.select_for_update().get(pk=user_id)
    require_strong(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by, "accounts.set_password", "user", user.pk, {"own": user_id == by.user_id})
    return user
