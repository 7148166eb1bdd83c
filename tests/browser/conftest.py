"""Live servers for a module each: on a copy of the demo, or of one where something of all is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from harness import copy_of
from security.attacked import ATTACKED, Heard
from security.shop import Shop

from .officers import Officers
from .server import plain_static, running_server


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


@pytest.fixture(scope="module")
def shop(
    attacked_template: tuple[Shop, Heard], browser: Browser, django_db_blocker
) -> Iterator[Shop]:
    """A copy of the demo with cases, notices, objections, imports and rounds on every stage, to
    which `connection` points. Yields what is there, by place.
    """
    copies = copy_of(ATTACKED, django_db_blocker)
    next(copies)
    yield attacked_template[0]
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
