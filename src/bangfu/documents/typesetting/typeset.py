"""The one way out: a template's name and its data become a PDF, or a refusal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from bangfu.documents.apart.surroundings import surroundings
from bangfu.kernel.masking import without_numbers

from . import limits
from .errors import (
    FontsMissing,
    MissingGlyphs,
    SettingNotConfined,
    TooHeavyToTypeset,
    TypesettingFailed,
)

_CHILD = "bangfu.documents.typesetting.child"
_NAME = re.compile(r"[a-z][a-z_]*")
#: What the child may know of its surroundings: where fonts may lie, and nothing of ours.
_PASSED = ("BANGFU_FONTS", "HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE")


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Set `templates/<template>.typ` as a PDF.

    Args:
        data: what JSON can hold; the template reads it by `data` from `official.typ`.

    Raises:
        FontsMissing, MissingGlyphs, SettingNotConfined, TooHeavyToTypeset, TypesettingFailed.
    """
    if not _NAME.fullmatch(template):
        raise TypesettingFailed
    asked = json.dumps({"template": template, "data": _nobodys(data)}).encode()
    if len(asked) > limits.MOST_DATA:
        raise TooHeavyToTypeset
    head, _newline, paper = _run_child(asked).partition(b"\n")
    return _paper(head, paper)


def _nobodys(told: Any) -> Any:
    """The same without the identity and card numbers in its texts: no paper shows any."""
    if isinstance(told, str):
        return without_numbers(told)
    if isinstance(told, Mapping):
        return {name: _nobodys(each) for name, each in told.items()}
    return [_nobodys(each) for each in told] if isinstance(told, list | tuple) else told


def _run_child(asked: bytes) -> bytes:
    try:
        finished = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _CHILD],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.CHILD_SECONDS,
            env=surroundings(*_PASSED),
            cwd=os.sep,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooHeavyToTypeset from error
    if finished.returncode < 0:  # killed by a limit
        raise TooHeavyToTypeset
    if finished.returncode != 0:
        raise TypesettingFailed
    return finished.stdout


def _paper(head: bytes, paper: bytes) -> bytes:
    told = json.loads(head)
    if told.get("set"):
        return paper
    if told["refused"] == "fonts":
        raise FontsMissing
    if told["refused"] == "glyphs":
        raise MissingGlyphs(told["characters"])
    raise SettingNotConfined if told["refused"] == "not-confined" else TypesettingFailed
