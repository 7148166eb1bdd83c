"""A command that is interrupted before it has begun says so, without a traceback."""

import subprocess
import sys

INTERRUPTED_AT_THE_FIRST_COMMAND = """
import os, signal, sys
from bangfu.operations import entry

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "bangfu.operations.cli":
            os.kill(os.getpid(), signal.{signal})

sys.meta_path.insert(0, Interrupting())
sys.exit(entry.main())
"""


def test_it_ends_in_words():
    for name in ("SIGINT", "SIGTERM"):
        ended = subprocess.run(
            [sys.executable, "-c", INTERRUPTED_AT_THE_FIRST_COMMAND.format(signal=name)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 1
        assert ended.stderr == "已中断，什么也没有办理。\n"
