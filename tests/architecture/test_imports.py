"""The house's import contract, run like any other test."""

import subprocess
import sys
from pathlib import Path

LINTER = Path(sys.executable).with_name("lint-imports")


def test_imports_run_down_the_house():
    done = subprocess.run(
        [LINTER, "--no-cache", "--no-logo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
