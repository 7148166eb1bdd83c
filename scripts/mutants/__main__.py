"""Change the program in many small ways and see whether a test notices: `make mutants`.

What survives is a rule that no test names. It gets a test, or a line with a reason in
`tests/mutants/accepted.csv`. The changes of `tests/mutants/named.toml` are tried first, by name.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import random
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from pathlib import Path

from changes import Change, changes_of
from choosing import Seen
from trials import ROOT, Outcome, Trial, copied_tree, end_with_parent, import_libraries, run, server

NAMED = ROOT / "tests" / "mutants" / "named.toml"
ACCEPTED = ROOT / "tests" / "mutants" / "accepted.csv"
REPORT = ROOT / ".run" / "mutants" / "report.txt"
#: Rules, guards, scope, ledger, checks, and what stands on them.
CHANGED = (
    "*/rules/*.py", "kernel/*.py", "*/guards/*.sql", "scope/*.py", "acts/*.py", "funds/*/*.py", "audit/*.py",
    "operations/checking/*.py", "operations/checking/*/*.py", "rounds/*/*.py", "casework/*/*.py", "eligibility/*/*.py",
)  # fmt: skip

#: So many times the budget are tests given for what survived the first of them.
AGAIN = 5

_here: dict[str, Path] = {}


def main() -> None:
    options = _options()
    begun = time.monotonic()
    accepted = set() if options.accepted else _accepted()
    chosen = _chosen(options, accepted)
    if options.list:
        sys.stdout.writelines(f"{_place(change)}\n" for change in chosen)
        return
    import_libraries()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="bangfu-mutants-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with server(folder) as data, _pool(options.workers, folder, data) as pool:
            seen = Seen(options.tests)
            named = [] if options.only or options.accepted else _named()
            _watch(seen.missing(_tests_of(named)), seen, pool)
            deadline = begun + options.minutes * 60
            survivors = _try_named(named, seen, pool)
            survivors += _try(chosen, seen, pool, options, deadline)
    sys.exit(1 if survivors else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument(
        "--number", type=int, default=500, help="how many, drawn by the seed; 0 is all"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of path:function, such as rounds/guards")
    parser.add_argument("--tests", default="tests", help="only by tests below this path")
    parser.add_argument("--minutes", type=float, default=25, help="begin nothing after that long")
    parser.add_argument("--budget", type=float, default=12, help="seconds of tests for one change")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--accepted", action="store_true", help="try the accepted survivors again, too"
    )
    parser.add_argument("--list", action="store_true", help="say what would be tried, try nothing")
    return parser.parse_args()


def _accepted() -> set[tuple[str, str, str]]:
    with ACCEPTED.open(encoding="utf-8") as file:
        return {(row["file"], row["where"], row["change"]) for row in csv.DictReader(file)}


def _chosen(options: argparse.Namespace, accepted: set[tuple[str, str, str]]) -> list[Change]:
    changes = [
        change for change in _all_changes() if options.only in f"{change.file}:{change.where}"
    ]
    changes = [c for c in changes if (c.file, c.where, c.key) not in accepted]
    number = min(options.number or len(changes), len(changes))
    return random.Random(options.seed).sample(changes, number)


def _all_changes() -> Iterator[Change]:
    source = ROOT / "src" / "bangfu"
    for path in sorted({path for pattern in CHANGED for path in source.glob(pattern)}):
        if "migrations" not in path.parts:
            yield from changes_of(str(path.relative_to(ROOT)), path.read_text("utf-8"))


def _named() -> list[dict[str, object]]:
    mutants: list[dict[str, object]] = tomllib.loads(NAMED.read_text("utf-8"))["mutant"]
    return mutants


@contextmanager
def _pool(workers: int, folder: Path, data: Path) -> Iterator[ProcessPoolExecutor]:
    """Whoever stops it doesn't wait for what is still to be tried."""
    pool = ProcessPoolExecutor(workers, get_context("fork"), _begin_worker, (folder, data))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in active_children():
            worker.kill()
        raise
    pool.shutdown()


def _begin_worker(folder: Path, data: Path) -> None:
    end_with_parent()
    _here.update(tree=copied_tree(folder), data=data)


def _run(trial: Trial, deadline: float) -> Outcome | None:
    """In a worker; None when time is over."""
    if time.monotonic() > deadline:
        return None
    return run(trial, _here["tree"], _here["data"])


def _tests_of(named: list[dict[str, object]]) -> list[str]:
    return [test for mutant in named for test in mutant["tests"]]  # type: ignore[attr-defined]


def _watch(missing: list[str], seen: Seen, pool: ProcessPoolExecutor) -> None:
    """See what each test calls, where that is not known yet: once, and after a test changed. A test
    that fails with nothing changed is never asked again: it would kill whatever is tried.
    """
    waiting = {}
    for number, file in enumerate(missing, 1):
        trial = seen.watching(file)
        waiting[pool.submit(_run, Trial(**{**vars(trial), "number": number}), float("inf"))] = file
    for done in as_completed(waiting):
        outcome = done.result()
        assert outcome is not None
        seen.note(waiting[done], outcome)
        _say(
            f"seen {waiting[done]} ({len(outcome.lines)} tests, {outcome.seconds:.0f} s) {outcome.told}"
        )


def _try_named(named: list[dict[str, object]], seen: Seen, pool: ProcessPoolExecutor) -> int:
    """How many of them live, or are no more to be found."""
    waiting = {}
    lost = 0
    for number, mutant in enumerate(named, 10_000):
        text = (ROOT / str(mutant["file"])).read_text("utf-8")
        before, after = str(mutant["before"]), str(mutant["after"])
        tests = seen.passing(_tests_of([mutant]))
        if text.count(before) != 1 or not tests:
            _say(f"LOST      {mutant['name']}: the source does not say it once, or no test passes")
            lost += 1
            continue
        files = {str(mutant["file"]): text.replace(before, after)}
        trial = Trial(number, files, tests, sum(seen.seconds[test] for test in tests))
        waiting[pool.submit(_run, trial, float("inf"))] = mutant
    states: Counter[str] = Counter()
    for done in as_completed(waiting):
        outcome = done.result()
        assert outcome is not None
        states[outcome.state] += 1
        _say(f"{outcome.state:9} {waiting[done]['name']}  {outcome.told}")
    return lost + sum(states.values()) - states["killed"] - states["timeout"]


def _try(
    chosen: list[Change],
    seen: Seen,
    pool: ProcessPoolExecutor,
    options: argparse.Namespace,
    deadline: float,
) -> int:
    """How many survive that nobody accepted. What the first tests let live, more of them try again."""
    waiting: dict[Future[Outcome | None], tuple[Change, frozenset[str]]] = {}
    states: Counter[str] = Counter()
    survivors, untested = [], []
    numbers = itertools.count(20_000)
    for change in chosen:
        tests, took = seen.tests_for(change, options.budget)
        if tests:
            trial = _changed(next(numbers), change, tests, took)
            waiting[pool.submit(_run, trial, deadline)] = (change, frozenset(tests))
        else:
            untested.append(change)
    for done in _as_ended(waiting):
        outcome, (change, tried) = done.result(), waiting.pop(done)
        if outcome and outcome.state == "survived" and len(tried) < len(seen.wanted(change)):
            tests, took = seen.tests_for(change, AGAIN * options.budget, tried)
            trial = _changed(next(numbers), change, tests, took)
            waiting[pool.submit(_run, trial, float("inf"))] = (change, seen.wanted(change))
            continue
        state = outcome.state if outcome else "untried"
        states[state] += 1
        if state in ("survived", "error"):
            survivors.append(change)
        if outcome:
            _say(f"{state:9} {_place(change)}  {outcome.told if state != 'survived' else ''}")
    return _report(sorted(survivors, key=_place), sorted(untested, key=_place), states)


def _changed(number: int, change: Change, tests: list[str], took: float) -> Trial:
    text = change.applied((ROOT / change.file).read_text("utf-8"))
    return Trial(number, {change.file: text}, tests, took)


def _as_ended(waiting: dict[Future[Outcome | None], object]) -> Iterator[Future[Outcome | None]]:
    """Whatever of it has ended, also what is added meanwhile; who takes one, removes it."""
    while waiting:
        yield from wait(waiting, return_when=FIRST_COMPLETED).done


def _report(survivors: list[Change], untested: list[Change], states: Counter[str]) -> int:
    _say(
        "\nSurvived, and nobody said why; a test is missing, or a line in tests/mutants/accepted.csv:"
    )
    for change in survivors:
        _say(f"  {_place(change)}")
    _say("\nNo test calls it:")
    for change in untested:
        _say(f"  {_place(change)}")
    tried = sum(states.values()) - states["untried"] - states["invalid"]
    counts = ", ".join(f"{state} {number}" for state, number in sorted(states.items()))
    _say(f"\n{tried} tried: {counts}; no test {len(untested)}")
    return len(survivors) + len(untested)


def _place(change: Change) -> str:
    return f"{change.file}:{change.line} {change.where} | {change.key}"


def _say(text: str) -> None:
    print(text, flush=True)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    with REPORT.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


if __name__ == "__main__":
    main()
