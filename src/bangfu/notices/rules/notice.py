"""What a notice may say: an allow-list, held by the shape of its entries.

Never identity, card or phone digits, illness, children, members' incomes or an address: there is no
field that could carry them.

Source: the procedure of 总工办发〔2016〕36号 and local texts (at least five working days); that full names
stand at the workplace or in the neighbourhood alone is this program's own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bangfu.kernel.masking import mask_name

SHORTEST_POSTING = 5  # working days


@dataclass(frozen=True)
class NoticeSubject:
    """Whom a notice tells of, by the file. `size`: persons of the household, None = not known."""

    name: str
    employer: str
    size: int | None
    hardship_class: str


@dataclass(frozen=True)
class NoticeEntry:
    """A line of a notice. `name` is masked (王××), except on the sheet for the workplace."""

    seq: int
    name: str
    employer: str
    size: int | None
    hardship_class: str

    def plain(self) -> dict[str, str | int | None]:
        return asdict(self)


def masked(seq: int, subject: NoticeSubject) -> NoticeEntry:
    """For the public."""
    return NoticeEntry(
        seq, mask_name(subject.name), subject.employer, subject.size, subject.hardship_class
    )


def named(seq: int, subject: NoticeSubject) -> NoticeEntry:
    """For the sheet that officers post at the workplace or in the neighbourhood."""
    return NoticeEntry(seq, subject.name, subject.employer, subject.size, subject.hardship_class)
