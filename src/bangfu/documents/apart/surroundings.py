"""What a child process is told: where our program lies, and nothing of ours."""

from __future__ import annotations

import os
from pathlib import Path

import bangfu

CODE_FOLDER = str(Path(bangfu.__file__).parent.parent)


def surroundings(*passed: str) -> dict[str, str]:
    """No database address, no key. `passed`: variables that it gets as they are here."""
    places = [CODE_FOLDER, os.environ.get("PYTHONPATH", "")]
    told = {"PYTHONPATH": os.pathsep.join(filter(None, places)), "PYTHONDONTWRITEBYTECODE": "1"}
    names = (name for name in ("LD_LIBRARY_PATH", *passed) if name in os.environ)
    return told | {name: os.environ[name] for name in names}
