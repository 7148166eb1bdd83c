"""What a notice may say: an allow-list, held by the shape of its entries.

For everybody it is the surname and the kind of union, and no more: a small works with a size and a
class beside it names a family. Employer, size and class stand on the sheet for the workplace alone.

Never identity, card or phone digits, illness, children, members' incomes or an address: there is no
field that could carry them.

Source: the procedure of 总工办发〔2016〕36号 and local texts (at least five working days); that full names
stand at the workplace or in the neighbourhood alone is this program's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bangfu.kernel.masking import mask_name
from bangfu.kernel.numbers_in_text import holds_number
from bangfu.kernel.phrases import mark

SHORTEST_POSTING = 5  # working days


@dataclass(frozen=True)
class NoticeSubject:
    """Whom a notice tells of, by the file. `size`: persons of the household, None = not known."""

    name: str
    union_kind: str
    employer: str
    size: int | None
    hardship_class: str


@dataclass(frozen=True)
class PublicEntry:
    """A line of a notice for everybody. `name` is masked (王××); `union_kind` as in 街道工会."""

    seq: int
    name: str
    union_kind: str

    def plain(self) -> dict[str, str | int]:
        """As the notice keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class WorkplaceEntry:
    """A line of the sheet that officers post at the workplace or in the neighbourhood."""

    seq: int
    name: str
    employer: str
    size: int | None
    hardship_class: str


def holds_number_at(subject: NoticeSubject) -> str:
    """What of a household holds an identity or card number, as the sheet calls it; "" for nothing."""
    told = {mark("姓名"): subject.name, mark("工作单位"): subject.employer}
    return next((name for name, text in told.items() if holds_number(text)), "")


def masked(seq: int, subject: NoticeSubject) -> PublicEntry:
    """What everybody may read of a household: surname and kind of union."""
    return PublicEntry(seq, mask_name(subject.name), subject.union_kind)


def as_posted(entry: Mapping[str, Any]) -> PublicEntry:
    """An entry as the notice keeps it; what an older one says beside is shown to nobody."""
    return PublicEntry(entry["seq"], entry["name"], entry.get("union_kind", ""))


def named(seq: int, subject: NoticeSubject) -> WorkplaceEntry:
    """What the sheet for the workplace says of a household."""
    return WorkplaceEntry(seq, subject.name, subject.employer, subject.size, subject.hardship_class)
