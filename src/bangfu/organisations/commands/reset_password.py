"""Give somebody who forgot theirs a password for one sign-in; their sessions end."""

from __future__ import annotations

from datetime import date

from bangfu.accounts import duties
from bangfu.accounts.commands.passwords import PASSWORD_FIELDS, give_password
from bangfu.accounts.enums import PasswordSetBy
from bangfu.accounts.errors import NotByReset
from bangfu.accounts.models import User
from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from ..administering import require_user


@use_case(duties.RESET_PASSWORD, numbers_in=("password",))
def reset_password(*, user_id: int, password: str, on: date, by: Actor) -> User:
    """The owner has to choose another before anything else opens.

    Raises NotPermitted, UserNotYours, NotByReset for oneself, WeakPassword, User.DoesNotExist.
    """
    if user_id == by.user_id:
        raise NotByReset
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user, on)
    give_password(user, password, chosen_by=PasswordSetBy(by.role), one_time=True)
    user.save(update_fields=PASSWORD_FIELDS)
    tell("user", user.pk, {"username": user.username})
    return user
