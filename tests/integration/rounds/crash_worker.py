"""A process that is meant to be killed: `python crash_worker.py found|post|round`.

Each line on standard output is an acknowledged commit.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `system` sets up)

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bangfu.operations.cli.system import system

BATCH = 1_000
FAMILIES = 120
DAY = date(2010, 10, 31)


def found() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2]))  # what tests make, as pytest finds it
    from makers import payees, rounds

    world = payees.make_world(received=10**12)
    payees.families(world, FAMILIES)
    rounds.rostered(world, total=FAMILIES * 200_000)


def post() -> None:
    """Batch after batch, from the first: what is posted already posts no more."""
    from bangfu.funds.commands.post_transfers import Posting, post_transfers
    from bangfu.funds.enums import Movement
    from bangfu.funds.models import Fund
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        fund = Fund.objects.get().pk
    for number in range(int(sys.argv[2])):
        batch = [
            Posting(fund, Movement.RESERVE, 1, f"crash:{number}:{n}", "测试") for n in range(BATCH)
        ]
        with acting(operator()):
            post_transfers(batch, day=DAY, by=operator())
        print(number, flush=True)


def round_() -> None:
    """Take the round one step on, again and again, each step by whose it is."""
    from bangfu.documents.spreadsheets.cells import sheet_of_texts
    from bangfu.organisations.queries import actor_named
    from bangfu.rounds.commands.export_payment_file import export_payment_file
    from bangfu.rounds.commands.reconcile_round import reconcile_round
    from bangfu.rounds.commands.release_round import release_round
    from bangfu.rounds.commands.take_bank_answer import take_bank_answer
    from bangfu.rounds.models import Round
    from bangfu.rounds.queries.rounds import next_step
    from bangfu.rounds.simulated_bank import answer_rows
    from bangfu.scope.actors import acting

    planner, releaser = actor_named("planner", DAY), actor_named("releaser", DAY)
    with acting(planner):
        number = Round.objects.get().pk
    bank = Path(sys.argv[2])

    def release() -> None:
        with acting(releaser):
            release_round(round_id=number, version=None, on=DAY, by=releaser)

    def export() -> list[list[str]]:
        """What the bank is asked to pay; after a crash it is asked again, by the same references."""
        with acting(releaser):
            rows = export_payment_file(round_id=number, on=DAY, by=releaser).rows
        with bank.open("a") as told:
            told.writelines(row[1] + "\n" for row in rows[1:-1])
        return rows

    def answer() -> None:
        answers = answer_rows(export())
        with acting(releaser):
            sheets = [sheet_of_texts(answers)]
            take_bank_answer(round_id=number, sheets=sheets, version=None, on=DAY, by=releaser)

    def reconcile() -> None:
        with acting(planner):
            reconcile_round(round_id=number, version=None, on=DAY, by=planner)

    steps = {"release": release, "export": export, "answer": answer, "reconcile": reconcile}
    while True:
        with acting(planner):
            following = next_step(Round.objects.get(pk=number), DAY)
        if not following:
            return
        steps[following]()
        print(following, flush=True)


if __name__ == "__main__":
    with system():
        {"found": found, "post": post, "round": round_}[sys.argv[1]]()
