"""Choose one's own password; sessions signed in by the old one end."""

from __future__ import annotations

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PasswordSetBy
from ..models import User
from .passwords import PASSWORD_FIELDS, give_password


@use_case(duties.SET_PASSWORD, numbers_in=("password",))
def set_password(*, password: str, by: Actor) -> User:
    """Raises NotPermitted for the machine, WeakPassword."""
    user = User.objects.select_for_update().get(pk=by.officer_id)
    was_one_time = user.password_one_time
    give_password(user, password, chosen_by=PasswordSetBy.OWN, one_time=False)
    user.save(update_fields=PASSWORD_FIELDS)
    tell("user", user.pk, {"own": True, "one_time": was_one_time})
    return user
