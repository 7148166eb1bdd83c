"""The one way out: a template's name and its data become a PDF, or a refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bangfu.documents.apart.asking import BoundPassed, Bounds, ask_child
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
    return _paper(_run_child(asked))


def _nobodys(told: Any) -> Any:
    """The same without the identity and card numbers in its texts: no paper shows any."""
    if isinstance(told, str):
        return without_numbers(told)
    if isinstance(told, Mapping):
        return {name: _nobodys(each) for name, each in told.items()}
    return [_nobodys(each) for each in told] if isinstance(told, list | tuple) else told


def _run_child(asked: bytes) -> bytes:
    """Raises TooHeavyToTypeset: killed by a limit, or past a bound; TypesettingFailed."""
    bounds = Bounds(limits.MOST_PAPER, limits.CHILD_SECONDS)
    try:
        answer = ask_child(_CHILD, sent=asked, bounds=bounds, passed=_PASSED)
    except BoundPassed as error:
        raise TooHeavyToTypeset from error
    if answer.status < 0:
        raise TooHeavyToTypeset
    if answer.status != 0:
        raise TypesettingFailed
    return answer.content


def _paper(answered: bytes) -> bytes:
    """Raises what the head of the answer says, and TypesettingFailed where it is none of the child's."""
    head = answered[: limits.MOST_HEAD].partition(b"\n")[0]
    try:
        told = json.loads(head)
        if told.get("set"):
            return answered[len(head) + 1 :]
        refused, characters = told["refused"], str(told.get("characters", ""))
    except (ValueError, KeyError, AttributeError, RecursionError):
        raise TypesettingFailed from None
    if refused == "fonts":
        raise FontsMissing
    if refused == "glyphs":
        raise MissingGlyphs(characters)
    raise SettingNotConfined if refused == "not-confined" else TypesettingFailed
