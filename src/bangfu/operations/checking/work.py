"""Find work that nobody does any more, and what a command that was killed left behind.

What the background takes up again by itself within minutes is a finding as long as it has not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from bangfu.documents.spreadsheets import read_workbook
from bangfu.documents.spreadsheets.errors import NotConfined
from bangfu.intake.commands.at_work import AT_WORK
from bangfu.intake.enums import BatchState
from bangfu.jobs.enums import JobState
from bangfu.kernel.phrases import phrase
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.tries import abandoned

LONG = "10 minutes"
#: A failed job whose work was done since, by another job of the same name and arguments, is none.
FAILED = """
select f.id, f.task_name, f.attempts from procrastinate_jobs f
where f.status = 'failed' and not exists (
  select from procrastinate_jobs s where s.task_name = f.task_name and s.id > f.id
    and s.status = 'succeeded' and s.args - 'timestamp' = f.args - 'timestamp')
order by f.id limit 100
"""
LEFT = f"""
select j.id, j.task_name from procrastinate_jobs j
left join procrastinate_workers w on w.id = j.worker_id
where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - interval '{LONG}')
order by j.id limit 100
"""
#: None that a command is at, however long it takes: its lock says so.
BATCHES = f"""
select b.id, b.state from intake_importbatch b
where (b.state in ('waiting', 'reading', 'merging') or b.state = 'staged' and b.outline ? 'directly')
  and coalesce(b.confirmed_at, b.created_at) < now() - interval '{LONG}'
  and not exists (select from procrastinate_jobs j where j.status in ('todo', 'doing')
                  and j.args -> 'batch_id' = to_jsonb(b.id))
  and not exists (select from pg_locks l where l.locktype = 'advisory' and l.granted
                  and l.database = (select oid from pg_database where datname = current_database())
                  and l.classid = {AT_WORK} and l.objid = b.id::oid and l.objsubid = 2)
order by b.id limit 100
"""
ASKED = f"""
select o.id, o.state from jobs_job o
where o.state in ('waiting', 'running') and o.asked_at < now() - interval '{LONG}'
  and not exists (select from procrastinate_jobs j where j.status in ('todo', 'doing')
                  and j.args -> 'job_id' = to_jsonb(o.id))
order by o.id limit 100
"""
STALE = """
select (select count(distinct household_id) from eligibility_mark),
       (select count(*) from eligibility_redecision where done_at is null)
where not exists (select from procrastinate_jobs where status in ('todo', 'doing')
                  and task_name like 'bangfu.eligibility.tasks.%%')
"""
ASIDE = """
select datname, pg_database_size(oid) / 1000000 from pg_database
where datname in (current_database() || '_restoring', current_database() || '_replaced')
"""
#: What a process writes beside its target, with its own number, until it is whole.
UNFINISHED = re.compile(r"\..+\.(\d{1,9})")
#: Names of notes in the data folder on such a target elsewhere.
WRITING = ".writing."


def check_work(folder: DataFolder) -> list[str]:
    """Needs the whole register in scope."""
    of_the_database = [*_jobs(), *_batches(), *_asked_for(), *_stale(), *_aside()]
    return [*of_the_database, *_unfinished(folder), *_unconfined()]


def _jobs() -> Iterator[str]:
    for number, task, times in _rows(FAILED):
        yield phrase(
            "后台任务第 {number} 号（{task}）试了 {times} 次，没有完成",
            number=number,
            task=task,
            times=times,
        )
    for number, task in _rows(LEFT):
        yield phrase(
            "后台任务第 {number} 号（{task}）办到一半中断，没有进程在办；启动 bangfu up 后会重新办理",
            number=number,
            task=task,
        )


def _batches() -> Iterator[str]:
    for number, state in _rows(BATCHES):
        yield phrase(
            "导入批次第 {number} 号停在“{state}”，没有任务在办；启动 bangfu up 后会写明结果",
            number=number,
            state=BatchState(str(state)).label,
        )


def _asked_for() -> Iterator[str]:
    for number, state in _rows(ASKED):
        yield phrase(
            "用户提出的任务第 {number} 号停在“{state}”，没有任务在办；启动 bangfu up 后会写明结果",
            number=number,
            state=JobState(str(state)).label,
        )


def _stale() -> Iterator[str]:
    for households, openings in _rows(STALE):
        if households or openings:
            yield phrase(
                "{households} 户待重算、{openings} 次全面重算没有完成，没有任务在办；启动 bangfu up 后会接着办",
                households=households,
                openings=openings,
            )


def _aside() -> Iterator[str]:
    for name, size in _rows(ASIDE):
        yield phrase(
            "恢复备份中断，留下了库 {name}（{size} MB）；启动 bangfu up 或再恢复一次时清除",
            name=name,
            size=size,
        )


def _unfinished(folder: DataFolder) -> Iterator[str]:
    for path in (*unfinished_in(folder), *abandoned()):
        yield phrase("中断的命令留下了文件 {path}；启动 bangfu up 时清除", path=path)


def _unconfined() -> Iterator[str]:
    """Where it is so, no spreadsheet is read at all."""
    try:
        read_workbook(b"-\n", "try.csv")
    except NotConfined as refused:
        yield str(refused)


def unfinished_in(folder: DataFolder) -> list[Path]:
    """Files and folders that a process which is no more did not bring to their end."""
    places = (folder.root, folder.root / "backups", folder.secrets)
    left = [
        path
        for place in places
        if place.is_dir()
        for path in sorted(place.iterdir())
        if is_left(path)
    ]
    return [*_written_elsewhere(left), *left]


def note_of_writing(folder: DataFolder) -> Path:
    """Names a file that this process writes outside of the folder, as long as it does."""
    return folder.root / f"{WRITING}{os.getpid()}"


def _written_elsewhere(left: list[Path]) -> list[Path]:
    notes = [path for path in left if path.name.startswith(WRITING)]
    named = [Path(note.read_text("utf-8")) for note in notes]
    return [path for path in named if is_left(path) and path.is_file()]


def is_left(path: Path) -> bool:
    told = UNFINISHED.fullmatch(path.name)
    return told is not None and _is_gone(int(told[1]))


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _rows(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [])
        return list(cursor.fetchall())
