"""What a guess costs somebody who has stolen the database; tests themselves go by a cheap one."""

from __future__ import annotations

import re

from django.contrib.auth.hashers import make_password
from django.test import override_settings

from bangfu.accounts.hashing import InTurn
from bangfu.config import settings as shipped


def test_a_password_is_kept_as_dear_as_recommended():
    """100 MB and two passes, what Django 5.2 takes from the standard's second recommendation."""
    assert [f"{InTurn.__module__}.{InTurn.__qualname__}"] == shipped.PASSWORD_HASHERS
    with override_settings(PASSWORD_HASHERS=shipped.PASSWORD_HASHERS):
        kept = make_password("for tests only 2010")
    memory, passes = re.match(r"argon2\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", kept).groups()
    assert (int(memory), int(passes)) == (102_400, 2)
