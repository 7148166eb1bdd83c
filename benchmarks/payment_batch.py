"""A payment batch of 100,000 payees against a raw INSERT … SELECT into the same transfer table.

    python benchmarks/payment_batch.py [PAYEES]

Makes a register of its own in a data folder of its own, and removes it. Prints the medians of
RUNS turns, one of each side after the other, and their ratio: the whole release (cards compared,
payments made, one posting) to the bare transfers, each with its commit.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `system` sets up)

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

DAY = date(2010, 10, 31)
AMOUNT = 20_000
RUNS = 3

REGISTER = (
    """
    insert into registry_household (file_no, union_id, area_code, head_name, opened_on, system)
    select 'B' || lpad(n::text, 9, '0'), %(union)s, '440900', '样例', '2010-01-01', ''
    from generate_series(1, %(payees)s) n
    """,
    """
    insert into registry_person (household_id, name, sex, system)
    select id, head_name, '', '' from registry_household
    """,
    """
    insert into vault_secret (kind, household_ref, key_version, sealed, blind_index, mask, system)
    select 'card', id, 1, ''::bytea, sha256(('card' || id)::bytea), '', '' from registry_household
    """,
)
AWARDS = """
insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen,
  payee_name, payee_index, bank, card_secret_id, card_index, sequence, system)
select p.household_id, %(round)s, p.id, 1, '低保户', %(amount)s, p.name,
       sha256(('person' || p.id)::bytea), '茂名银行', s.id, s.blind_index,
       row_number() over (order by p.id), ''
from registry_person p join vault_secret s on s.household_ref = p.household_id
"""
RAW = """
insert into funds_transfer
  (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)
select %(fund)s, d.id, c.id, %(amount)s, 'raw:' || %(run)s || ':' || n, 'clear', 'BF' || n, '2010-10-31', '基准'
from generate_series(1, %(payees)s) n
join funds_account d on d.fund_id = %(fund)s and d.kind = 'reserved'
join funds_account c on c.fund_id = %(fund)s and c.kind = 'clearing'
"""


def main() -> int:
    payees = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    place = Path(tempfile.mkdtemp(prefix="bangfu-bench-"))
    place.chmod(0o755)
    os.environ["BANGFU_DATA"] = str(place / "data")
    os.environ.pop("DATABASE_URL", None)
    from bangfu.operations.cli.system import system
    from bangfu.operations.datafolder import data_folder
    from bangfu.operations.embedded import EmbeddedServer

    try:
        with system():
            run(payees)
    finally:
        EmbeddedServer(data_folder()).destroy()
        shutil.rmtree(place)
    return 0


def run(payees: int) -> None:
    from bangfu.funds.queries import check_money as ledger
    from bangfu.rounds.commands.release_round import release_round
    from bangfu.rounds.queries import check_money as payouts
    from bangfu.scope.actors import acting, operator

    made = prepare(payees)
    raw_fund, releaser = made["raw_fund"], made["releaser"]

    def raw(turn: int) -> None:
        with acting(operator()):
            execute(RAW, fund=raw_fund, amount=AMOUNT, payees=payees, run=turn)

    def release(turn: int) -> None:
        with acting(releaser):
            done = release_round(round_id=made["rounds"][turn], version=None, on=DAY, by=releaser)
        assert done.count == payees

    turns = [(timed(partial(raw, n)), timed(partial(release, n))) for n in range(RUNS)]
    bare, whole = (statistics.median(side) for side in zip(*turns, strict=True))
    ratio = statistics.median(released / inserted for inserted, released in turns)
    print(f"payment batch, {payees:,} payees, medians of {RUNS}")
    print(f"  raw INSERT … SELECT   {bare:6.2f} s")
    print(f"  release, whole        {whole:6.2f} s   ratio {ratio:.2f}")
    with acting(operator()):
        wrong = [line for line in payouts.check_money() if "没有对应" not in line]
        assert ledger.check_money() == []
    # The raw transfers belong to no payment and empty no round's reserve: only that may be said.
    assert all(f"资金 {made['raw_fund']} " in line for line in wrong), wrong[:3]


def prepare(payees: int) -> dict:
    """A city, three officers, two funds with money, a register and a locked roster."""
    from django.db import connection

    from bangfu.accounts.models import User
    from bangfu.organisations.models import Appointment, Union
    from bangfu.organisations.queries import actor_for
    from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
    from bangfu.scope.actors import acting, operator
    from bangfu.scope.enums import Role

    union = Union.objects.create(
        code="B", name="市总工会", kind="市总工会", area_code="440900", depth=1
    )
    union.tier1 = union.pk
    union.save()
    officers = {}
    for role in (Role.FUND_OFFICER, Role.APPROVER, Role.RELEASER):
        user = User.objects.create(username=role, name=role)
        held = Appointment.objects.create(user=user, union=union, role=role, since=DAY)
        officers[role] = actor_for(held)
    total = payees * AMOUNT
    with acting(operator()):
        programme = install_winter_warmth(
            place="440900",
            per_time_fen=300_000,
            per_year_fen=600_000,
            season_starts_month=7,
            valid_from=DAY,
            source="基准",
            by=operator(),
        ).programme
    funds = [fund(union, programme, name, RUNS * total) for name in ("批次", "裸写")]
    with acting(operator()):
        for statement in REGISTER:
            execute(statement, union=union.pk, payees=payees)
        execute(
            "insert into registry_householdfacts (household_id, held_from, source, recorded_by,"
            " content_digest, area_code, union_id, card_secret_id, bank, own_system,"
            f" {blank_columns()}) select household_ref, '2010-01-01', 'page', '基准', '', '440900',"
            f" %(union)s, id, '茂名银行', '', {blank_values()} from vault_secret",
            union=union.pk,
        )
    rounds = [rostered(n, funds[0], officers, total) for n in range(RUNS)]
    connection.close()
    vacuum()
    return {"rounds": rounds, "raw_fund": funds[1], "releaser": officers[Role.RELEASER]}


def rostered(n: int, fund_id: int, officers: dict, total: int) -> int:
    """A decided round whose roster is every household."""
    from bangfu.rounds.commands.decide_round import decide_round
    from bangfu.rounds.commands.plan_round import plan_round
    from bangfu.scope.actors import acting, operator
    from bangfu.scope.enums import Role

    with acting(officers[Role.FUND_OFFICER]):
        plan = plan_round(
            fund_id=fund_id,
            title=f"基准{n}",
            day=DAY,
            area_code="440900",
            amounts={"低保户": AMOUNT},
            on=DAY,
            by=officers[Role.FUND_OFFICER],
        )
    with acting(officers[Role.APPROVER]):
        decide_round(
            round_id=plan.pk,
            version=None,
            minutes_no="1",
            met_on=DAY,
            decision="同意",
            total_fen=total,
            on=DAY,
            by=officers[Role.APPROVER],
        )
    with acting(operator()):
        execute(AWARDS, round=plan.pk, amount=AMOUNT)
        execute("update rounds_round set state = 'rostered' where id = %(round)s", round=plan.pk)
    return plan.pk


def fund(union, programme, name: str, total: int) -> int:
    """A fund with the round's money in it; the second one's is reserved for the raw run."""
    from bangfu.funds.commands.open_fund import open_fund
    from bangfu.funds.commands.post_transfers import Posting, post_transfers
    from bangfu.funds.enums import FundSource, Movement
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        made = open_fund(
            union=union,
            name=name,
            source=FundSource.UNION,
            programme=programme,
            area_code="440900",
            classes=["低保户"],
            procedure="会议",
            opened_on=DAY,
            on=DAY,
            by=operator(),
        )
        acts = [Posting(made.pk, Movement.RECEIVE, total, f"in:{name}", "拨款")]
        if name == "裸写":
            acts.append(Posting(made.pk, Movement.RESERVE, total, f"r:{name}", "预留"))
        for act in acts:
            post_transfers([act], day=DAY, by=operator())
    return made.pk


def blank_columns() -> str:
    return ", ".join(_blank())


def blank_values() -> str:
    return ", ".join("'{}'" if name.endswith(("causes", "members")) else "''" for name in _blank())


def _blank() -> list[str]:
    """Columns of the form that may be blank but not null."""
    from bangfu.registry.models import HouseholdFacts

    given = {"source", "recorded_by", "area_code", "bank", "own_system", "system", "content_digest"}
    kinds = ("CharField", "ArrayField")
    return [
        field.column
        for field in HouseholdFacts._meta.concrete_fields
        if field.get_internal_type() in kinds and not field.null and field.column not in given
    ]


def execute(statement: str, **values: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def vacuum() -> None:
    """Statistics as after a night's autovacuum; the running role may only analyse what it owns."""
    import psycopg

    from bangfu.operations.database import database_urls

    with psycopg.connect(database_urls()[0], autocommit=True) as connection:
        connection.execute("vacuum analyze")


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
