"""Let a disabled user in again, with the password and the appointments they had."""

from __future__ import annotations

from datetime import date

from bangfu.accounts import duties
from bangfu.accounts.models import User
from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from ..administering import require_user


@use_case(duties.ENABLE)
def enable_user(*, user_id: int, on: date, by: Actor) -> User:
    """Raises NotPermitted, UserNotYours, User.DoesNotExist; enabling twice changes nothing."""
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user, on)
    if user.is_active:
        nothing_changed()
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    tell("user", user.pk, {"username": user.username})
    return user
