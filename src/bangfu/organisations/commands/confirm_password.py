"""Confirm a password that another administrator gave to who decides or moves money."""

from __future__ import annotations

from datetime import date

from bangfu.accounts import duties
from bangfu.accounts.commands.passwords import CODE_FIELDS, hand_over_code
from bangfu.accounts.errors import NotByReset
from bangfu.accounts.models import User
from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from ..administering import require_user
from ..errors import NothingToConfirm, PasswordGivenByYou, UserNotYours
from ..seconding import may_confirm


@use_case(duties.CONFIRM_PASSWORD, refusals={"user_password_confirmed_by_another": UserNotYours})
def confirm_password(*, user_id: int, on: date, by: Actor) -> str:
    """The code to hand over in person: with it, and the password, its owner chooses their own.

    Raises NotPermitted, UserNotYours, NotByReset for oneself, NothingToConfirm, PasswordGivenByYou,
    User.DoesNotExist.
    """
    if user_id == by.officer_id:
        raise NotByReset
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user, on)
    if not user.password_waits:
        raise NothingToConfirm
    if user.password_given_by_user_id == by.officer_id:
        raise PasswordGivenByYou(may_confirm(user, on))
    code = hand_over_code(user, by.officer_id)
    user.save(update_fields=CODE_FIELDS)
    tell("user", user.pk, {"username": user.username})
    return code
