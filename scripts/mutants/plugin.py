"""What a process of tests tells: which test failed, and, when asked, what each test calls."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from cProfile import Profile
from pathlib import Path
from types import CodeType, FrameType

import pytest

LONG_LIVED = "select funcname from pg_stat_user_functions"
OPEN = "select funcname from pg_stat_xact_user_functions"


class Reporting:
    """Writes a line of JSON for each test: `test` and `seconds`, with `failed` if it did; when it
    records, `python` and `sql`: what was called of the program and of the database's functions.
    """

    def __init__(self, report: Path, tree: Path, *, record: bool) -> None:
        self.report, self.record = report, record
        self.source = f"{tree / 'src'}/"
        self.prefix = len(f"{tree}/")
        self.profiles: list[Profile] = []
        self.failed: str | None = None
        self.sql: set[str] = set()
        self.seconds = 0.0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What loads the demo takes longer than a change is worth."""
        items[:] = [item for item in items if "demo_template" not in item.fixturenames]  # type: ignore[attr-defined]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._tell({"failed": f"collecting {report.nodeid}"})

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.profiles, self.failed, self.sql, self.seconds = [], None, set(), 0.0
        yield
        told: dict[str, object] = {"test": item.nodeid, "seconds": round(self.seconds, 3)}
        if self.record:
            told |= {"python": sorted(self._python()), "sql": sorted(self.sql)}
        if self.failed:
            told["failed"] = self.failed
        self._tell(told)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.seconds = report.duration
        if report.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        if not self.record:
            yield
            return
        threading.setprofile(self._begin_thread)
        with self._watched():
            yield
        threading.setprofile(None)  # type: ignore[arg-type]
        self.sql = self._guards_called()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Fixtures call the program, too; what they do to the database the guards see again."""
        with self._watched() if self.record else contextlib.nullcontext():
            yield

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """A profile in C: it tells the same as a function in Python called at each call, and costs less."""
        profile = self._begin()
        yield
        profile.disable()

    def _begin(self) -> Profile:
        profile = Profile(subcalls=False, builtins=False)
        self.profiles.append(profile)
        with contextlib.suppress(ValueError):  # from Python 3.12 on, the first one sees all threads
            profile.enable()
        return profile

    def _begin_thread(self, _frame: FrameType, _event: str, _argument: object) -> None:
        """A thread's first call: from here on its profile stands in this function's place."""
        self._begin()

    def _python(self) -> set[str]:
        codes = (entry.code for profile in self.profiles for entry in profile.getstats())
        return {
            f"{code.co_filename[self.prefix :]}:{code.co_qualname.split('.<')[0]}"
            for code in codes
            if isinstance(code, CodeType) and code.co_filename.startswith(self.source)
        }

    def _guards_called(self) -> set[str]:
        """Functions of the database. Of a database that lives for this test all that was ever called;
        of the one that is shared what the test's transaction called, that its fixtures began.
        """
        from django.db import DatabaseError, connection  # noqa: PLC0415

        from harness import DATABASE  # noqa: PLC0415

        if connection.connection is None:
            return set()
        shared = connection.settings_dict["NAME"] == DATABASE
        try:
            with connection.cursor() as cursor:
                cursor.execute("select pg_stat_force_next_flush()")
                cursor.execute(OPEN if shared else f"{OPEN} union {LONG_LIVED}")
                return {name for (name,) in cursor.fetchall()}
        except DatabaseError:
            return set()

    def _tell(self, told: dict[str, object]) -> None:
        with self.report.open("a") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
