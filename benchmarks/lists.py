"""What pages cost as the register grows while one county stays as it is.

    python benchmarks/lists.py [--size 11k --size 200k --size 1m] [--statements]

Each size in a process of its own. For each page: the blocks that its statements read, by EXPLAIN of
the very statements that Django sent; the whole request against plain SQL and the page's template
over rows that are there already; and the same statements with row-level security on and off.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from statistics import median
from typing import Any
from urllib.parse import urlencode

from worlds import COUNTY, SIZES, world

DAY = date(2010, 10, 31)
TIMES = 9


@dataclass(frozen=True)
class Page:
    """A page as one officer asks for it; `by_hand` is SQL for the rows that it is about."""

    words: str
    username: str
    path: str
    by_hand: str = ""
    given: dict[str, Any] = field(default_factory=dict)


@dataclass
class Cost:
    """Of one page at one size. Milliseconds; blocks of 8 kB, wherever they were read from."""

    words: str
    statements: int
    blocks: int
    request: float
    template: float
    by_hand: float | None
    secured: float
    unsecured: float
    told: list[tuple[int, float, str]]


Statement = tuple[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--statements", action="store_true", help="the dearest of each page too")
    parser.add_argument("--only", default="", help="pages with this in their words")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = options.size or ["11k", "200k"]
    if options.inside:
        print(json.dumps([asdict(cost) for cost in measure(sizes[0], options.only)]))
        return 0
    found = {size: _measured_apart(size, options.only) for size in sizes}
    tell(found)
    if options.statements:
        for size, costs in found.items():
            tell_statements(size, costs)
    return 0


def _measured_apart(size: str, only: str) -> list[Cost]:
    asked = [sys.executable, __file__, "--inside", "--size", size, "--only", only]
    said = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [Cost(**one) for one in json.loads(said.splitlines()[-1])]


def measure(size: str, only: str) -> list[Cost]:
    with world(size):
        from django.test.utils import setup_test_environment

        settle()
        setup_test_environment()
        return [cost_of(page) for page in pages() if only in page.words]


def settle() -> None:
    """As on a quiet machine in the office: one process answers, and statistics are there."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


def pages() -> list[Page]:
    """A county's and the city's; the county's have the same rows in each size."""
    part = fragment()
    county = dict.fromkeys(("files", "class", "state", "submit"), "gz-reviewer")
    county["submit"] = "gz-filer"
    city = dict.fromkeys(("files", "class", "state"), "city-auditor")
    found = []
    for place, who, tier, after in (
        ("county", county, "tier2", "4409812010001500"),
        ("city", city, "tier1", "4409812010001500"),
    ):
        union = union_of(place)
        given = {"day": DAY, "union": union, "after": "", "class": "低保边缘户"}
        files = FILES.format(tier=tier)
        of_class = CLASS.format(tier=tier)
        cases = CASES.format(tier=tier)
        name = NAME.format(tier=tier)
        found += [
            Page(f"{place}: files", who["files"], "/files/", files, given),
            Page(
                f"{place}: files, deep",
                who["files"],
                "/files/?" + urlencode({"after": after}),
                files,
                {**given, "after": after},
            ),
            Page(
                f"{place}: a class",
                who["class"],
                "/files/?" + urlencode({"class": "低保边缘户"}),
                of_class,
                given,
            ),
            Page(
                f"{place}: a rare class",
                who["class"],
                "/files/?" + urlencode({"class": "待核实"}),
                of_class,
                {**given, "class": "待核实"},
            ),
            Page(f"{place}: cases in a state", who["state"], "/cases/?tab=checked", cases, given),
            Page(
                f"{place}: part of a name",
                who["files"],
                "/files/?" + urlencode({"text": part}),
                name,
                {**given, "part": part},
            ),
            Page(
                f"{place}: part of a number",
                who["files"],
                "/files/?text=44098120100010",
                NUMBER.format(tier=tier),
                given,
            ),
            Page(f"{place}: the desk", who["files"], "/figures/"),
        ]
    found.append(Page("county: to submit", county["submit"], "/cases/new/"))
    area = {"area": "440982", "on": str(DAY)}
    found += [
        Page("city: an area", city["files"], "/files/?" + urlencode(area)),
        Page(
            "city: an area and a class",
            city["files"],
            "/files/?" + urlencode({**area, "class": "低保边缘户"}),
        ),
        Page(
            "city: a system",
            city["files"],
            "/files/?" + urlencode({"system": "教育", "on": str(DAY)}),
        ),
    ]
    return found


def fragment() -> str:
    """Two characters that stand in three to six names of the county."""
    from django.db import connection

    from bangfu.scope.actors import acting, operator

    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(FRAGMENT, [union_of("county")])
        return str(cursor.fetchone()[0])


def union_of(place: str) -> int:
    from bangfu.organisations.models import Union

    code = COUNTY if place == "county" else "44090000000"
    return int(Union.objects.values_list("pk", flat=True).get(code=code))


def cost_of(page: Page) -> Cost:
    from bangfu.organisations.queries import actor_named
    from bangfu.scope.actors import acting

    client = client_of(page.username)
    actor = actor_named(page.username, DAY)
    get = lambda: client.get(page.path)  # noqa: E731
    get()
    sent: list[Statement] = []
    with remembered(sent):
        response = get()
    assert response.status_code == 200, (page.words, response.status_code)
    with acting(actor):
        told = [explained(one) for one in sent]
        secured = timed(lambda: replay(sent))
        by_hand = timed(lambda: replay([(page.by_hand, page.given)])) if page.by_hand else None
        template = timed(rendering(response))
    return Cost(
        words=page.words,
        statements=len(sent),
        blocks=sum(blocks for blocks, _, _ in told),
        request=timed(get),
        template=template,
        by_hand=by_hand,
        secured=secured,
        unsecured=without_security(sent, actor),
        told=sorted(told, reverse=True)[:4],
    )


def client_of(username: str) -> Any:
    from django.test import Client

    from bangfu.accounts.models import User

    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username=username), backend)
    return client


@contextmanager
def remembered(sent: list[Statement]) -> Iterator[None]:
    """Every SELECT of ours goes on the list; setting the scope and the log are not the page's."""
    from django.db import connection

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        reads = sql.lstrip().lower().startswith(("select", "with"))
        if reads and "set_config" not in sql and "current_setting" not in sql:
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def explained(statement: Statement) -> tuple[int, float, str]:
    """Blocks read, milliseconds, and the statement; the second time, when all is in memory."""
    from django.db import connection

    sql, params = statement
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(f"explain (analyze, buffers, timing off, format json) {sql}", params)
            plan = cursor.fetchone()[0][0]
    blocks = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return blocks, plan["Execution Time"], " ".join(sql.split())


def replay(sent: list[Statement]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in sent:
            cursor.execute(sql, params)
            cursor.fetchall()


def without_security(sent: list[Statement], actor: Any) -> float:
    """The same statements as the owner of tables that do not force their policies on him."""
    import psycopg

    from demo_place import owner_connection

    with owner_connection() as connection, connection.transaction(force_rollback=True):
        for (table,) in connection.execute(FORCED).fetchall():
            connection.execute(f"alter table {table} no force row level security")
        cursor = psycopg.ClientCursor(connection)

        def again() -> None:
            for sql, params in sent:
                cursor.execute(sql, params)
                cursor.fetchall()

        return timed(again)


def rendering(response: Any) -> Callable[[], object]:
    """The page's template over what its view had found."""
    from django.template.loader import get_template

    template = get_template(response.templates[0].name)
    found = response.context[0].flatten()
    return lambda: template.render(found, response.wsgi_request)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds, the median of TIMES after one that is not counted."""
    act()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
        if sum(taken) > 20_000:
            break
    return median(taken)


def tell(found: dict[str, list[Cost]]) -> None:
    sizes = list(found)
    first, last = sizes[0], sizes[-1]
    blocks = "".join(f"{size:>10}" for size in sizes)
    print(f"{'blocks read':<30}{blocks}   {last}/{first}    ms whole/(SQL+template)  RLS on/off")
    for costs in zip(*(found[size] for size in sizes), strict=True):
        base, here = costs[0], costs[-1]
        row = "".join(f"{cost.blocks:>10,}" for cost in costs)
        held = f"{here.request / (here.by_hand + here.template):8.2f}" if here.by_hand else " " * 8
        secured = (here.secured + here.template) / (here.unsecured + here.template)
        print(
            f"{here.words:<30}{row}{here.blocks / base.blocks:10.2f}"
            f"{here.request:12.1f} {held}    {here.secured:8.1f}/{here.unsecured:.1f}"
            f"  with template {secured:.2f}"
        )


def tell_statements(size: str, costs: list[Cost]) -> None:
    print(f"\nthe dearest statements at {size}")
    for cost in costs:
        print(f"  {cost.words}: {cost.statements} statements")
        for blocks, milliseconds, sql in cost.told:
            print(f"    {blocks:>9,} blocks {milliseconds:8.1f} ms  {sql[:400]}")


FORCED = """
select oid::regclass::text from pg_class
where relforcerowsecurity and relnamespace = 'public'::regnamespace order by 1
"""
FRAGMENT = """
select substr(head_name, i, 2) from registry_household, generate_series(1, length(head_name) - 1) i
where tier2 = %s group by 1 having count(*) between 3 and 6 order by 1 limit 1
"""
FILES = """
select h.file_no, h.head_name, u.name, h.system, h.opened_on,
       d.hardship_class, d.income_fen, d.size, f.employer,
       exists (select from eligibility_waiting w where w.household_id = h.id
         and w.from_day <= %(day)s and w.until_day > %(day)s) as stale
from (select * from registry_household h where h.{tier} = %(union)s and h.file_no > %(after)s
      order by h.file_no limit 51) h
join organisations_union u on u.id = h.union_id
left join eligibility_determination d on d.household_id = h.id
  and d.holds_from <= %(day)s and d.holds_until > %(day)s
left join registry_householdfacts f on f.id = d.facts_id
order by h.file_no
"""
CLASS = """
select h.file_no, h.head_name, u.name, h.system, h.opened_on,
       d.hardship_class, d.income_fen, d.size, f.employer,
       exists (select from eligibility_waiting w where w.household_id = h.id
         and w.from_day <= %(day)s and w.until_day > %(day)s) as stale
from registry_household h
join eligibility_determination d on d.household_id = h.id
  and d.holds_from <= %(day)s and d.holds_until > %(day)s
join organisations_union u on u.id = h.union_id
left join registry_householdfacts f on f.id = d.facts_id
where d.{tier} = %(union)s and h.{tier} = %(union)s and d.hardship_class = %(class)s
order by h.file_no limit 51
"""
CASES = """
select h.file_no, h.head_name, u.name, c.hardship_class, c.income_fen, c.size, c.moved_on, c.version
from (select * from casework_case where {tier} = %(union)s and state = 'checked'
      order by id limit 51) c
join registry_household h on h.id = c.household_id join organisations_union u on u.id = h.union_id
order by c.id
"""
NAME = """
select h.file_no, h.head_name, u.name from registry_household h
join organisations_union u on u.id = h.union_id
where h.{tier} = %(union)s and position(%(part)s in h.head_name) > 0 order by h.file_no limit 51
"""
NUMBER = """
select h.file_no, h.head_name, u.name from registry_household h
join organisations_union u on u.id = h.union_id
where h.{tier} = %(union)s and h.file_no ^@ '44098120100010' order by h.file_no limit 51
"""

if __name__ == "__main__":
    sys.exit(main())
