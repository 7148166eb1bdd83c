"""Shut a user out; the sign-in backend looks at `is_active` on every request.

Sessions end for good: they don't come back when the user does.
"""

from __future__ import annotations

from django.db import transaction

from bangfu.accounts.errors import NotYourself
from bangfu.accounts.models import User
from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..administering import require_user


@transaction.atomic
def disable_user(*, user_id: int, by: Actor) -> User:
    """Raises NotPermitted, UserNotYours, NotYourself, User.DoesNotExist; disabling twice changes nothing."""
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    if user_id == by.user_id:
        raise NotYourself
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user)
    if user.is_active:
        user.is_active = False
        user.sessions_ended += 1
        user.save(update_fields=["is_active", "sessions_ended"])
        record(by, "accounts.disable", "user", user.pk, {"username": user.username})
    return user
