"""Choose one's own password; sessions signed in by the old one end."""

from __future__ import annotations

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PasswordSetBy
from ..models import User
from .passwords import PASSWORD_FIELDS, give_password, refuse_without_code


@use_case(duties.SET_PASSWORD, numbers_in=("password",))
def set_password(*, password: str, by: Actor, code: str = "") -> User:
    """`code` is asked for where two administrators gave the password before.

    Raises NotPermitted for the machine, WeakPassword, PasswordWaits, WrongCode.
    """
    user = User.objects.select_for_update().get(pk=by.officer_id)
    refuse_without_code(user, code)
    was_one_time = user.password_one_time
    give_password(user, password, chosen_by=PasswordSetBy.OWN, one_time=False)
    user.save(update_fields=PASSWORD_FIELDS)
    tell("user", user.pk, {"own": True, "one_time": was_one_time})
    return user
