"""Whoever takes what people type refuses identity and card numbers in it, but for a few with a reason."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

import bangfu
from bangfu import web
from bangfu.web.forms_base import NoNumbers

#: Searches, posted: what they are asked for is compared and forgotten.
SEARCHED = {("FindForm", "text"), ("PersonForm", "text")}
#: Arguments of use cases, and what becomes of a number in them.
DECLARED = {
    ("change_household", "changes"): "sealed",
    ("change_household", "members"): "sealed",
    ("record_household_version", "changes"): "sealed",
    ("record_household_version", "members"): "sealed",
    ("create_user", "password"): "a digest of it is kept",
    ("reset_password", "password"): "a digest of it is kept",
    ("set_password", "password"): "a digest of it is kept",
    ("take_office", "password"): "a digest of it is kept",
    ("keep_form", "form"): "sealed for its writer",
    ("keep_answer", "files"): "sealed; names are hidden",
    ("stage_register", "files"): "sealed; names are hidden",
    ("try_register", "files"): "forgotten; names are hidden",
    ("take_bank_answer", "sheets"): "compared; reasons are hidden",
    ("take_bank_answers", "files"): "compared; reasons are hidden",
    ("import_standards", "file_name"): "hidden in the report, kept nowhere",
    ("import_unions", "file_name"): "hidden in the report, kept nowhere",
}


def every_form(start: type = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in start.__subclasses__():
        yield each
        yield from every_form(each)


def test_every_form_of_ours_refuses_numbers_in_what_is_typed():
    _import_all(web)
    ours = {each for each in every_form() if each.__module__.startswith("bangfu.")}
    assert len(ours) > 40
    assert sorted(each.__qualname__ for each in ours if not issubclass(each, NoNumbers)) == []
    takes = {(each.__name__, name) for each in ours for name in getattr(each, "TAKES_NUMBERS", ())}
    assert takes == SEARCHED


def test_no_form_overrides_how_it_refuses_them():
    _import_all(web)
    own = {
        each.__qualname__
        for each in every_form()
        if each.__module__.startswith("bangfu.") and "_post_clean" in vars(each)
    }
    assert own == {"NoNumbers", "Grouped"}


def test_what_use_cases_may_hold_numbers_in_is_said_here():
    commands = list(_commands())
    assert len(commands) > 80
    declared = {(each.__name__, name) for each in commands for name in each.numbers_in}
    assert declared == set(DECLARED)


def _commands() -> Iterator:
    _import_all(bangfu)
    for module in _modules(bangfu):
        if ".commands." in module.__name__:
            for each in vars(module).values():
                if hasattr(each, "numbers_in") and each.__module__ == module.__name__:
                    yield each


def _modules(package) -> Iterator:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name and not found.name.endswith(("__main__", "wsgi")):
            yield importlib.import_module(found.name)


def _import_all(package) -> None:
    list(_modules(package))
