"""Whatever the code writes into the log has words on the log's page: actions and what they tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bangfu
from bangfu.web.templatetags.log import ACTIONS, DETAILS

from .test_duties import use_cases

SOURCE = Path(bangfu.__file__).parent
#: Each door to the log, and after how many arguments it takes the detail.
RECORDING = {"record": 4, "record_many": 3, "tell": 2, "tell_each": 1}


def modules() -> Iterator[ast.Module]:
    for path in SOURCE.rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        if any(recordings(module)):
            yield module


def recordings(within: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDING:
            yield node


def texts(node: ast.AST) -> set[str]:
    found = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    return {one for one in found if isinstance(one, str)}


def keys(node: ast.AST) -> set[str]:
    dicts = [one for one in ast.walk(node) if isinstance(one, ast.Dict)]
    return {text for one in dicts for key in one.keys if key for text in texts(key)}


def told(call: ast.Call, module: ast.Module) -> set[str]:
    """Keys of the detail: written there, in a variable of the module, or by its functions."""
    detail = [*call.args[RECORDING[call.func.id] :], *(one.value for one in call.keywords)]
    names = {one.id for part in detail for one in ast.walk(part) if isinstance(one, ast.Name)}
    found = {key for part in detail for key in keys(part)}
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            found |= keys(node)
        if isinstance(node, ast.FunctionDef) and call in recordings(node):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Assign) and getattr(inner.targets[0], "id", "") in names:
                    found |= keys(inner.value)
    return found


def spoken(call: ast.Call) -> list[ast.expr]:
    """Where a call names the action itself, instead of leaving it to the running duty."""
    named = [one.value for one in call.keywords if one.arg == "action"]
    return [call.args[1]] if call.func.id.startswith("record") else named


def test_every_action_has_words():
    duties = {command.duty for _name, command in use_cases() if not command.silent}
    written = {duty.code for duty in duties if duty.logged}
    written |= {
        text
        for module in modules()
        for call in recordings(module)
        for part in spoken(call)
        for text in texts(part)
        if "." in text and not text.endswith(".")  # an f-string begins an action
    }
    assert len(written) > 30
    assert written - set(ACTIONS) == set()


def test_every_detail_has_words():
    written = {
        key for module in modules() for call in recordings(module) for key in told(call, module)
    }
    assert {"unreserved_fen", "file"} <= written
    assert written - set(DETAILS) == set()
