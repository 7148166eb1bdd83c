"""Identity, paper and card numbers that stand in a text of something else.

Whoever types one into 工作单位 writes it as people do: full width, with spaces, dashes or dots, between words.
What tells it from file numbers, phone numbers, document numbers and amounts is what it says itself:

- Eighteen characters: a province, a day of birth, and the check character (GB 11643); without the check
  character where the number stands by itself, for a slip of one digit still tells of somebody.
- Fifteen digits by themselves: a province and a day of birth.
- Papers by the shapes of `kernel.papers` that no other number has; the others where the word stands before them.
- Cards: sixteen to nineteen digits that begin as banks' do and end in Luhn's digit; passbooks without it by how
  they begin.

A file number begins with a division and a year, which cards do not; a flow number with a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .digits_in_text import Run, may_hold_number, of_plain_marks, readings, runs_in
from .divisions import PROVINCES
from .identity import check_character
from .numbers_judged import is_birth, is_old_number, of_a_place, of_bank
from .phrases import mark, phrase
from .text import fold_width


class NumberKind(StrEnum):
    IDENTITY = "identity"
    PAPER = "paper"
    CARD = "card"


TITLES = {
    NumberKind.IDENTITY: mark("身份证号"),
    NumberKind.PAPER: mark("证件号"),
    NumberKind.CARD: mark("银行卡号或账号"),
}


class NumberFound(NamedTuple):
    """Where it stands in the text, from and to; never the number itself."""

    kind: NumberKind
    begins: int
    ends: int


#: Digests and keys of ours: digits among the letters of hexadecimal.
_DIGEST = re.compile(r"[0-9a-fA-F]{32,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DIGEST_LENGTHS = (32, 36, 40, 56, 64, 96, 128)
_PAPERS = (
    re.compile(
        r"(?<![0-9A-Za-z])[A-Z]{3}(?P<place>[0-9]{2})[0-9]{2}(?P<day>[0-9]{6})[0-9]{2}(?![0-9A-Za-z])",
        re.I,
    ),
    re.compile(
        r"(?<![0-9A-Za-z])[HM][ -]?(?!(?:19|20)[0-9]{2}[ -]?[01][0-9][0-3][0-9])[0-9]{4}[ -]?[0-9]{4}(?:[0-9]{2})?(?![0-9A-Za-z])",
        re.I,
    ),
    re.compile(r"(?<![0-9])[0-9]{10}\([A-Z]\)", re.I),
    re.compile(
        r"(?:护照|通行证|台胞证|回乡证|居留证|居住证)[^0-9A-Za-z]{0,8}(?=[0-9A-Za-z]*[0-9]{5})[0-9A-Za-z]{6,18}"
    ),
)
_SAYS_IDENTITY = re.compile(r"(?:身份证|证件|证号)[号码为是:：\s()（）]{0,6}$")
_SAYS_CARD = re.compile(r"(?:卡号|账号|帐号|银行卡|存折|账户|帐户)[号码为是:：\s()（）]{0,6}$")
_WORDS_BEFORE = 16
#: A place, a day of birth and the rest, each in words of its own: 区划440981，生日1987年05月12日，尾号0013.
_TOLD_APART = re.compile(
    r"(?<![0-9])([0-9]{6})[^0-9]{1,8}([0-9]{4})[^0-9]{0,3}([0-9]{2})[^0-9]{0,3}([0-9]{2})[^0-9]{1,8}([0-9]{3}[0-9Xx])"
    r"(?![0-9元万户人笔%])"
)
_SHORTEST = 9  # H12345678


def numbers_in(text: str) -> tuple[NumberFound, ...]:
    """Every identity, paper or card number in a text, in its order; none in most texts by far."""
    if len(text) < _SHORTEST:
        return ()
    numbers = {
        each for read in readings(text) if may_hold_number(read) for each in _in_reading(read)
    }
    if not numbers:
        return ()
    digests = [hit.span() for hit in _DIGEST.finditer(text) if _is_digest(hit[0])]
    kept = [each for each in numbers if not _within(each, digests)]
    return tuple(sorted(kept, key=lambda each: (each.begins, -each.ends, each.kind)))


def holds_number(text: str) -> bool:
    """Whether an identity, paper or card number stands in a text."""
    return bool(numbers_in(text))


def is_somebodys(number: str) -> bool:
    """Whether what should number something, as a file, is an identity number or a card of today's."""
    if number.isascii() and number.isdigit():  # most by far
        if len(number) < 15 or (len(number) in (16, 17) and not number.startswith("62")):
            return False
        if len(number) == 15:
            return is_old_number(number)
    numbers = numbers_in(number)
    return any(
        each.kind is NumberKind.IDENTITY
        or (each.kind is NumberKind.CARD and number[each.begins :].startswith("62"))
        for each in numbers
    )


def say_refused(text: str) -> str:
    """Why a text is not taken and what to do, in words; "" where no number stands in it."""
    numbers = numbers_in(text)
    if not numbers:
        return ""
    return phrase(
        "第 {place} 个字起像是{number}，这里不收。请删去号码：要说明是谁，写姓名和档案编号；要说明哪张卡，写末四位。",
        place=numbers[0].begins + 1,
        number=phrase(TITLES[numbers[0].kind]),
    )


def _in_reading(text: str) -> Iterator[NumberFound]:
    for run in runs_in(text):
        yield from _in_run(run)
    folded = fold_width(text)
    for shape in _PAPERS:
        for hit in shape.finditer(folded):
            if _may_be_paper(hit):
                yield NumberFound(NumberKind.PAPER, *hit.span())
    for hit in _TOLD_APART.finditer(folded):
        if _fits_apart("".join(hit.groups())):
            yield NumberFound(NumberKind.IDENTITY, *hit.span())


def _fits_apart(number: str) -> bool:
    """Eighteen characters in words of their own: where the check character says so."""
    return (
        of_a_place(number)
        and is_birth(number[6:14])
        and check_character(number[:17]) == number[17].upper()
    )


def _in_run(run: Run) -> Iterator[NumberFound]:
    before = run.before(_WORDS_BEFORE)
    if _is_said(before, run):
        kind = NumberKind.CARD if _SAYS_CARD.search(before) else NumberKind.IDENTITY
        yield NumberFound(kind, run.begins, max(run.ends, run.x_at + 1))
        return
    yield from _eighteens(run)
    for begins, _ends in run.groups:
        if _is_old(run, begins):
            yield _placed(NumberKind.IDENTITY, run, begins, begins + 15)
        yield from _cards(run, begins)


def _is_said(before: str, run: Run) -> bool:
    """Whether the words before it say what it is."""
    first = run.groups[0][1]  # what stands beside it may be of something else
    if _SAYS_CARD.search(before):
        return len(run.digits) <= 19 or 12 <= first <= 19
    return bool(_SAYS_IDENTITY.search(before)) and len(run.digits) in (15, 17, 18)


def _eighteens(run: Run) -> Iterator[NumberFound]:
    """Where the check character fits, between other digits too; by themselves, where it does not."""
    for begins in range(len(run.digits) - 16):
        seventeen = run.digits[begins : begins + 17]
        last = run.digits[begins + 17 : begins + 18] or ("X" if run.x_at >= 0 else "")
        if not (last and of_a_place(seventeen) and is_birth(seventeen[6:14])):
            continue
        ends = min(begins + 18, len(run.digits))
        alone = run.alone(begins, ends)
        fits = check_character(seventeen) == last and (alone or ends <= run.group(begins)[1])
        if fits or (alone and _as_written(run, begins)):
            yield _placed(NumberKind.IDENTITY, run, begins, begins + 18)


def _is_old(run: Run, begins: int) -> bool:
    """Fifteen digits by themselves."""
    number = run.digits[begins : begins + 15]
    alone = run.alone(begins, begins + 15)
    return alone and is_old_number(number) and _as_written(run, begins)


def _cards(run: Run, begins: int) -> Iterator[NumberFound]:
    for length in (19, 18, 17, 16):
        ends = begins + length
        number = run.digits[begins:ends]
        if run.alone(begins, ends) and of_bank(number) and _as_card(run, begins, ends):
            yield _placed(NumberKind.CARD, run, begins, ends)
            return


def _may_be_paper(hit: re.Match[str]) -> bool:
    told = hit.groupdict()
    return not told or (told["place"] in PROVINCES and is_birth("19" + told["day"]))


def _as_written(run: Run, begins: int) -> bool:
    """As people part an identity number: not at all, behind its place, or after every digit. A place, a day and
    a count in a list are none, unless the check character says so.
    """
    first = run.group(begins)
    last = min(begins + 18, len(run.at)) - 1
    return first[1] - first[0] in (1, 6, 15, 17, 18) and not run.lists(begins, last)


def _as_card(run: Run, begins: int, ends: int) -> bool:
    """As people part a card: not at all, in fours or behind the bank's six, or after every digit; always
    alike, and nothing more beside it. Fours that all end in nought are amounts, those that rise by a few
    rooms or years.
    """
    groups = run.groups[run.group_of[begins] : run.group_of[ends - 1] + 1]
    sizes = [one[1] - one[0] for one in groups]
    if len(sizes) == 1:
        return True
    marks = {run.mark(one[1]) for one in groups[:-1]}
    beside = {run.mark(begins), run.mark(ends)}
    if len(marks) > 1 or marks & beside or not of_plain_marks(min(marks)):
        return False
    if all(run.digits[one[1] - 1] == "0" for one in groups) or _rise(run, groups):
        return False
    return set(sizes) == {1} or set(sizes[:-1]) == {4} or sizes[0] == 6


def _rise(run: Run, groups: list[tuple[int, int]]) -> bool:
    """Whether each is a few more than the one before: a list of rooms, say."""
    values = [int(run.digits[begins:ends]) for begins, ends in groups]
    return len(groups[0]) > 1 and all(0 < other - one < 10 for one, other in pairwise(values))


def _placed(kind: NumberKind, run: Run, begins: int, ends: int) -> NumberFound:
    last = run.at[ends - 1] if ends <= len(run.at) else run.x_at
    return NumberFound(kind, run.at[begins], last + 1)


def _is_digest(text: str) -> bool:
    """By its length, and by as many letters as chance gives it: numbers with a letter between are none."""
    return len(text) in _DIGEST_LENGTHS and 6 * sum(map(str.isalpha, text)) >= len(text)


def _within(each: NumberFound, spans: list[tuple[int, int]]) -> bool:
    return any(begins <= each.begins and each.ends <= ends for begins, ends in spans)
