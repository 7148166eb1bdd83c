"""Reads of who users are."""

from __future__ import annotations

import re
from typing import Final

from bangfu.scope.enums import Role

from .models import User

#: Rows that keep no user's id beside the name.
NOT_KEPT: Final = object()
#: What systems call their users; a person's name hardly ever looks so.
SYSTEM_ACCOUNT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\$?")


def name_shown(name: str, user_id: object = NOT_KEPT) -> str:
    """The name that stands with a row, as pages show it.

    Earlier versions kept, of what the machine's operator did, the account at the system: that is a
    technical name, which stays in the row and in the log. It is shown as what the operator is called.

    Args:
        user_id: as the row keeps it, None for the machine; not given, the name is looked for among users.
    """
    if not SYSTEM_ACCOUNT.fullmatch(name):
        return name
    is_user = (
        User.objects.filter(name=name).exists() if user_id is NOT_KEPT else user_id is not None
    )
    return name if is_user else str(Role.OPERATOR.label)
