"""Formatter, linter, types and migrations, as `make check` runs them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_check_finds_nothing():
    done = subprocess.run(
        ["make", "--no-print-directory", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
