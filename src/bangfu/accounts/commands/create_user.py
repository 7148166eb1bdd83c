"""Give somebody a sign-in; what they may do is an appointment."""

from __future__ import annotations

import re

from django.db import transaction

from bangfu.audit.recording import record
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..enums import PasswordSetBy
from ..errors import BadUsername, NameMissing, UsernameTaken
from ..models import User
from .passwords import give_password

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
LONGEST_NAME = 40


@transaction.atomic
def create_user(
    *, username: str, name: str, password: str, by: Actor, one_time: bool = True
) -> User:
    """The password is for one sign-in, at which the new officer chooses their own.

    Args:
        one_time: False only where no person knows it beforehand: the demo's own sign-ins, which
            the installation draws itself.

    Raises:
        BadUsername, NameMissing, WeakPassword, UsernameTaken, NotPermitted
    """
    by.require(*((Role.ADMINISTRATOR, Role.OPERATOR) if one_time else (Role.OPERATOR,)))
    if not USERNAME.fullmatch(username):
        raise BadUsername
    if not trim(name) or len(name) > LONGEST_NAME:
        raise NameMissing
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username)
    user = User(username=username, name=trim(name))
    give_password(user, password, chosen_by=PasswordSetBy(by.role), one_time=one_time)
    user.save(force_insert=True)
    record(by, "accounts.create", "user", user.pk, {"username": username})
    return user
