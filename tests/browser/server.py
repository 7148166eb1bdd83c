"""The application behind a real server on loopback, on a database of its own, and a browser.

The root conftest registers this as a plugin: `browser`, `screen`, `live_site`, `live_demo` and
`static_as_is` are fixtures everywhere, and there is one browser for the whole session.

    from browser.server import look, press, sign_in  # steps

It needs no collected static files: plain storage, served by the thread itself. What a test
writes must be committed (`fresh_database` has real commits), or the server's threads don't see it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

#: A busy machine must not turn a test red: the background takes its time beside other workers.
expect.set_options(timeout=60_000)

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DESK, PHONE, SMALL = (1440, 900), (390, 844), (320, 640)
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PICTURES = os.environ.get("BANGFU_PICTURES", "")


@contextmanager
def plain_static() -> Iterator[None]:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["127.0.0.1", "testserver"]):
        yield


@contextmanager
def running_server() -> Iterator[str]:
    """Serves whatever database `connection` points at. Yields the address."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def static_as_is() -> Iterator[None]:
    """Static files from where they lie, for pages rendered in tests."""
    with plain_static():
        yield


@pytest.fixture
def live_site(fresh_database: str, static_as_is: None) -> Iterator[str]:
    """A server on an empty database: its address, without a slash at its end."""
    with running_server() as address:
        yield address


@pytest.fixture
def live_demo(demo_database: str, static_as_is: None) -> Iterator[str]:
    """A server on a copy of the demo; `demo_passwords` of the root conftest tells who signs in."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests. Its event loop gives this thread another set of connections, so
    that what is open before would stay open for good and keep the template from being copied.
    """
    connections.close_all()
    # LANGUAGE decides in which words the browser shows its own date and file inputs.
    chinese = {**os.environ, "LANGUAGE": "zh_CN"}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=chinese)
        yield chromium
        chromium.close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A fresh browser session; `complaints` collects what its console says and failed requests."""
    context = session(browser)
    yield listened(context.new_page())
    context.close()


def session(browser: Browser, **options: object) -> BrowserContext:
    """A browser session of its own: other cookies, other person."""
    width, height = DESK
    return browser.new_context(
        locale="zh-CN",
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
        **options,  # type: ignore[arg-type]
    )


def listened(page: Page) -> Page:
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(f"{said.text} {said.location}"))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    return page


def sign_in(page: Page, site: str, username: str, password: str) -> None:
    """Sign in as anybody would; whoever was signed in before is signed out."""
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation(url=lambda url: "/sign-in/" not in url):
        page.locator("main button").first.click()


def press(page: Page, name: str, role: str = "button") -> None:
    """Press a button (or `role="link"`) that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


def look(page: Page, name: str) -> None:
    """Desk and phones: no axe finding, nothing runs off sideways. Keeps pictures when asked to."""
    for width, height in (DESK, PHONE, SMALL):
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}-{width}")
        assert page.evaluate(SIDEWAYS) <= 0, f"{name} runs off at {width} px"
        assert_no_barrier(page, f"{name} at {width} px")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def assert_no_barrier(page: Page, name: str) -> None:
    """No axe finding. Of what is right it tells no more than that: to name each such element on the
    page takes it longer than to look at it.
    """
    options = {"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, f"{name}\n{results.generate_report()}"


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
