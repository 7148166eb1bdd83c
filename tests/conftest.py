"""Fixtures for every test. What they stand on is in `harness`, a module of its own: a conftest that
is imported by name may be loaded a second time, and with it a second server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from harness import DATABASE, SERVER, close_down, connect_to, copy_of, migrated_server
from ordering import TwoEnds

# isort: split
# Django is set up by the harness; only now may its models be imported.
from bangfu.demo.load import load_demo
from bangfu.operations.datafolder import data_folder
from prepared import clear_away, lay_migrated

#: The live server and the one browser of the session, and the attacked installation; see there.
pytest_plugins = ["browser.server", "security.attacked"]

# Time is measured in benchmarks, never in a test: a busy machine must not turn one red.
hypothesis.settings.register_profile("bangfu", deadline=None, database=None)
hypothesis.settings.load_profile("bangfu")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TwoEnds | None:
    """In place of `--dist loadfile`; see `ordering`."""
    return TwoEnds(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_unconfigure(config: pytest.Config) -> None:
    clear_away()
    close_down()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> None:
    """Start the server and migrate the template database, once; then look as the running role."""
    with django_db_blocker.unblock():
        migrated_server()


@pytest.fixture(scope="session")
def migrated_folder(django_db_setup) -> Callable[[Path], None]:
    """Lays a data folder as the first command leaves it, for a server of its own."""
    return lay_migrated


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database of its own with real commits; `connection` points at it. Yields its name."""
    yield from copy_of(DATABASE, django_db_blocker)


@pytest.fixture(scope="session")
def demo_template(django_db_setup, django_db_blocker) -> str:
    """The demo, loaded once through the same commands as `bangfu up`; copied by each test."""
    name = "bangfu_demo"
    with django_db_blocker.unblock():
        connect_to(DATABASE)
        SERVER.create_database(name, template=DATABASE)
        connect_to(name)
        load_demo(lambda said: None, data_folder().write_demo_passwords)
        connect_to(DATABASE)
    return name


@pytest.fixture
def demo_database(demo_template, django_db_blocker) -> Iterator[str]:
    """A copy of the demo with real commits; `connection` points at it. Yields its name."""
    yield from copy_of(demo_template, django_db_blocker)


@pytest.fixture(scope="session")
def demo_passwords(demo_template) -> dict[str, str]:
    """Username → password, as `bangfu up` keeps them."""
    lines = data_folder().demo_passwords_file.read_text("utf-8").splitlines()
    return {name: password for name, password, *_rest in map(str.split, lines)}
