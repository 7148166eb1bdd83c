"""The one who acts: built by `organisations.queries`, taken as `by` by every command."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bangfu.kernel.phrases import phrase

from .context import PLANNED_ONCE, act_settings, bound, scope_settings
from .enums import MACHINE_ROLES, Role
from .errors import NotPermitted
from .reach import WHOLE_REGISTER, Scope


@dataclass(frozen=True)
class Actor:
    """Attributes:
    user_id: None for the machine itself.
    name: shown beside what they did.
    account: of the machine's operator the system user's name, which the log keeps in the name's place.
    union_id: the union acted for; None for the machine and for administrators of no union.
    """

    user_id: int | None
    name: str
    role: Role
    union_id: int | None
    scope: Scope
    account: str = ""

    @property
    def officer_id(self) -> int:
        """The user's id, where a step must be a person's. Raises NotPermitted for the machine."""
        if self.user_id is None:
            raise NotPermitted(self.role, [role for role in Role if role not in MACHINE_ROLES])
        return self.user_id

    @property
    def acting_union_id(self) -> int:
        """The union acted for. Raises NotPermitted for the machine."""
        if self.union_id is None:
            raise NotPermitted(self.role, [role for role in Role if role not in MACHINE_ROLES])
        return self.union_id


def operator() -> Actor:
    """Whoever runs the command line on the machine."""
    name = str(Role.OPERATOR.label)
    return Actor(None, name, Role.OPERATOR, None, WHOLE_REGISTER, account=getpass.getuser())


def background() -> Actor:
    return Actor(None, phrase("后台任务"), Role.WORKER, None, WHOLE_REGISTER)


@contextmanager
def acting(actor: Actor, duty: str = "", *, looking: bool = False) -> Iterator[None]:
    """A transaction in which the database shows what `actor` may see, and knows who acts.

    Args:
        duty: code of the use case that runs; "" while the actor only looks.
        looking: a page is shown: its prepared statements are planned once a connection.
    """
    who = act_settings(actor.user_id, actor.union_id, duty)
    how = PLANNED_ONCE if looking else {}
    with bound({**scope_settings(actor.scope), **who, **how}):
        yield
