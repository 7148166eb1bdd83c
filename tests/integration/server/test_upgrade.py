"""Databases of earlier versions open with this one, with everything that was in them, and become like
a fresh one. What lies behind each name is in `earlier`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from earlier import (
    BEFORE_INTERVALS,
    FIRST,
    HELD,
    INTERVALS,
    KEPT_ANSWERS,
    RECOVERIES,
    SENT_BACK,
    SIZES,
    TALLIES,
    Landed,
)

#: Who brought each version: then the batch's own number, now the source and its number.
BROUGHT = """
select f.id, case when b.id is null then 'page' else 'import' end, b.id, b.counts::text
from registry_householdfacts f left join registry_importbatch b on b.id = f.batch_id order by f.id
"""
BROUGHT_NOW = """
select f.id, f.source, b.id, b.counts::text
from registry_householdfacts f left join intake_importbatch b on b.id = f.source_id order by f.id
"""
OLD_NAMES = """
select conname from pg_constraint where conname like 'registry%batch%' or conname like 'registry%staged%'
union all
select relname from pg_class where relname like 'registry%batch%' or relname like 'registry%staged%'
union all
select proname from pg_proc where proname like 'registry%batch%' or proname like 'registry%staged%'
union all
select model from django_content_type where app_label = 'registry' and model ~ 'batch|staged|upload'
"""
LIMITS = """
select place, step || '_days', days::int, valid_from, source, recorded_at from casework_steplimit order by id
"""
LIMITS_NOW = """
select place, name, value, valid_from, source, recorded_at from casework_caseparameter
where name in ('check_days', 'post_days', 'decide_days', 'answer_days', 'resubmit_days', 'review_days')
order by id
"""
FUTURE = "insert into django_migrations (app, name, applied) values ('registry', '0999_x', now())"
FORGET = "delete from django_migrations where name = '0999_x'"
STAMP = "select shobj_description(oid, 'pg_database') from pg_database where datname = 'bangfu'"


def test_opens_with_everything_in_it(landed: Landed, place: Path):
    before = landed.ask(HELD)
    checked = landed.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stderr.startswith("更新数据库结构")
    assert landed.ask(HELD) == before
    assert before[0][:4] == (11, 11, 7, 5)

    assert "更新数据库结构" not in landed.run("check", "money").stderr
    figures = landed.run("figures", "--on", "2010-10-31", "--by", "area").stdout
    assert figures.splitlines()[-1] == "合计,合计,11,17,1,1,1,0,0,0,0,8"
    # A payment file holds every card number in clear: the vault opens as before.
    paid = landed.run("pay", 1, "--export", place / "pay.csv", "--by", "planner")
    assert paid.returncode == 0, paid.stderr
    text = (place / "pay.csv").read_text("utf-8-sig")
    assert sum("62284800000" in "".join(row) for row in csv.reader(io.StringIO(text))) == 5


def test_imports_move_to_their_own_app_with_their_rows(landed: Landed):
    before = landed.ask(BROUGHT)
    assert {source for _id, source, *_batch in before} == {"import", "page"}
    assert landed.run("check", "log").returncode == 0
    assert landed.ask(BROUGHT_NOW) == before
    assert landed.ask(OLD_NAMES) == []


@pytest.mark.parametrize("landed", [BEFORE_INTERVALS], indirect=True)
def test_opens_with_what_came_later(landed: Landed):
    before, limits = landed.ask(HELD), landed.ask(LIMITS)
    checked = landed.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert landed.ask(HELD) == before
    assert len(limits) == 5
    assert landed.ask(LIMITS_NOW)[: len(limits)] == limits
    assert before == [(12, 13, 5, 5, 12_100_000, 36, 52)]
    figures = landed.run("figures", "--on", "2010-11-14", "--by", "area").stdout
    assert figures.splitlines()[-1].startswith("合计,合计,12,24,")


@pytest.mark.parametrize(
    "landed",
    [FIRST, BEFORE_INTERVALS, INTERVALS, TALLIES, SIZES, SENT_BACK, RECOVERIES, KEPT_ANSWERS],
    indirect=True,
)
def test_an_upgraded_database_is_like_a_fresh_one(landed: Landed, place: Path):
    """In everything that the catalogue says; also when it is backed up and restored after that."""
    checked = landed.run("check", "guards")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout
    assert landed.run("backup", place / "later.dump").returncode == 0
    restored = landed.run("restore", place / "later.dump")
    assert restored.returncode == 0, restored.stderr
    assert "与程序声明的不同" not in restored.stderr
    checked = landed.run("check", "guards")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout


def test_an_older_program_refuses_a_newer_database_untouched(landed: Landed):
    assert landed.run("check", "log").returncode == 0
    landed.ask(FUTURE)
    landed.ask("comment on database bangfu is 'bangfu of tomorrow'")
    for command in (["check"], ["up", "--port", "9"]):
        refused = landed.run(*command)
        assert refused.returncode == 1
        assert "数据库比程序新" in refused.stderr
        assert "registry.0999_x" in refused.stderr
    assert landed.ask(STAMP) == [("bangfu of tomorrow",)]
    landed.ask(FORGET)
    assert landed.run("check", "log").returncode == 0
