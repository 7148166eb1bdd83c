"""What installed apps declare in modules of one name: duties, words and subjects of the log, jobs,
kinds of notices. Whoever gathers them knows no app by its name.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps

from .duties import Duty

OURS = "bangfu."
T = TypeVar("T")


def declarations(module: str, kind: type[T]) -> list[tuple[str, T]]:
    """Label of the app and what it declares, in the order of the apps and of each one's module.

    Args:
        module: looked for in every app of ours; an app without it declares nothing.
        kind: what counts as a declaration there.
    """
    declaring = [
        (app.label, f"{app.name}.{module}")
        for app in apps.get_app_configs()
        if app.name.startswith(OURS) and find_spec(f"{app.name}.{module}") is not None
    ]
    return [
        (label, value)
        for label, name in declaring
        for value in vars(import_module(name)).values()
        if isinstance(value, kind)
    ]


@cache
def declared_duties() -> dict[str, Duty]:
    """Code → duty, from every app's `duties.py`."""
    return {duty.code: duty for _app, duty in declarations("duties", Duty)}
