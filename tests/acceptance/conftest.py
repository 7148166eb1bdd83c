"""A copy of the demo behind a live server, one for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import _copy_of
from playwright.sync_api import Browser

from .officers import Officers
from .server import plain_static, running_server


@pytest.fixture(scope="module")
def demo_copy(demo_template: str, browser: Browser, django_db_blocker) -> Iterator[str]:
    """Its name; `connection` points at it. Made after the browser, which changes connections."""
    copies = _copy_of(demo_template, django_db_blocker)
    yield next(copies)
    next(copies, None)


@pytest.fixture(scope="module")
def site(demo_copy: str) -> Iterator[str]:
    """The address of a server on that copy."""
    with plain_static(), running_server() as address:
        yield address


@pytest.fixture(scope="module")
def officers(site: str, browser: Browser, demo_passwords: dict[str, str]) -> Iterator[Officers]:
    at_work = Officers(browser, site, demo_passwords)
    yield at_work
    at_work.go_home()
