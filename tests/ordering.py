"""Which worker runs which file when: as pytest-xdist's `--dist loadfile`, in another order.

Left to itself it begins with the files of most tests. Those of one long test come last, one worker
waits for the other, and both make the demo and the attacked installation, a minute of work each time.
Here the workers take from two ends of one row: some begin with what needs those worlds, the longest
first; the others with what is long beside it; they meet at what is short and stands alone.
`make long` has seconds of its own, and goes on within one file: see `PARTED`.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).parents[1]
WORLDS = ("tests/browser/", "tests/security/")
ON_THE_DEMO = re.compile(r"\b(demo_database|demo_passwords|demo_template|live_demo)\b")
#: Seconds on a quiet machine, where they are many for the number of tests; once was enough to know.
SECONDS = {
    "tests/architecture/test_tools.py": 15,
    "tests/browser/test_cases.py": 60,
    "tests/browser/test_desk_and_files.py": 30,
    "tests/browser/test_every_page.py": 90,
    "tests/browser/test_people_and_log.py": 35,
    "tests/browser/test_whole_way.py": 65,
    "tests/integration/accounts/test_lockout.py": 10,
    "tests/integration/eligibility/test_every_day.py": 20,
    "tests/integration/intake/test_command_line.py": 35,
    "tests/integration/intake/test_lanes.py": 15,
    "tests/integration/intake/test_maoming.py": 28,
    "tests/integration/registry/test_long_export.py": 35,
    "tests/integration/reporting/test_long_lists.py": 20,
    "tests/integration/rounds/test_crashes.py": 45,
    "tests/integration/server/test_backup.py": 30,
    "tests/integration/server/test_full_disk.py": 20,
    "tests/integration/server/test_full_tablespace.py": 30,
    "tests/integration/server/test_guards_loosened.py": 60,
    "tests/integration/server/test_kills.py": 50,
    "tests/integration/server/test_ordinary_user.py": 60,
    "tests/integration/server/test_password.py": 25,
    "tests/integration/server/test_told_in_words.py": 35,
    "tests/integration/server/test_up.py": 30,
    "tests/integration/server/test_upgrade.py": 70,
    "tests/integration/server/test_what_upgrades_keep.py": 120,
    "tests/security/test_every_route.py": 130,
    "tests/security/test_full_product.py": 25,
    "tests/security/test_odd_input.py": 60,
    "tests/security/test_pseudo_language.py": 25,
    "tests/security/test_walls.py": 30,
}
#: The same of `make long`, roughly: `BANGFU_LONG` makes of these what it pleases; the run prints the longest.
LONG_SECONDS = {
    "tests/integration/eligibility/test_at_once.py": 195,
    "tests/integration/eligibility/test_every_day.py": 250,
    "tests/integration/funds/test_ledger_machine.py": 425,
    "tests/integration/server/test_kills.py": 440,
    "tests/integration/server/test_what_upgrades_keep.py": 160,
    "tests/security/test_every_route.py": 60,
    "tests/security/test_full_product.py": 10,
    "tests/security/test_full_product.py[": 160,
    "tests/security/test_full_product.py[nobody]": 50,
    "tests/security/test_odd_input.py": 200,
}
#: Files whose tests of one parameter each are long in `make long`, and need nothing of one another:
#: any worker takes any of them, or one worker would be at this file when the other has nothing left.
PARTED = {"tests/security/test_full_product.py"}
LONG = os.environ.get("BANGFU_LONG") == "1"


@cache
def stands_on_the_demo(file: str) -> bool:
    text = (ROOT / file).read_text("utf-8")
    return file.startswith(WORLDS) or ON_THE_DEMO.search(text) is not None


def unit_of(nodeid: str, long: bool = LONG) -> str:
    """What one worker does at a stretch: a file, in the long run a parameter of a file that is parted."""
    file, _, test = nodeid.partition("::")
    _, parameter, value = test.partition("[")
    return file + parameter + value if long and file in PARTED else file


def seconds_of(unit: str, long: bool = LONG) -> float | None:
    """How long it takes, of a parameter as of any other of its file; None where nobody wrote it down."""
    if not long:
        return SECONDS.get(unit)
    file, parameter, _ = unit.partition("[")
    return LONG_SECONDS.get(unit) or LONG_SECONDS.get(file + parameter)


class TwoEnds(LoadFileScheduling):  # type: ignore[misc]
    """Every other worker takes from the end of the row."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def _reschedule(self, node: Any) -> None:
        """One test ahead of the one at work is enough: a long one waits for no worker that is busy."""
        if (
            node.shutting_down
            or not self.workqueue
            or self._pending_of(self.assigned_work[node]) < 2
        ):
            super()._reschedule(node)

    def _assign_work_unit(self, node: Any) -> None:
        row = sorted(self.workqueue, key=self._place)
        taken = row[-1 if list(self.assigned_work).index(node) % 2 else 0]
        self.workqueue.move_to_end(taken, last=False)
        super()._assign_work_unit(node)

    def _place(self, unit: str) -> tuple[bool, float]:
        """Worlds come first, from long to short; then the others, from short to long."""
        seconds = seconds_of(unit) or len(self.workqueue[unit]) * 0.3
        return (False, -seconds) if stands_on_the_demo(unit.partition("[")[0]) else (True, seconds)
