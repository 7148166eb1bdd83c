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
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .cards import luhn_ok
from .divisions import PROVINCES
from .identity import check_character
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


#: As people write figures of years and amounts, and say them by telephone; circles stand for noughts.
_HAN_DIGITS = "〇零一二三四五六七八九○◯壹贰叁肆伍陆柒捌玖幺貳叄參陸"
_VALUE = dict(zip(_HAN_DIGITS, "001234567890012345678912336", strict=True))
_DIGIT = rf"[\d{_HAN_DIGITS}]"
#: What people put between the digits of one number, and what nobody sees there.
_INVISIBLE = r"\u00ad\u0300-\u036f\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
_INVISIBLE += r"\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f"
#: Marks of lists and of programs: between the digits of one number they stand all alike.
_LISTING = r"，,；;|｜丨+＋\\＼/／&＆=＝#＃。！!？?…“”\"《》<>＜＞〈〉【】「」\[\]［］{}｛｝^％%@＠$￥`│┃¦∕⁄→●◆■▪"
_DASHES = r"－—–‐―‑−─━ー﹣﹘˗⁻⁃"
_DOTS = r".·•・．‧∙⋅⸱"
_BETWEEN = rf"[\s_\-{_DOTS}、:：*'‘’{_DASHES}~～()（）{_LISTING}{_INVISIBLE}]{{0,6}}"
_RUN = re.compile(rf"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{11,}}")
_CHECK_X = re.compile(rf"{_BETWEEN}[XxＸｘ×](?![A-Za-z])")
_PLAIN_BETWEEN = re.compile(rf"[\s_\-{_DOTS}{_DASHES}{_LISTING}{_INVISIBLE}]+")
_OF_LISTS = re.compile(rf"[{_LISTING}]")
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
_FIRST_BIRTH, _LAST_BIRTH = 1880, 2059
_FIRST_FILED, _LAST_FILED = 1980, 2059
_SHORTEST = 9  # H12345678
#: Fewer than five digits near each other are nothing of the kind: most texts by far.
_DIGITS = re.compile(rf"{_DIGIT}(?:.{{0,6}}?{_DIGIT}){{4}}", re.DOTALL)
_FOREIGNER = "9"
_REGIONS = ("810000", "820000", "830000")
_OF_BANKS = frozenset("345689")
#: How accounts begin that have no check digit, by how long they are: of the post, of rural banks, of old cards.
_WITHOUT_CHECK = {18: ("60",), 19: ("60", "62", "80", "81", "82", "84", "86", "95", "99")}


def numbers_in(text: str) -> tuple[NumberFound, ...]:
    """Every identity, paper or card number in a text, in its order; none in most texts by far."""
    if len(text) < _SHORTEST or not _DIGITS.search(text):
        return ()
    found = [each for run in _RUN.finditer(text) for each in _in_run(text, run)]
    folded = fold_width(text)
    for shape in _PAPERS:
        found += [
            NumberFound(NumberKind.PAPER, hit.start(), hit.end())
            for hit in shape.finditer(folded)
            if _may_be_paper(hit)
        ]
    if not found:
        return ()
    digests = [hit.span() for hit in _DIGEST.finditer(text) if _is_digest(hit[0])]
    kept = [each for each in found if not _within(each, digests)]
    return tuple(sorted(kept, key=lambda each: (each.begins, -each.ends)))


def holds_number(text: str) -> bool:
    """Whether an identity, paper or card number stands in a text."""
    return bool(numbers_in(text))


def is_somebodys(number: str) -> bool:
    """Whether what should number something, as a file, is an identity number or a card of today's."""
    if number.isascii() and number.isdigit():  # most by far
        if len(number) < 15 or (len(number) in (16, 17) and not number.startswith("62")):
            return False
        if len(number) == 15:
            return _is_old_number(number)
    found = numbers_in(number)
    return any(
        each.kind is NumberKind.IDENTITY
        or (each.kind is NumberKind.CARD and number[each.begins :].startswith("62"))
        for each in found
    )


def say_refused(text: str) -> str:
    """Why a text is not taken and what to do, in words; "" where no number stands in it."""
    found = numbers_in(text)
    if not found:
        return ""
    return phrase(
        "第 {place} 个字起像是{number}，这里不收。请删去号码：要说明是谁，写姓名和档案编号；要说明哪张卡，写末四位。",
        place=found[0].begins + 1,
        number=phrase(TITLES[found[0].kind]),
    )


class _Run(NamedTuple):
    """Digits that stand together, however many: what is asked of one place takes no longer for that. `at`: where
    each is; `groups`: from and to of those with nothing between; `group_of`: in which of them each digit is;
    `x_at`: where an X follows the last, -1 for none.
    """

    text: str
    digits: str
    at: list[int]
    groups: list[tuple[int, int]]
    group_of: list[int]
    x_at: int


def _in_run(text: str, hit: re.Match[str]) -> Iterator[NumberFound]:
    run = _read_run(text, hit)
    before = fold_width(text[max(0, hit.start() - _WORDS_BEFORE) : hit.start()])
    if _is_said(before, run):
        kind = NumberKind.CARD if _SAYS_CARD.search(before) else NumberKind.IDENTITY
        yield NumberFound(kind, hit.start(), max(hit.end(), run.x_at + 1))
        return
    yield from _eighteens(run)
    for begins, _ends in run.groups:
        if _is_old(run, begins):
            yield _found(NumberKind.IDENTITY, run, begins, begins + 15)
        yield from _cards(run, begins)


def _read_run(text: str, hit: re.Match[str]) -> _Run:
    at = [place for place in range(*hit.span()) if text[place].isdecimal() or text[place] in _VALUE]
    digits = "".join(
        _VALUE.get(text[place]) or str(unicodedata.decimal(text[place])) for place in at
    )
    cuts = [number for number, (one, other) in enumerate(pairwise(at), 1) if other - one > 1]
    groups = list(pairwise([0, *cuts, len(at)]))
    group_of = [number for number, (one, other) in enumerate(groups) for _ in range(one, other)]
    x = _CHECK_X.match(text, hit.end())
    return _Run(text, digits, at, groups, group_of, x.end() - 1 if x else -1)


def _is_said(before: str, run: _Run) -> bool:
    """Whether the words before it say what it is."""
    first = run.groups[0][1]  # what stands beside it may be of something else
    if _SAYS_CARD.search(before):
        return len(run.digits) <= 19 or 12 <= first <= 19
    return bool(_SAYS_IDENTITY.search(before)) and len(run.digits) in (15, 17, 18)


def _eighteens(run: _Run) -> Iterator[NumberFound]:
    """Where the check character fits, between other digits too; by themselves, where it does not."""
    for begins in range(len(run.digits) - 16):
        seventeen = run.digits[begins : begins + 17]
        last = run.digits[begins + 17 : begins + 18] or ("X" if run.x_at >= 0 else "")
        if not (last and _of_a_place(seventeen) and _is_birth(seventeen[6:14])):
            continue
        ends = min(begins + 18, len(run.digits))
        alone = _alone(run, begins, ends)
        fits = check_character(seventeen) == last and (alone or ends <= _group(run, begins)[1])
        if fits or (alone and _as_written(run, begins)):
            yield _found(NumberKind.IDENTITY, run, begins, begins + 18)


def _alone(run: _Run, begins: int, ends: int) -> bool:
    """Whether there is something between these digits and those beside them."""
    within = begins < ends <= len(run.digits)
    return within and _group(run, begins)[0] == begins and _group(run, ends - 1)[1] == ends


def _group(run: _Run, digit: int) -> tuple[int, int]:
    return run.groups[run.group_of[digit]]


def _is_old(run: _Run, begins: int) -> bool:
    """Fifteen digits by themselves."""
    number = run.digits[begins : begins + 15]
    alone = _alone(run, begins, begins + 15)
    return alone and _is_old_number(number) and _as_written(run, begins)


def _is_old_number(fifteen: str) -> bool:
    """Nobody born in 1920: file numbers of 2001 to 2012 begin so."""
    return _of_a_place(fifteen) and fifteen[6:8] != "20" and _is_birth("19" + fifteen[6:12])


def _cards(run: _Run, begins: int) -> Iterator[NumberFound]:
    for length in (19, 18, 17, 16):
        ends = begins + length
        number = run.digits[begins:ends]
        if _alone(run, begins, ends) and _of_bank(number) and _as_card(run, begins, ends):
            yield _found(NumberKind.CARD, run, begins, ends)
            return


def _of_bank(number: str) -> bool:
    if number[0] not in _OF_BANKS or _like_file(number) or _like_credit_code(number):
        return False
    return luhn_ok(number) or number[:2] in _WITHOUT_CHECK.get(len(number), ())


def _like_file(number: str) -> bool:
    """A division and a year before up to eight digits; 62 is Gansu and every card of UnionPay's."""
    if len(number) > 18 or not _of_a_place(number):
        return False
    if number[2:4] > "30" and number[2:4] not in ("90", "99"):
        return False
    if number.startswith("62") and number[2:4] > "12":
        return False
    return _FIRST_FILED <= int(number[6:10]) <= _LAST_FILED


def _like_credit_code(number: str) -> bool:
    """统一社会信用代码 without a letter: who registered it, a division behind two digits."""
    return (
        len(number) == 18
        and number[0] in "589"
        and number[1] in "1239"
        and number[2:4] in PROVINCES
    )


def _of_a_place(number: str) -> bool:
    if number[0] == _FOREIGNER:
        return number[1:3] in PROVINCES
    return number[:2] in PROVINCES and (number[0] != "8" or number[:6] in _REGIONS)


def _is_birth(eight: str) -> bool:
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return False
    return _FIRST_BIRTH <= born.year <= _LAST_BIRTH


def _may_be_paper(hit: re.Match[str]) -> bool:
    told = hit.groupdict()
    return not told or (told["place"] in PROVINCES and _is_birth("19" + told["day"]))


def _as_written(run: _Run, begins: int) -> bool:
    """As people part an identity number: not at all, behind its place, or after every digit. A place, a day and
    a count in a list are none, unless the check character says so.
    """
    first = _group(run, begins)
    last = run.at[min(begins + 18, len(run.at)) - 1]
    return first[1] - first[0] in (1, 6, 15, 17, 18) and not _OF_LISTS.search(
        run.text, run.at[begins], last
    )


def _as_card(run: _Run, begins: int, ends: int) -> bool:
    """As people part a card: not at all, in fours or behind the bank's six, or after every digit; always
    alike, and nothing more beside it. Fours that all end in nought are amounts, those that rise by a few
    rooms or years.
    """
    groups = run.groups[run.group_of[begins] : run.group_of[ends - 1] + 1]
    sizes = [one[1] - one[0] for one in groups]
    if len(sizes) == 1:
        return True
    marks = {_mark(run, one[1]) for one in groups[:-1]}
    beside = {_mark(run, begins), _mark(run, ends)}
    if len(marks) > 1 or marks & beside or not _PLAIN_BETWEEN.fullmatch(min(marks)):
        return False
    if all(run.digits[one[1] - 1] == "0" for one in groups) or _rise(run, groups):
        return False
    return set(sizes) == {1} or set(sizes[:-1]) == {4} or sizes[0] == 6


def _rise(run: _Run, groups: list[tuple[int, int]]) -> bool:
    """Whether each is a few more than the one before: a list of rooms, say."""
    values = [int(run.digits[begins:ends]) for begins, ends in groups]
    return len(groups[0]) > 1 and all(0 < other - one < 10 for one, other in pairwise(values))


def _mark(run: _Run, number: int) -> str:
    """What stands before the digit of this number, without blanks beside it; "" before the first, behind the
    last and where nothing stands.
    """
    if not 0 < number < len(run.at):
        return ""
    between = run.text[run.at[number - 1] + 1 : run.at[number]]
    return between.strip() or between[:1]


def _found(kind: NumberKind, run: _Run, begins: int, ends: int) -> NumberFound:
    last = run.at[ends - 1] if ends <= len(run.at) else run.x_at
    return NumberFound(kind, run.at[begins], last + 1)


def _is_digest(text: str) -> bool:
    """By its length, and by as many letters as chance gives it: numbers with a letter between are none."""
    return len(text) in _DIGEST_LENGTHS and 6 * sum(map(str.isalpha, text)) >= len(text)


def _within(each: NumberFound, spans: list[tuple[int, int]]) -> bool:
    return any(begins <= each.begins and each.ends <= ends for begins, ends in spans)
