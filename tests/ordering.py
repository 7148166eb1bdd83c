"""Which worker runs which file when: as pytest-xdist's `--dist loadfile`, in another order.

Left to itself it begins with the files of most tests. Those of one long test come last, one worker
waits for the other, and both make the demo and the attacked installation, a minute of work each time.
Here the workers take from two ends of one row: some begin with what needs those worlds, the longest
first; the others with what is long beside it; they meet at what is short and stands alone.
"""

from __future__ import annotations

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


@cache
def stands_on_the_demo(file: str) -> bool:
    text = (ROOT / file).read_text("utf-8")
    return file.startswith(WORLDS) or ON_THE_DEMO.search(text) is not None


class TwoEnds(LoadFileScheduling):  # type: ignore[misc]
    """Every other worker takes from the end of the row."""

    def _assign_work_unit(self, node: Any) -> None:
        row = sorted(self.workqueue, key=self._place)
        taken = row[-1 if list(self.assigned_work).index(node) % 2 else 0]
        self.workqueue.move_to_end(taken, last=False)
        super()._assign_work_unit(node)

    def _place(self, file: str) -> tuple[bool, float]:
        """Worlds come first, from long to short; then the others, from short to long."""
        seconds = SECONDS.get(file) or len(self.workqueue[file]) * 0.3
        return (False, -seconds) if stands_on_the_demo(file) else (True, seconds)
