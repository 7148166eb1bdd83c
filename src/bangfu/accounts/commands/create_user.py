"""Give somebody a sign-in; what they may do is an appointment."""

from __future__ import annotations

import re

from bangfu.acts.frame import needs, tell, use_case
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import PasswordSetBy
from ..errors import BadUsername, NameMissing, UsernameTaken
from ..models import User
from .passwords import give_password

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
LONGEST_NAME = 40


@use_case(duties.CREATE, numbers_in=("password",))
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
    if not one_time:
        needs(duties.CREATE_LASTING)
    if not USERNAME.fullmatch(username):
        raise BadUsername
    if not trim(name) or len(name) > LONGEST_NAME:
        raise NameMissing
    refuse_taken(username)
    user = User(username=username, name=trim(name))
    chosen_by = PasswordSetBy(by.role)
    give_password(user, password, chosen_by=chosen_by, one_time=one_time, given_by=by.user_id)
    user.save(force_insert=True)
    tell("user", user.pk, {"username": username})
    return user


def refuse_taken(username: str) -> None:
    """Raises UsernameTaken."""
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(username)
