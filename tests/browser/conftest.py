"""Live servers for a module each: on a copy of the demo, or of one where something of all is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bangfu.operations.embedded import DATABASE
from harness import SERVER, connect_to, copy_of
from security.world import Shop, build

from .officers import Officers
from .server import plain_static, running_server

LIVED_IN = "bangfu_lived_in"


@pytest.fixture(scope="module")
def demo_copy(demo_template: str, browser: Browser, django_db_blocker) -> Iterator[str]:
    """Its name; `connection` points at it. Made after the browser, which changes connections."""
    copies = copy_of(demo_template, django_db_blocker)
    yield next(copies)
    next(copies, None)


@pytest.fixture(scope="module")
def officers(
    demo_copy: str, browser: Browser, demo_passwords: dict[str, str]
) -> Iterator[Officers]:
    """The demo's officers before a server on that copy."""
    yield from _at_work(browser, demo_passwords)


@pytest.fixture(scope="session")
def lived_in_template(demo_template: str, browser: Browser, django_db_blocker) -> Shop:
    """The demo with cases, notices, objections, imports and rounds on every stage: their ids."""
    with django_db_blocker.unblock():
        SERVER.create_database(LIVED_IN, template=demo_template)
        connect_to(LIVED_IN)
        try:
            return build()
        finally:
            connect_to(DATABASE)


@pytest.fixture(scope="module")
def shop(lived_in_template: Shop, django_db_blocker) -> Iterator[Shop]:
    """A copy of it, to which `connection` points. Yields what is there, by place."""
    copies = copy_of(LIVED_IN, django_db_blocker)
    next(copies)
    yield lived_in_template
    next(copies, None)


@pytest.fixture(scope="module")
def staff(shop: Shop, browser: Browser, demo_passwords: dict[str, str]) -> Iterator[Officers]:
    """The demo's officers before a server on that copy."""
    yield from _at_work(browser, demo_passwords)


def _at_work(browser: Browser, passwords: dict[str, str]) -> Iterator[Officers]:
    with plain_static(), running_server() as address:
        at_work = Officers(browser, address, passwords)
        yield at_work
        at_work.go_home()
