"""Acts that are meant to be killed: `python killed_acts.py FOLDER`, one a line of standard input.

With a seed and the seconds after which it is killed. Each runs in a process of its own, forked from this one, which has loaded everything and holds no
connection: so hundreds of them can be killed within minutes. Its number is told as it begins, its exit
code as it ends; `check` writes what it finds to standard error.
"""
# ruff: noqa: PLC0415 (the modules need Django, which is set up first)

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

FAMILIES = 6
MOST = 10**9  # fen; what a meeting decides is not what is tried here
ASKED = ("money", "scope", "figures", "log", "work")
ROWS = 40
CASES = {"所属工会": "高州市总工会", "行政区划代码": "440981", "县市区": "高州市", "所属系统": ""}


def found(folder: Path, chance: random.Random) -> None:
    """A place with money; `more` brings what the acts then work on."""
    from makers import payees

    payees.make_world(received=10**12)


def more(folder: Path, chance: random.Random) -> None:
    """Approved families and a round that is theirs, planned and decided."""
    from bangfu.funds.models import Fund
    from bangfu.organisations.models import Union
    from bangfu.organisations.queries import actor_named
    from bangfu.registry.models import Household
    from bangfu.scope.actors import acting, operator
    from makers import payees, rounds

    names = ("planner", "approver", "releaser", "auditor")
    with acting(operator()):
        fund, so_far = Fund.objects.get(), Household.objects.count()
    codes = {"city": "C", "gaozhou": "G", "huazhou": "H"}
    unions = {name: Union.objects.get(code=code) for name, code in codes.items()}
    officers = {name: actor_named(name, payees.TODAY) for name in names}
    world = payees.World(unions, officers, fund)
    payees.families(world, FAMILIES, start=so_far + 1)
    rounds.decided(world, total=MOST)  # the first round's roster takes whoever is left of others'


def import_(folder: Path, chance: random.Random) -> None:
    """As the command line does: staged, read, merged, and decided anew."""
    from bangfu.eligibility.commands.redecide import redecide
    from bangfu.intake.commands.import_register import import_register
    from bangfu.organisations.queries import today
    from bangfu.scope.actors import operator
    from makers.tables import OCTOBER, files, worker

    first = 1 + ROWS * chance.randrange(20)
    rows = [worker(n, **CASES, 本人月平均收入=str(chance.randrange(900))) for n in range(first, first + ROWS)]  # fmt: skip
    import_register(files=files(rows), as_of=OCTOBER, on=today(), by=operator())
    redecide(on=today(), by=operator())


def assess(folder: Path, chance: random.Random) -> None:
    """Whoever came by a table is decided anew; the others' classes are made up."""
    from django.db import connection, transaction

    from bangfu.eligibility.commands.redecide import redecide
    from bangfu.organisations.queries import today
    from bangfu.scope.actors import acting, operator

    mark = (
        "insert into eligibility_mark (household_id, from_day) select id, '2010-09-01'"
        " from registry_household where file_no like '4499012010%'"
    )
    with acting(operator()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(mark)
    redecide(on=today(), by=operator())


def round_(folder: Path, chance: random.Random) -> None:
    """Each open round as far as it goes; the bank writes down whom it was asked to pay."""
    from bangfu.rounds.models import Round
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        open_rounds = Round.objects.exclude(state__in=("reconciled", "cancelled"))
        numbers = list(open_rounds.order_by("id").values_list("id", flat=True))
    for number in numbers:
        _to_its_end(number, folder.parent / "bank.txt")


def _to_its_end(number: int, bank: Path) -> None:
    from bangfu.documents.spreadsheets.cells import sheet_of_texts
    from bangfu.organisations.queries import actor_named
    from bangfu.rounds.commands.build_roster import build_roster
    from bangfu.rounds.commands.export_payment_file import export_payment_file
    from bangfu.rounds.commands.reconcile_round import reconcile_round
    from bangfu.rounds.commands.release_round import release_round
    from bangfu.rounds.commands.take_bank_answer import take_bank_answer
    from bangfu.rounds.errors import EmptyRoster
    from bangfu.rounds.models import Round
    from bangfu.rounds.queries.rounds import next_step
    from bangfu.rounds.simulated_bank import answer_rows
    from bangfu.scope.actors import acting
    from makers.payees import TODAY

    planner, releaser = actor_named("planner", TODAY), actor_named("releaser", TODAY)
    told = {"round_id": number, "version": None, "on": TODAY}

    def export() -> list[list[str]]:
        rows = export_payment_file(round_id=number, on=TODAY, by=releaser).rows
        with bank.open("a") as file:
            file.writelines(f"{row[1]}\t{row[2]}\t{row[4]}\n" for row in rows[1:-1])
        return rows

    steps: dict[str, Callable[[], object]] = {
        "roster": lambda: build_roster(**told, by=planner),
        "release": lambda: release_round(**told, by=releaser),
        "export": export,
        "answer": lambda: take_bank_answer(
            **told, sheets=[sheet_of_texts(answer_rows(export()))], by=releaser
        ),
        "reconcile": lambda: reconcile_round(**told, by=planner),
    }
    while True:
        with acting(planner):
            following = next_step(Round.objects.get(pk=number), TODAY)
        if not following:
            return
        try:
            steps[following]()
        except EmptyRoster:  # another round took all who were there
            return


def recover(folder: Path, chance: random.Random) -> None:
    """What the background does of itself, within minutes: here at once."""
    from bangfu.eligibility.commands.redecide import redecide
    from bangfu.intake.commands.close_stuck import close_stuck
    from bangfu.jobs.commands.give_up_lost import give_up_lost
    from bangfu.operations.cli.remains import clear_remains
    from bangfu.operations.datafolder import data_folder
    from bangfu.organisations.queries import today
    from bangfu.scope.actors import background, operator

    clear_remains(data_folder())
    close_stuck(by=background())
    give_up_lost(by=background())
    redecide(on=today(), by=operator())


def check(folder: Path, chance: random.Random) -> None:
    """What `bangfu check` asks, but for the guards, which no act touches, and for what made-up
    classes and cases contradict: they stand on no event.
    """
    from bangfu.intake.models import ImportBatch
    from bangfu.operations.cli.check import _checks
    from bangfu.scope.actors import acting, operator

    with acting(operator()):
        parts = _checks()
        disagreeing = [line for name in ASKED for line in parts[name]()]
        ends = {"merged", "failed", "dropped"}
        disagreeing += [
            f"batch {each.pk} {each.state}" for each in ImportBatch.objects.exclude(state__in=ends)
        ]
    if disagreeing:
        raise AssertionError("\n".join(disagreeing))


ACTS = {
    "found": found, "more": more, "import": import_, "assess": assess, "round": round_,
    "recover": recover, "check": check,
}  # fmt: skip


def main() -> None:
    folder = Path(os.environ["BANGFU_DATA"])
    for line in sys.stdin:
        name, seed, seconds = line.split()
        child = os.fork()
        if child == 0:
            _run(name, folder, random.Random(int(seed)))
        print(child, flush=True)
        print(_ended(child, float(seconds)), flush=True)


def _ended(child: int, seconds: float) -> int:
    """How; killed when the seconds are over. Only who waits for a process knows its number as its own."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number, how = os.waitpid(child, os.WNOHANG)
        if number:
            return how
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _run(name: str, folder: Path, chance: random.Random) -> None:
    try:
        ACTS[name](folder, chance)
    except BaseException as error:
        print(f"{name}: {type(error).__name__} {error}"[:2000], file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from bangfu.operations.cli.system import set_django_up

    set_django_up()
    main()
