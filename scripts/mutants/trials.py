"""Trying one change: in a copy of the tree, in a process of its own, on a database of its own.

What takes long is done once: the libraries are imported before the process divides, and the server is
started and migrated by one process that keeps it until all are done. A guard that was changed is laid
into the copy of the template that its tests run on.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import itertools
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("src", "tests", "benchmarks", "scripts", "docs")
LIBRARIES = (
    "cryptography", "django.test", "django.db.models", "django.forms", "hypothesis", "openpyxl", "polars", "psycopg",
    "pytest", "xlsxwriter",
)  # fmt: skip
#: Beyond what its tests took when nothing was changed, in seconds: of computing, of waiting.
COMPUTING, WAITING = 30, 240
#: Tests that start servers of their own.
OWN_SERVERS = "tests/integration/server"
#: As long as one of these is open somewhere, the server is kept.
HELD: list[int] = []
NO_SQL = 77  # PostgreSQL does not understand the change


@dataclass(frozen=True)
class Trial:
    """`files`: path → its text as changed. `laid`: among them a guard. `took`: seconds, unchanged."""

    number: int
    files: dict[str, str]
    tests: Sequence[str]
    took: float
    record: bool = False

    @property
    def laid(self) -> list[str]:
        return [text for path, text in self.files.items() if path.endswith(".sql")]

    @property
    def policies(self) -> bool:
        """Whether triggers and policies follow from what was changed, so that all is laid anew."""
        return any(
            "row_security" in path or "append_only" in path or "kept_columns" in path
            for path in self.files
        )


@dataclass(frozen=True)
class Outcome:
    """`state`: survived, killed, timeout, invalid or error. `told`: the test that failed, or why."""

    state: str
    told: str
    seconds: float
    lines: list[dict[str, object]]


def copied_tree(into: Path) -> Path:
    tree = into / f"tree{os.getpid()}"
    for folder in COPIED:
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, tree)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    return tree


def import_libraries() -> None:
    """Before the process divides; nothing of the program itself."""
    for name in LIBRARIES:
        importlib.import_module(name)
    assert not any(name.startswith("bangfu") for name in sys.modules)


def end_with_parent() -> None:
    """A worker whose parent is killed would wait for work for ever, and the server for the worker."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    for held in HELD:
        os.close(held)


@contextlib.contextmanager
def server(folder: Path) -> Iterator[Path]:
    """A migrated server, in a process of its own; yields its data folder."""
    tree = copied_tree(folder)
    here, there = os.pipe()
    awaited, ended = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        os.close(ended)
        _keep_server(tree, there, awaited)
    os.close(there)
    os.close(awaited)
    HELD.append(ended)
    try:
        with os.fdopen(here) as said:
            data = said.readline().strip()
        if not data:
            raise SystemExit("the server did not start; see what it said above")
        yield Path(data)
    finally:
        os.close(ended)
        os.waitpid(keeper, 0)


def _keep_server(tree: Path, tell: int, until: int) -> None:
    """Tells where it is, and ends when nobody holds the other end of `until`."""
    harness = None
    try:
        harness = _harness(tree)
        harness.migrated_server()
        harness.connections.close_all()
        _count_functions(harness)
        os.write(tell, f"{harness.SCRATCH}\n".encode())
        os.close(tell)
        os.read(until, 1)
    finally:
        if harness is not None:
            harness.close_down()
        os._exit(0)


def _count_functions(harness: object) -> None:
    """Let the server count which functions are called, and write to disk when it likes."""
    places = importlib.import_module("bangfu.operations.embedded.places")
    data = places.server_home(harness.SERVER.folder).data  # type: ignore[attr-defined]
    with (data / "postgresql.conf").open("a") as settings:
        settings.write("\ntrack_functions = 'all'\nfsync = off\nsynchronous_commit = off\n")
    os.kill(int((data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGHUP)
    time.sleep(0.5)


def _harness(tree: Path):  # type: ignore[no-untyped-def]
    os.chdir(tree)
    sys.path[:0] = [str(tree / "tests"), str(tree / "src")]
    os.environ["PYTHONPATH"] = f"{tree / 'src'}:{tree / 'tests'}"
    return importlib.import_module("harness")


def run(trial: Trial, tree: Path, data: Path) -> Outcome:
    """Try one change in this process's tree."""
    begun = time.monotonic()
    before = {path: (tree / path).read_text("utf-8") for path in trial.files}
    scratch = Path(tempfile.mkdtemp(prefix="m", dir=tree.parent))
    scratch.chmod(0o755)
    try:
        for path, text in trial.files.items():
            _write(tree / path, text)
        child = os.fork()
        if child == 0:
            _in_child(trial, tree, data, scratch)
        status = _waited(child, WAITING + 8 * trial.took)
        return _outcome(status, scratch, time.monotonic() - begun)
    finally:
        for path, text in before.items():
            _write(tree / path, text)
        shutil.rmtree(scratch, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """What was compiled of it goes: it may have been as long, and written in the same second."""
    path.write_text(text, "utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def _waited(child: int, seconds: float) -> int | None:
    """How it ended; None if it had to be stopped, with all that it started."""
    until = time.monotonic() + seconds
    status = None
    while status is None and time.monotonic() < until:
        done, raw = os.waitpid(child, os.WNOHANG)
        status = os.waitstatus_to_exitcode(raw) if done else None
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
    return status


def _outcome(status: int | None, scratch: Path, seconds: float) -> Outcome:
    if status is None or status == -signal.SIGXCPU or status == -signal.SIGKILL:
        return Outcome("timeout", "it did not end", seconds, [])
    said = (scratch / "output").read_text("utf-8", "replace")
    report = scratch / "report.jsonl"
    lines = (
        [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
    )
    failed = next((str(line["failed"]) for line in lines if "failed" in line), "")
    if status == 0 and lines:
        return Outcome("survived", "", seconds, lines)
    if failed:
        return Outcome("killed", failed, seconds, lines)
    if status == NO_SQL:
        return Outcome("invalid", said[-400:], seconds, lines)
    ended = f"pytest ended with {status}: {said[-600:]}"
    return Outcome("killed" if status in (1, 3, 4) else "error", ended, seconds, lines)


def _in_child(trial: Trial, tree: Path, data: Path, scratch: Path) -> None:
    status = 70
    try:
        os.setsid()
        output = os.open(scratch / "output", os.O_WRONLY | os.O_CREAT)
        for stream in (1, 2):
            os.dup2(output, stream)
        seconds = int(COMPUTING + 6 * trial.took)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        status = _tested(trial, tree, data, scratch / "report.jsonl")
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 70
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", flush=True)
    finally:
        sys.stdout.flush()
        os._exit(status)


def _tested(trial: Trial, tree: Path, data: Path, report: Path) -> int:
    import pytest  # noqa: PLC0415
    from plugin import Reporting  # noqa: PLC0415

    try:
        harness = _harness(tree)
    except Exception as error:
        report.write_text(json.dumps({"failed": f"import: {type(error).__name__}: {error}"}) + "\n")
        return 1
    share_server(harness, trial, data)
    plugin = Reporting(report, tree, record=trial.record)
    stop = [] if trial.record else ["-x"]
    already = "ignore::pytest.PytestAssertRewriteWarning"  # the libraries were imported before
    arguments = ["-q", "--tb=line", "--no-header", "-W", already, *stop, *trial.tests]
    return int(pytest.main(arguments, plugins=[plugin]))


def share_server(harness, trial: Trial, data: Path) -> None:  # type: ignore[no-untyped-def]
    """Let the tests of this process use the kept server, on a template of their own."""
    embedded = importlib.import_module("bangfu.operations.embedded")
    folder = importlib.import_module("bangfu.operations.datafolder").DataFolder(data)
    shutil.copytree(data / "secrets", harness.SCRATCH / "secrets", dirs_exist_ok=True)
    harness.SERVER = embedded.EmbeddedServer(folder)
    if any(test.startswith(OWN_SERVERS) for test in trial.tests):
        os.environ["BANGFU_DATA"] = str(data)  # where they look for the one they are copied from
    harness.NAMES = itertools.count(trial.number * 10_000)
    template, harness.DATABASE = harness.DATABASE, f"bangfu_m{trial.number}"

    def migrated_server() -> None:
        harness.SERVER.create_database(harness.DATABASE, template=template)
        _lay(harness, trial.laid)
        if trial.policies:
            harness.connect_to(harness.DATABASE, owner=True)
            harness.migrate_database(embedded.APP_ROLE)
        harness.connect_to(harness.DATABASE)

    def close_down() -> None:
        harness.connections.close_all()
        harness.SERVER.drop_database(harness.DATABASE)

    harness.migrated_server, harness.close_down = migrated_server, close_down


def _lay(harness, guards: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Exits with NO_SQL where PostgreSQL refuses the text itself."""
    psycopg = importlib.import_module("psycopg")
    with psycopg.connect(harness.SERVER.urls(harness.DATABASE)[0]) as connection:
        connection.execute("set local search_path = public, pg_temp")
        for text in guards:
            try:
                connection.execute(text)
            except psycopg.Error as error:
                print(error, flush=True)
                harness.SERVER.drop_database(harness.DATABASE)
                os._exit(NO_SQL)
