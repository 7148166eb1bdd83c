"""What one page costs: blocks that its statements read, and processor time, against the page by hand.

Processor time is this process's and its backend's, by the kernel's own count: other programs on
the machine change it little.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import lists_by_hand as by_hand_sql
from lists_pages import DAY, Page

TIMES = 10
TURNS = 5
#: Beforehand: five times the database plans a prepared statement for the very values.
WARM = 6


class Statement(NamedTuple):
    sql: str
    params: Any
    prepared: bool = False


@dataclass
class Cost:
    """Milliseconds of processor time; blocks of 8 kB, wherever they were read from.

    Attributes:
        template: of the page's template over rows that are there, drawn again and again by itself.
        plain, blocks_by_hand: of hand-written SQL for rows and counts, then the template, as one act; of
            that SQL. None where there is none.
        plain_whole: the same where the SQL also asks and writes what any page must: who asks, scope,
            choices, log.
        secured, unsecured: the page's own statements with row-level security on and off.
        dearest: blocks, milliseconds and words of the statements that read most.
    """

    words: str
    statements: int
    blocks: int
    request: float
    template: float
    plain: float | None
    blocks_by_hand: int | None
    plain_whole: float | None
    secured: float
    unsecured: float
    dearest: list[tuple[int, float, str]]


def cost_of(page: Page) -> Cost:
    from django.db import connection

    from bangfu.organisations.queries import actor_named
    from bangfu.scope.actors import acting

    client, actor = client_of(page.username), actor_named(page.username, DAY)
    client.get(page.path)
    sent: list[Statement] = []
    with noted(), remembered(sent):
        response = client.get(page.path)
    assert response.status_code == 200, (page.words, response.status_code)
    hand = [Statement(sql, page.given) for sql in page.by_hand]
    with acting(actor):
        pid = connection.connection.info.backend_pid
        told = [explained(statement) for statement in sent]
        told_by_hand = [explained(statement) for statement in hand]
        common = around_by_hand(client, actor)
    secured, unsecured = security_on_and_off(sent, actor)
    draw = rendering(response)
    acts = {"request": lambda: client.get(page.path), "template": draw}
    if hand:
        acts["plain"] = by_hand(actor, hand, draw)
        acts["plain whole"] = by_hand(actor, [*common, *hand], draw)
    taken = in_turn(acts, pid)
    return Cost(
        words=page.words,
        statements=len(sent),
        blocks=sum(blocks for blocks, _, _ in told),
        request=taken["request"],
        template=taken["template"],
        plain=taken.get("plain"),
        blocks_by_hand=sum(blocks for blocks, _, _ in told_by_hand) if hand else None,
        plain_whole=taken.get("plain whole"),
        secured=secured,
        unsecured=unsecured,
        dearest=sorted(told, reverse=True)[:4],
    )


def by_hand(
    actor: Any, statements: list[Statement], draw: Callable[[], object]
) -> Callable[[], None]:
    """The plainest page: these statements in a transaction that sees what the officer sees, then the
    template.

    One act, for a loop of the template alone finds all of it in the processor's caches, which no page does.
    """
    from bangfu.scope.actors import acting

    def answer() -> None:
        with acting(actor):
            replay(statements)
        draw()

    return answer


def around_by_hand(client: Any, actor: Any) -> list[Statement]:
    typed = {
        "session": client.session.session_key,
        "user": actor.user_id,
        "role": actor.role,
        "union": actor.union_id,
        "day": DAY,
    }
    statements = [*by_hand_sql.AROUND, by_hand_sql.CHOICES]
    return [Statement(sql.format(tier=f"tier{actor.scope.depth}"), typed) for sql in statements]


def client_of(username: str) -> Any:
    from django.test import Client

    from bangfu.accounts.models import User

    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username=username), backend)
    return client


@contextmanager
def noted() -> Iterator[None]:
    """Answers say which templates they were made of, and of what: for one page, for it costs some of it."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    try:
        yield
    finally:
        teardown_test_environment()


@contextmanager
def remembered(sent: list[Statement]) -> Iterator[None]:
    """Every SELECT of ours goes on the list; setting the scope and the log are not the page's."""
    from django.db import connection
    from django.db.backends.postgresql.base import ServerBindingCursor

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        reads = sql.lstrip("( \n").lower().startswith(("select", "with"))
        if reads and "set_config" not in sql and "current_setting" not in sql:
            prepared = isinstance(context["cursor"].cursor, ServerBindingCursor)
            sent.append(Statement(sql, params, prepared))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def explained(statement: Statement) -> tuple[int, float, str]:
    """Blocks read, milliseconds, and the statement; the second time, when all is in memory."""
    from django.db import connection

    sql, params, _prepared = statement
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(f"explain (analyze, buffers, timing off, format json) {sql}", params)
            plan = cursor.fetchone()[0][0]
    blocks = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return blocks, plan["Execution Time"], " ".join(sql.split())


def replay(sent: list[Statement]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params, _prepared in sent:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def security_on_and_off(sent: list[Statement], actor: Any) -> tuple[float, float]:
    """The same statements as the owner, whom policies that are forced bind, and then no more, in turn;
    prepared are those that were, and planned as while a page is shown.
    """
    import psycopg

    from bangfu.scope.context import PLANNED_ONCE, scope_settings
    from demo_place import owner_connection

    with owner_connection() as connection, connection.transaction(force_rollback=True):
        for name, value in {**scope_settings(actor.scope), **PLANNED_ONCE}.items():
            connection.execute("select set_config(%s, %s, true)", [name, value])
        connection.prepare_threshold = 0
        planned, plain = psycopg.Cursor(connection), psycopg.ClientCursor(connection)

        def again() -> None:
            for sql, params, prepared in sent:
                cursor = planned if prepared else plain
                cursor.execute(sql, params)
                cursor.fetchall()

        tables = [table for (table,) in connection.execute(FORCED).fetchall()]
        taken: dict[str, list[float]] = {"force": [], "no force": []}
        for _ in range(TURNS):
            for how, its in taken.items():
                for table in tables:
                    connection.execute(f"alter table {table} {how} row level security")
                its += spent(again, connection.info.backend_pid)
        return median(taken["force"]), median(taken["no force"])


def rendering(response: Any) -> Callable[[], object]:
    """The page's template over what its view had found."""
    from django.template.loader import get_template

    template = get_template(response.templates[0].name)
    context = response.context[0].flatten()
    return lambda: template.render(context, response.wsgi_request)


def in_turn(acts: dict[str, Callable[[], object]], pid: int) -> dict[str, float]:
    """Milliseconds of each, asked in turn, so that a busy machine shifts all: medians of all turns."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TURNS):
        for name, act in acts.items():
            taken[name] += spent(act, pid)
    return {name: median(its) for name, its in taken.items()}


def spent(act: Callable[[], object], pid: int) -> list[float]:
    """Milliseconds of processor time, here and in the backend, each time after some that aren't counted."""
    for _ in range(WARM):
        act()
    return [_once(act, pid) for _ in range(TIMES)]


def _once(act: Callable[[], object], pid: int) -> float:
    backend, here = _backend_nanoseconds(pid), time.process_time_ns()
    act()
    return (time.process_time_ns() - here + _backend_nanoseconds(pid) - backend) / 1e6


def _backend_nanoseconds(pid: int) -> int:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


FORCED = """
select oid::regclass::text from pg_class
where relforcerowsecurity and relnamespace = 'public'::regnamespace order by 1
"""
