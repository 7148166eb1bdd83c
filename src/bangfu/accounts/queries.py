"""Reads of who users are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.enums import Role

from .models import User

#: What systems call their users; a person's name hardly ever looks so.
SYSTEM_ACCOUNT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\$?")


#: Of a row that keeps no id, whose name no user has any more: it may be either.
MACHINE_OR_RENAMED = mark("本机操作员或已更名的用户")


def name_shown(name: str, user_id: object) -> str:
    """The name that stands with a row, as pages show it.

    Earlier versions kept, of what the machine's operator did, the account at the system: that is a
    technical name, which stays in the row and in the log. It is shown as what the operator is called.

    Args:
        user_id: as the row keeps it, None for the machine.
    """
    is_account = user_id is None and SYSTEM_ACCOUNT.fullmatch(name)
    return str(Role.OPERATOR.label) if is_account else name


def names_shown(names: Iterable[str]) -> dict[str, str]:
    """By name as kept, the same of rows that keep no id; one statement, and none where no name looks technical.

    A user may have been renamed since: what no user is called now isn't said to be the machine.
    """
    kept = set(names)
    technical = {name for name in kept if SYSTEM_ACCOUNT.fullmatch(name)}
    present = (
        set(User.objects.filter(name__in=technical).values_list("name", flat=True))
        if technical
        else set()
    )
    unknown = phrase(MACHINE_OR_RENAMED)
    return {name: unknown if name in technical - present else name for name in kept}
