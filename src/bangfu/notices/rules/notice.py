"""What a notice may say: an allow-list, held by the shape of its entries.

Never identity, card or phone digits, illness, children, members' incomes or an address: there is no
field that could carry them. Source: `domain` section 3.5; requirements J2.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bangfu.kernel.masking import mask_name

SHORTEST_POSTING = 5  # working days


@dataclass(frozen=True)
class Subject:
    """Whom a notice tells of, as the file has it. `size` None is not known."""

    name: str
    employer: str
    size: int | None
    hardship_class: str


@dataclass(frozen=True)
class Entry:
    """A line of a notice. `name` is masked (王××) but on the sheet for the workplace."""

    seq: int
    name: str
    employer: str
    size: int | None
    hardship_class: str

    def plain(self) -> dict[str, str | int | None]:
        return asdict(self)


def masked(seq: int, subject: Subject) -> Entry:
    """For the public."""
    return Entry(
        seq, mask_name(subject.name), subject.employer, subject.size, subject.hardship_class
    )


def named(seq: int, subject: Subject) -> Entry:
    """For the sheet that officers post at the workplace or in the neighbourhood (J2)."""
    return Entry(seq, subject.name, subject.employer, subject.size, subject.hardship_class)
