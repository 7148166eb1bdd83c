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

from ..administering import decides, require_user


@use_case(duties.RESET_PASSWORD, numbers_in=("password",))
def reset_password(*, user_id: int, password: str, on: date, by: Actor) -> User:
    """The owner has to choose another before anything else opens.

    Of who decides or moves money it opens nothing before another administrator confirmed it
    (`confirm_password`); the old one and all sessions end at once.

    Raises NotPermitted, UserNotYours, NotByReset for oneself, WeakPassword, User.DoesNotExist.
    """
    if user_id == by.user_id:
        raise NotByReset
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user, on)
    waits = by.user_id is not None and decides(user.pk, on)
    chosen_by = PasswordSetBy(by.role)
    give_password(
        user, password, chosen_by=chosen_by, one_time=True, given_by=by.user_id, waits=waits
    )
    user.save(update_fields=PASSWORD_FIELDS)
    needs_second = {"needs_second": True} if waits else {}
    tell("user", user.pk, {"username": user.username, **needs_second})
    return user
