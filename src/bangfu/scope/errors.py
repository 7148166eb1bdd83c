from collections.abc import Iterable
from http import HTTPStatus

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from .enums import Role


class NotPermitted(BangfuError):
    """The actor's role may not do this."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, role: Role, needed: Iterable[Role]) -> None:
        names = "、".join(str(Role(one).label) for one in needed)
        super().__init__(
            phrase(
                "您当前的身份是{label}，这一步须由{names}办理。",
                label=Role(role).label,
                names=names,
            )
        )
