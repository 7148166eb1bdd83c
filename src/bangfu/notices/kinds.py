"""What notices are about. The apps above declare their kinds; nothing here knows them by name.

An app that posts declares its kinds in its `notice_kinds.py`: their words, and two functions that
only it can write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from bangfu.acts.declared import declarations
from bangfu.scope.actors import Actor

from .models import Notice
from .rules.notice import NoticeSubject
from .rules.paper import Words


@dataclass(frozen=True)
class NoticeKind:
    """Attributes:
    code: as the notice keeps it.
    words: what a notice of this kind says, marked for translators.
    still_posted: the places on the notice that have not been taken off since.
    subjects: by place on the notice, who still stands on the sheet for the workplace, as far as
        the actor may see them.
    """

    code: str
    words: Words
    still_posted: Callable[[Notice], Collection[int]]
    subjects: Callable[[Notice, Actor], Mapping[int, NoticeSubject]]


def kind_of(notice: Notice) -> NoticeKind:
    """Raises KeyError for a kind that no installed app declares: a fault of the program."""
    return declared_kinds()[notice.kind]


@cache
def declared_kinds() -> dict[str, NoticeKind]:
    """Code → kind, from every app's `notice_kinds.py`."""
    return {kind.code: kind for _app, kind in declarations("notice_kinds", NoticeKind)}
