"""The shipped lists are what a fresh database says, and they agree with one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from bangfu.operations.checking.guards import check_guards, differing, server_major
from bangfu.operations.guarding.catalogue import Catalogue, read_catalogue
from bangfu.operations.guarding.lists import SHIPPED, shipped_list

RENEW = "run `make catalogue`, and look at what `git diff` shows before you commit it"
MAJORS = sorted(int(file.stem.rpartition("-")[2]) for file in SHIPPED.glob("*.txt"))
#: Since 17 there is a right to VACUUM and the like; since 18 NOT NULL counts as a constraint.
MAINTAIN, NOT_NULL = ",MAINTAIN", "n|"

BOUND = """
select p.proname, pg_get_functiondef(p.oid) from pg_proc p
where p.prosqlbody is not null and p.pronamespace = 'public'::regnamespace
"""


def what_all_versions_say(catalogue: Catalogue) -> Catalogue:
    return {
        key: text.replace(MAINTAIN, "") if key[0] == "rights" else text
        for key, text in catalogue.items()
        if not (key[0] == "constraint" and text.startswith(NOT_NULL))
    }


@pytest.mark.django_db
def test_a_fresh_database_says_what_the_list_says():
    wanted = shipped_list(server_major())
    assert wanted is not None
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        role = cursor.fetchone()[0]
    assert differing(wanted, read_catalogue(role)) == [], RENEW
    assert check_guards() == []


@pytest.mark.parametrize("major", MAJORS)
def test_the_lists_agree(major: int):
    """One left as it was when the others were renewed would accuse every sound server."""
    newest, older = shipped_list(MAJORS[-1]), shipped_list(major)
    assert newest is not None
    assert older is not None
    said = what_all_versions_say(older)
    assert said == what_all_versions_say(newest), f"{RENEW}; PostgreSQL {major} must be at hand"


@pytest.mark.django_db
def test_where_no_list_is_shipped_nothing_passes(tmp_path: Path):
    assert check_guards(lists=tmp_path) == [
        f"程序没有附 PostgreSQL {server_major()} 的清单，无法核对数据库的守护"
    ]


def test_reading_leaves_the_search_path(as_owner):
    as_owner("set local search_path = pg_catalog, public")
    read_catalogue("bangfu")
    with connection.cursor() as cursor:
        cursor.execute("show search_path")
        assert cursor.fetchone() == ("pg_catalog, public",)


def test_what_is_bound_to_its_tables_reads_alike_after_a_dump(as_owner):
    """A dump says a bound body in the server's own words; read again they must stay the same words.

    `between` and `in (…)` are said otherwise the second time: a restored database would be taken for
    one that somebody changed.
    """
    as_owner("set local search_path = ''")
    with connection.cursor() as cursor:
        cursor.execute(BOUND)
        said = dict(cursor.fetchall())
        for definition in said.values():
            cursor.execute(definition)
        cursor.execute(BOUND)
        assert dict(cursor.fetchall()) == said
    assert "registry_facts_over" in said
