"""Whatever the code writes into the log has words on the log's page: actions and what they tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bangfu
from bangfu.reporting import log_language

from .test_duties import use_cases

SOURCE = Path(bangfu.__file__).parent
#: Each door to the log, and after how many arguments it takes the detail.
RECORDING = {"record": 4, "record_many": 3, "tell": 2, "tell_each": 1}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Modules that record, each with the app it is part of."""
    for path in SOURCE.rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        if any(recordings(module)):
            yield path.relative_to(SOURCE).parts[0], module


def recordings(within: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDING:
            yield node


def texts(node: ast.AST) -> set[str]:
    values = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    return {one for one in values if isinstance(one, str)}


def keys(node: ast.AST) -> set[str]:
    dicts = [one for one in ast.walk(node) if isinstance(one, ast.Dict)]
    return {text for one in dicts for key in one.keys if key for text in texts(key)}


def told(call: ast.Call, module: ast.Module) -> set[str]:
    """Keys of the detail: written there, in a variable of the module, or by its functions."""
    detail = [*call.args[RECORDING[call.func.id] :], *(one.value for one in call.keywords)]
    names = {one.id for part in detail for one in ast.walk(part) if isinstance(one, ast.Name)}
    keys_written = {key for part in detail for key in keys(part)}
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            keys_written |= keys(node)
        if isinstance(node, ast.FunctionDef) and call in recordings(node):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Assign) and getattr(inner.targets[0], "id", "") in names:
                    keys_written |= keys(inner.value)
    return keys_written


def spoken(call: ast.Call) -> list[ast.expr]:
    """Where a call names the action itself, instead of leaving it to the running duty."""
    named = [one.value for one in call.keywords if one.arg == "action"]
    return [call.args[1]] if call.func.id.startswith("record") else named


def test_every_action_has_words():
    duties = {command.duty for _name, command in use_cases() if not command.silent}
    written = {duty.code for duty in duties if duty.logged}
    written |= {
        text
        for _app, module in modules()
        for call in recordings(module)
        for part in spoken(call)
        for text in texts(part)
        if "." in text and not text.endswith(".")  # an f-string begins an action
    }
    assert len(written) > 30
    assert written - set(log_language.actions()) == set()


def details_written() -> set[tuple[str, str]]:
    """App and key, for each key of a detail that the code writes."""
    return {
        (app, key)
        for app, module in modules()
        for call in recordings(module)
        for key in told(call, module)
    }


def test_every_detail_has_words():
    written = {key for _app, key in details_written()}
    assert {"unreserved_fen", "file"} <= written
    assert [key for key in written if log_language.detail_in_words(key) == key] == []


def test_an_app_brings_the_words_of_what_it_logs():
    """Its own, or those that all share: a new entry touches the app that writes it, no other."""
    words = log_language.words_by_app()
    elsewhere = [
        f"{app}: {key}"
        for app, key in sorted(details_written())
        if app in words and key not in {**words[app].details, **words["audit"].details}
    ]
    assert elsewhere == []


def test_no_word_is_said_in_two_ways():
    said: dict[tuple[str, str], set[str]] = {}
    for words in log_language.words_by_app().values():
        for table in ("actions", "subjects", "details"):
            for key, phrase in getattr(words, table).items():
                said.setdefault((table, key), set()).add(phrase)
    assert {key: phrases for key, phrases in said.items() if len(phrases) > 1} == {}


def test_codes_are_told_in_words():
    """From the words of a case, of a tab, of a choice that the framework labels, and of a constant."""
    assert log_language.value_in_words("to", "approved") == "已批准"
    assert log_language.value_in_words("case", "new") == "可提交的家庭"
    assert log_language.value_in_words("role", "filer") == "建档员"
    assert log_language.value_in_words("outcome", "restore") != "restore"
    assert log_language.value_in_words("programme", "winter-warmth") == "送温暖"
    assert log_language.value_in_words("role", "nobody") == "nobody"
    assert log_language.value_in_words("unheard", "of") == "of"
