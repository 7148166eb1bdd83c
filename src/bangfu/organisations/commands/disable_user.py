"""Shut a user out; the sign-in backend looks at `is_active` on every request.

Sessions end for good: they don't come back when the user does.
"""

from __future__ import annotations

from datetime import date

from bangfu.accounts import duties
from bangfu.accounts.errors import NotYourself
from bangfu.accounts.models import User
from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from ..administering import require_user


@use_case(duties.DISABLE)
def disable_user(*, user_id: int, on: date, by: Actor) -> User:
    """Raises NotPermitted, UserNotYours, NotYourself, User.DoesNotExist; disabling twice changes nothing."""
    if user_id == by.user_id:
        raise NotYourself
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user, on)
    if not user.is_active:
        nothing_changed()
        return user
    user.is_active = False
    user.sessions_ended += 1
    user.save(update_fields=["is_active", "sessions_ended"])
    tell("user", user.pk, {"username": user.username})
    return user
