"""The first administrators, whom the machine's operator appoints. Needs Django set up."""

from __future__ import annotations

from django.db import transaction

from bangfu.accounts.commands.create_user import create_user
from bangfu.acts.two_hands import FIRST_ADMINISTRATORS
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.organisations.administering import administrators_over
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.models import Union
from bangfu.organisations.queries import today
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role


class NoUnionYet(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("还没有工会，不能任命。请先用 bangfu import unions 导入工会名录。"))


class AdministratorsEnough(BangfuError):
    """`names` are of those in force."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            phrase(
                "已有 {number} 位系统管理员在任（{names}），没有建立。再任命由其中一位在“系统设置”提议、"
                "另一位确认；忘了密码的，用 bangfu password。",
                number=len(names),
                names="、".join(names),
            )
        )
        self.names = tuple(names)


def topmost_union() -> Union:
    """The first without a superior. Raises NoUnionYet."""
    root = Union.objects.filter(parent=None).order_by("id").first()
    if root is None:
        raise NoUnionYet
    return root


def serving_over(union: Union) -> list[str]:
    """Names of the administrators in force there today, each once."""
    held = administrators_over(union.pk, today())
    return [*dict(held.values_list("user", "user__name")).values()]


def add_administrator(username: str, name: str, union_code: str, password: str) -> None:
    """A user with a one-time password, and the appointment: both or neither.

    Raises:
        AdministratorsEnough; what `create_user` and `appoint_officer` raise.
    """
    with transaction.atomic():
        union = Union.objects.select_for_update().filter(code=union_code).first()
        if union is not None and len(serving := serving_over(union)) >= FIRST_ADMINISTRATORS:
            raise AdministratorsEnough(serving)
        create_user(username=username, name=name, password=password, by=operator())
        appoint_officer(
            username=username,
            union_code=union_code,
            role=Role.ADMINISTRATOR,
            since=today(),
            on=today(),
            by=operator(),
        )
