"""Every duty that an installed app declares: for the reference, the log's words and the tests."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from .duties import Duty

OURS = "bangfu."


@cache
def declared_duties() -> dict[str, Duty]:
    """Code → duty, in the order of the apps and, within each, of its `duties.py`."""
    modules = (f"{one.name}.duties" for one in apps.get_app_configs() if _declares(one.name))
    found = (duty for name in modules for duty in vars(import_module(name)).values())
    return {duty.code: duty for duty in found if isinstance(duty, Duty)}


def _declares(app: str) -> bool:
    return app.startswith(OURS) and app != "bangfu.acts" and find_spec(f"{app}.duties") is not None
