"""What a restore takes back: what may lie with a bank or on a wall, and what was acknowledged since.

Two databases are compared, the one that is replaced and the one that takes its place, by plain SQL: the
first may have the shape of another version, and what it does not know is not asked. Both are read by the
same order, a part at a time: neither is ever held, only what one of them lacks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase

from ..connecting import connect
from ..database import OWNER

IN_VIEW = "select set_config('app.reach', 'machine', false)"
#: Key, what is told, id; in the order of the key's bytes, which is Python's order of texts.
FILES = 'select number, count, total_fen, id from rounds_paymentfile order by number collate "C"'
REFERENCES = 'select reference, id from rounds_payment order by reference collate "C"'
NOTICES = 'select number, id from notices_notice order by number collate "C"'
ANSWERS = """
select round_id, digest, paid_count + returned_count, id from rounds_bankanswer
order by round_id, digest collate "C"
"""
UNANSWERED = """
select f.number, count(*)::int, sum(p.amount_fen)::bigint from rounds_paymentfile f
join rounds_payment p on p.file_id = f.id where p.state = 'sent' group by f.id order by f.id
"""
LAST = "select id, digest, at from audit_entry order by id desc limit 1"
IS_SAME = "select exists (select from audit_entry where id = %s and digest = %s)"
SINCE = """
select at, actor, action, subject_kind, subject from audit_entry where id > %s order by id
"""
CODES = "select code from audit_era order by id"
BEGIN_ANOTHER = (
    "insert into audit_era (reason) select reason from audit_era order by id desc limit 1"
)

LOST_SAID = mark(
    "可能已经送到银行、系统里已没有的发放文件：{files}。请先向银行核实，查清之前不要给这些户重新放款；"
    "它们的回单系统不会收。"
)
UNANSWERED_SAID = mark("备份时已送银行、还没有回单的发放文件：{files}。收到回单照常读入。")

AT_ONCE = 2_000  # rows of each database
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Numbers:
    """How many there are, and the first and the last in the order in which they were drawn."""

    count: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class TakenBack:
    """Of the database that was replaced, what the restored one does not hold.

    Attributes:
        files, unanswered: (number, payments, fen); the second are in both and have no answer yet.
        answers: (round, digest, lines).
        acts: (at, who, act, kind of subject, subject), none where the two share no log.
        until: when the last line of the restored log was written; None where it has none.
        era: the code that numbers carry from now on.
        known: whether there was anything to compare with.
        of_one_line: whether the log that was replaced goes on from the restored one.
    """

    until: datetime | None
    era: str
    known: bool = False
    of_one_line: bool = False
    files: Rows = field(default_factory=list)
    references: Numbers = Numbers()
    notices: Rows = field(default_factory=list)
    answers: Rows = field(default_factory=list)
    unanswered: Rows = field(default_factory=list)
    acts: Rows = field(default_factory=list)


def taken_back(replaced: str | None, restored: str) -> TakenBack:
    """Compare; and see that the restored database's era is none of those that are replaced.

    Args:
        replaced, restored: their owner's addresses; none for a place where nothing was.
    """
    with connect(restored, OWNER) as new:
        new.execute(IN_VIEW)
        last, unanswered = _asked(new, LAST), _asked(new, UNANSWERED)
        until = last[0][2] if last else None
        if replaced is None:
            return TakenBack(until, _era(new, set()), unanswered=unanswered)
        with connect(replaced, OWNER) as old:
            old.execute(IN_VIEW)
            era = _era(new, {code for (code,) in _asked(old, CODES)})
            same = bool(last) and _asked(old, IS_SAME, *last[0][:2]) == [(True,)]
            files, notices, answers = (_lost(old, new, each) for each in (FILES, NOTICES, ANSWERS))
            references = _numbers(_missing(old, new, REFERENCES))
            acts = _asked(old, SINCE, last[0][0]) if same else []
            return TakenBack(
                until, era, True, same, files, references, notices, answers, unanswered, acts
            )


def _era(restored: psycopg.Connection, used: set[str]) -> str:
    """What the restored database draws is not among its own; those that are replaced it can't know."""
    while (code := _asked(restored, CODES)[-1][0]) in used:
        restored.execute(BEGIN_ANOTHER)
    restored.commit()
    return str(code)


def _lost(old: psycopg.Connection, new: psycopg.Connection, question: str) -> Rows:
    """What the restored database lacks, in the order in which it was made, without its id."""
    return [row[:-1] for row in sorted(_missing(old, new, question), key=lambda row: row[-1])]


def _numbers(missing: Iterable[tuple[Any, ...]]) -> Numbers:
    count, first, last = 0, (math.inf, ""), (0, "")
    for number, drawn in missing:
        count += 1
        first, last = min(first, (drawn, number)), max(last, (drawn, number))
    return Numbers(count, first[1], last[1])


def _missing(
    old: psycopg.Connection, new: psycopg.Connection, question: str
) -> Iterator[tuple[Any, ...]]:
    """Rows of the first whose key the second lacks: two walks by the same order, side by side."""
    key = 2 if question is ANSWERS else 1  # columns that tell a row from others
    with closing(_walk(new, question)) as held:
        beside = next(held, None)
        for row in _walk(old, question):
            while beside is not None and beside[:key] < row[:key]:
                beside = next(held, None)
            if beside is None or beside[:key] != row[:key]:
                yield row


def _walk(connection: psycopg.Connection, question: str) -> Generator[tuple[Any, ...], None, None]:
    """By a cursor that the server holds. Nothing where the database has not what is asked for."""
    try:
        with connection.transaction(), connection.cursor(name="walk") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(question)
            yield from cursor
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return


def _asked(connection: psycopg.Connection, question: str, *values: object) -> Rows:
    """Nothing where the database is of a shape that has not what is asked for."""
    try:
        with connection.transaction():
            return connection.execute(question, values or None).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return []


def in_words(taken: TakenBack, list_of_acts: object) -> list[str]:
    """What whoever restored has to do next. `list_of_acts`: where `acts` are written one by one."""
    lines = [
        phrase("恢复到 {until}（备份里最后一条日志的时间）。", until=_time(taken.until))
        if taken.until
        else phrase("备份里没有办理过任何事项。")
    ]
    if taken.acts:
        lines.append(_of_acts(taken.acts, list_of_acts))
    lines += [*_sent_and_lost(taken), *_of_files(UNANSWERED_SAID, taken.unanswered)]
    if taken.answers:
        count, rows = len(taken.answers), sum(row[2] for row in taken.answers)
        lines.append(
            phrase(
                "备份之后读入过 {count} 份银行回单（{rows:,} 行），请重新读入。",
                count=count,
                rows=rows,
            )
        )
    if not taken.known:
        lines.append(
            phrase(
                "这里原来没有数据，备份之后送出了什么，本机无从得知：请对照银行记录、打印件和各单位手里的文件，"
                "系统里查不到的流水号、发放文件和公示文号，都是备份之后发出的。"
            )
        )
    elif not taken.of_one_line:
        lines.append(phrase("原有数据与这份备份不是同一段日志，办理过的事项没有逐项列出。"))
    lines.append(
        phrase(
            "从现在起，流水号、发放文件编号和公示文号都带“{era}”，不会与以前发出的相同；"
            "以前发出、系统里还有的，照样有效。",
            era=taken.era,
        )
    )
    return lines


def _of_acts(acts: Rows, where: object) -> str:
    from bangfu.reporting.log_language import action_in_words  # needs Django set up

    counted = Counter(action_in_words(row[2]) for row in acts).most_common(8)
    most = "、".join(f"{words} {count:,}" for words, count in counted)
    return phrase(
        "备份之后办理过的 {count:,} 项已不在系统里（{most}等），逐项列在 {where}，请逐项补办。",
        count=len(acts),
        most=most,
        where=where,
    )


def _sent_and_lost(taken: TakenBack) -> Iterable[str]:
    yield from _of_files(LOST_SAID, taken.files)
    if taken.references.count:
        yield phrase(
            "备份之后编出过 {count:,} 个流水号（{first} 至 {last}），不会再编给别的户。",
            count=taken.references.count,
            first=taken.references.first,
            last=taken.references.last,
        )
    if taken.notices:
        numbers = "、".join(row[0] for row in taken.notices)
        yield phrase("备份之后张贴过的公示：{numbers}。请撤下或补办。", numbers=numbers)


def _of_files(said: str, files: Rows) -> Iterable[str]:
    if files:
        told = "、".join(
            phrase(
                "{number}（{count:,} 笔，{yuan} 元）",
                number=number,
                count=count,
                yuan=format_yuan(fen),
            )
            for number, count, fen in files
        )
        yield phrase(said, files=told)


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
