"""Give somebody who forgot theirs a password for one sign-in; their sessions end."""

from __future__ import annotations

from django.db import transaction

from bangfu.accounts.commands.passwords import PASSWORD_FIELDS, give_password
from bangfu.accounts.enums import PasswordSetBy
from bangfu.accounts.errors import NotByReset
from bangfu.accounts.models import User
from bangfu.audit.recording import record
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..administering import require_user


@transaction.atomic
def reset_password(*, user_id: int, password: str, by: Actor) -> User:
    """The owner has to choose another before anything else opens.

    Raises NotPermitted, UserNotYours, NotByReset for oneself, WeakPassword, User.DoesNotExist.
    """
    by.require(Role.ADMINISTRATOR, Role.OPERATOR)
    if user_id == by.user_id:
        raise NotByReset
    user = User.objects.select_for_update().get(pk=user_id)
    require_user(by, user)
    give_password(user, password, chosen_by=PasswordSetBy(by.role), one_time=True)
    user.save(update_fields=PASSWORD_FIELDS)
    record(by, "accounts.reset_password", "user", user.pk, {"username": user.username})
    return user
