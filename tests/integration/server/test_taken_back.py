"""What a restore takes back is told whole, and never held whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import psycopg
import pytest

from bangfu.operations.cli import taken_back as comparing
from bangfu.operations.cli.taken_back import Numbers, in_words, taken_back
from harness import SERVER

#: Of what is compared no more than the comparison asks for: an earlier version's database looks otherwise, too.
SHAPE = """
create table audit_entry (id bigint, digest bytea, at timestamptz, actor text, action text, subject_kind text,
  subject text);
create table audit_era (id bigint generated always as identity, code text default substr(md5(random()::text), 1, 4),
  reason text);
insert into audit_era (code, reason) values ('ABCD', 'created');
create table rounds_paymentfile (id bigint primary key, number text, count int, total_fen bigint);
create table rounds_payment (id bigint, reference text, state text, amount_fen bigint, file_id bigint);
create table notices_notice (id bigint, number text);
create table rounds_bankanswer (id bigint, round_id bigint, digest text, paid_count int, returned_count int);
"""
#: The restored one has each third, and one that the other has not. Numbers are drawn against their own order.
REFERENCES = """
insert into rounds_payment (id, reference, state, amount_fen)
select n, 'BFABCD' || lpad((%(most)s - n)::text, 9, '0') || '-1', 'paid', 1
from generate_series(1, %(most)s) n where %(every)s or n %% 3 = 0
"""
OTHERS = """
insert into rounds_paymentfile select n, 'BFABCD' || lpad((9 - n)::text, 6, '0') || '-1', n, n * 100
  from generate_series(1, 9) n where %(every)s or n %% 3 = 0;
insert into notices_notice select n, '高州市总工会公示〔2010〕' || (9 - n) || '号' from generate_series(1, 9) n
  where %(every)s or n %% 3 = 0;
insert into rounds_bankanswer select n, n / 2, 'digest ' || (n %% 2), 10, n from generate_series(1, 9) n
  where %(every)s or n %% 3 = 0;
"""
MEGABYTE = 1 << 20


@pytest.fixture
def places(django_db_setup) -> Iterator[tuple[str, str]]:
    """Addresses of two databases of that shape: the one that is replaced, and the one that is restored."""
    names = ("taken_back_old", "taken_back_new")
    for name in names:
        SERVER.create_database(name)
    try:
        urls = [SERVER.urls(name)[0] for name in names]
        for url in urls:
            with psycopg.connect(url) as owner:
                owner.execute(SHAPE)
        yield urls[0], urls[1]
    finally:
        for name in names:
            SERVER.drop_database(name)


def fill(url: str, most: int, *, every: bool) -> None:
    with psycopg.connect(url) as owner:
        owner.execute(REFERENCES, {"most": most, "every": every})
        for statement in filter(str.strip, OTHERS.split(";")):
            owner.execute(statement, {"every": every})
        if not every:
            owner.execute(
                "insert into rounds_payment (id, reference) values (%s, 'BFZZZZ1')", [most]
            )


def reference(most: int, drawn: int) -> str:
    return f"BFABCD{most - drawn:09d}-1"


def test_all_that_is_missing_is_told_in_the_order_in_which_it_was_made(places):
    old, new = places
    fill(old, 5_000, every=True)
    fill(new, 5_000, every=False)
    taken = taken_back(old, new)
    lost = [n for n in range(1, 10) if n % 3]
    assert taken.files == [(f"BFABCD{9 - n:06d}-1", n, n * 100) for n in lost]
    assert taken.notices == [(f"高州市总工会公示〔2010〕{9 - n}号",) for n in lost]
    assert taken.answers == [(n // 2, f"digest {n % 2}", 10 + n) for n in lost]
    assert taken.references == Numbers(3_334, reference(5_000, 1), reference(5_000, 5_000))
    said = "".join(in_words(taken, None))
    assert (
        f"备份之后编出过 3,334 个流水号（{reference(5_000, 1)} 至 {reference(5_000, 5_000)}）"
        in said
    )
    assert "BFABCD000008-1（1 笔，1.00 元）、BFABCD000007-1（2 笔，2.00 元）" in said


def test_nothing_is_missing_of_what_both_hold_or_the_first_does_not_know(places):
    old, new = places
    fill(new, 50, every=True)
    assert taken_back(old, new).references == Numbers()
    assert taken_back(new, new).references == Numbers()
    with psycopg.connect(old) as owner:
        owner.execute("drop table rounds_payment, notices_notice")
        owner.execute("alter table rounds_paymentfile drop column total_fen")
    taken = taken_back(old, new)
    assert (taken.files, taken.references, taken.notices) == ([], Numbers(), [])
    with psycopg.connect(new) as owner:
        owner.execute("truncate rounds_payment")
    assert taken_back(new, old).references == Numbers()


def test_no_more_than_a_part_of_it_is_held(places):
    old, new = places
    fill(old, 60_000, every=True)
    fill(new, 60_000, every=False)
    tracemalloc.start()
    try:
        assert taken_back(old, new).references.count == 40_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * MEGABYTE, f"{peak / MEGABYTE:.1f} MB; a row takes a hundred bytes and more"
    assert comparing.AT_ONCE < 60_000 / 10
