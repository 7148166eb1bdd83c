"""The roster and the release of 100,000 payees, each against one bare INSERT … SELECT.

    python benchmarks/payment_batch.py [PAYEES]

Makes a register of its own in a data folder of its own, and removes it. In each of RUNS turns a
round of a programme of its own: its roster beside the same awards inserted into another round from
rows that lie ready; its release beside the bare transfers, each with its commit. The bare sides
pass the tables' own triggers and policies like the others. Prints the medians in processor time of
this process and its backend, and by the clock.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `payees` sets up)

from __future__ import annotations

import statistics
import sys
from functools import partial

from effort import Effort, effort_of, high_water
from payees import AMOUNT, CLASS, DAY, SCOPE, WITHOUT_CARD, officers, payees

RUNS = 3
AWARD = (
    "household_id, person_id, case_id, hardship_class, amount_fen, payee_name, payee_index, bank,"
    " card_secret_id, card_index, sequence, period, nth, due_on, " + SCOPE
)
#: The roster of the turn before, as rows that lie ready.
READY = f"create temp table ready as select {AWARD} from rounds_award where round_id = %(round)s"
RAW_ROSTER = f"insert into rounds_award (round_id, {AWARD}) select %(round)s, {AWARD} from ready"
RAW_RELEASE = """
insert into funds_transfer
  (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_name)
select %(fund)s, d.id, c.id, %(amount)s, 'raw:' || %(fund)s::text || ':' || n, 'clear', 'BF' || n, '2010-10-31', '基准'
from generate_series(1, %(payees)s) n
join funds_account d on d.fund_id = %(fund)s and d.kind = 'reserved'
join funds_account c on c.fund_id = %(fund)s and c.kind = 'clearing'
"""
Sides = dict[str, list[Effort]]


def main() -> int:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    households = wanted * WITHOUT_CARD // (WITHOUT_CARD - 1)
    with payees(households, approved=households):
        run(households)
    return 0


def run(households: int) -> None:
    from bangfu.scope.enums import Role

    by = officers(Role.FUND_OFFICER, Role.APPROVER, Role.RELEASER)
    sides: Sides = {name: [] for name in ("raw roster", "roster", "raw release", "release")}
    count = 0
    for n in range(RUNS):
        count = take_turn(n, households, by, sides)
    print(f"payment batch, {count:,} payees, {households - count:,} left out, medians of {RUNS}")
    for raw, whole in (("raw roster", "roster"), ("raw release", "release")):
        tell(raw, sides[raw])
        tell(whole, sides[whole], sides[raw])
    print(f"  {high_water()}   (wanted: 512 or less)")
    nothing_wrong()


def take_turn(n: int, households: int, by: dict, sides: Sides) -> int:
    """A round and its bare twin from roster to release; how many are paid."""
    from bangfu.rounds.commands.build_roster import build_roster
    from bangfu.rounds.commands.release_round import release_round
    from bangfu.scope.actors import acting, operator

    officer, releaser = by["fund_officer"], by["releaser"]
    round_id, twin = (decided(f"{kind}{n}", households, by) for kind in ("批次", "裸写"))
    fresh_statistics()
    sides["roster"].append(
        effort_of(lambda: build_roster(round_id=round_id, version=None, on=DAY, by=officer))
    )
    execute("drop table if exists ready")
    with acting(operator()):
        count = execute(READY, round=round_id)
    sides["raw roster"].append(effort_of(lambda: raw(officer, RAW_ROSTER, round=twin)))
    fresh_statistics()
    fund = fund_of(twin)
    reserve(fund, count * AMOUNT)
    posting = partial(raw, by["approver"], RAW_RELEASE, fund=fund, amount=AMOUNT, payees=count)
    release = partial(release_round, round_id=round_id, version=None, on=DAY, by=releaser)
    sides["raw release"].append(effort_of(posting))
    sides["release"].append(effort_of(release))
    return count


def raw(by: object, statement: str, **values: object) -> None:
    from bangfu.scope.actors import acting

    with acting(by):
        execute(statement, **values)


def tell(name: str, turns: list[Effort], against: list[Effort] | None = None) -> None:
    """The median turn; the ratio is the median of the turns' own ratios."""
    middle = sorted(turns, key=lambda one: one.processor)[len(turns) // 2]
    print(f"  {name:<12} {middle}")
    if against:
        pairs = list(zip(turns, against, strict=True))
        processor = statistics.median(one.processor / bare.processor for one, bare in pairs)
        clock = statistics.median(one.clock / bare.clock for one, bare in pairs)
        print(f"  {'':<12} ratio {processor:.2f}, by the clock {clock:.2f}")


def decided(name: str, households: int, by: dict) -> int:
    """A decided round of a programme and a fund of its own, for every household."""
    from bangfu.rounds.commands.decide_round import decide_round
    from bangfu.rounds.commands.plan_round import plan_round

    total = households * AMOUNT
    plan = plan_round(
        fund_id=fund_made(name, total), title=name, day=DAY, area_code="440900",
        amounts={CLASS: AMOUNT}, on=DAY, by=by["fund_officer"],
    )  # fmt: skip
    decide_round(
        round_id=plan.pk, version=None, minutes_no="1", met_on=DAY, decision="同意",
        total_fen=total, on=DAY, by=by["approver"],
    )  # fmt: skip
    return plan.pk


def fund_made(name: str, total: int) -> int:
    """A fund that holds twice as much as a round decides, so that its twin can be paid as well."""
    from bangfu.funds.commands.open_fund import open_fund
    from bangfu.funds.commands.post_transfers import Posting, post_transfers
    from bangfu.funds.enums import FundSource, Movement
    from bangfu.organisations.models import Union
    from bangfu.scope.actors import acting, operator

    fund = open_fund(
        union=Union.objects.get(depth=1), name=name, source=FundSource.UNION,
        programme=programme_made(name), area_code="440900", classes=[CLASS], procedure="会议",
        opened_on=DAY, on=DAY, by=operator(),
    )  # fmt: skip
    with acting(operator()):
        received = Posting(fund.pk, Movement.RECEIVE, 2 * total, f"in:{name}", "拨款")
        post_transfers([received], day=DAY, by=operator())
    return fund.pk


def programme_made(name: str) -> object:
    from bangfu.programmes.enums import Parameter
    from bangfu.programmes.models import Programme, ProgrammeParameter

    programme = Programme.objects.create(code=name, name=name)
    values = {Parameter.PER_TIME: 300_000, Parameter.PER_YEAR: 600_000, Parameter.SEASON: 7}
    for parameter, value in values.items():
        ProgrammeParameter.objects.create(
            programme=programme, place="440900", name=parameter, value=value, valid_from=DAY,
            source="基准",
        )  # fmt: skip
    return programme


def fund_of(round_id: int) -> int:
    from bangfu.rounds.models import Round
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        return Round.objects.get(pk=round_id).fund_id


def reserve(fund_id: int, total: int) -> None:
    from bangfu.funds.commands.post_transfers import Posting, post_transfers
    from bangfu.funds.enums import Movement
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        act = Posting(fund_id, Movement.RESERVE, total, f"r:{fund_id}", "预留")
        post_transfers([act], day=DAY, by=operator())


def nothing_wrong() -> None:
    """The books agree, bar the raw transfers, which belong to no payment."""
    from bangfu.funds.queries import check_money as ledger
    from bangfu.rounds.queries import check_money as payouts
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        assert ledger.check_money() == []
        wrong = [line for line in payouts.check_money() if "没有对应" not in line]
    assert all("资金" in line for line in wrong), wrong[:3]


def execute(statement: str, **values: object) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def fresh_statistics() -> None:
    """As after a night's autovacuum; the running role may only analyse what it owns."""
    from demo_place import owner_connection

    with owner_connection() as connection:
        connection.execute("vacuum analyze")


if __name__ == "__main__":
    sys.exit(main())
