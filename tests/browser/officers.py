"""The demo's officers, each at a browser of their own, and what they all do on a page."""

from __future__ import annotations

from playwright.sync_api import APIResponse, Browser, Page, Response

from .server import listened, press, session, sign_in

#: Said by the browser itself about answers that a test asks for on purpose, and by htmx when a
#: second choice in a filter overtakes the first.
EXPECTED = (
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 410",
    "status of 422",
    "htmx:sendAbort",
    "htmx:afterRequest",
)


class Officers:
    """`officers["gz-filer"]` is that officer's page, signed in; "" is anybody on the net."""

    def __init__(self, browser: Browser, site: str, passwords: dict[str, str]) -> None:
        self.browser, self.site, self.passwords = browser, site, passwords
        self.pages: dict[str, Page] = {}

    def __getitem__(self, username: str) -> Page:
        if username not in self.pages:
            page = listened(session(self.browser).new_page())
            if username:
                sign_in(page, self.site, username, self.passwords[username])
            self.pages[username] = page
        return self.pages[username]

    def open(self, username: str, path: str) -> Page:
        """That officer's page, at an address that must be there for them."""
        page = self[username]
        answer = page.goto(self.site + path)
        assert answer is not None
        assert answer.status == 200, (username, path, answer.status)
        return page

    def refused(self, username: str, path: str, **fields: str) -> None:
        """A request made by hand by somebody whose step it is not: 403 and a reason."""
        answer = self.post(username, path, **fields)
        assert answer.status == 403, (username, path, answer.status)
        assert "您" in answer.text() or "不能" in answer.text()

    def post(self, username: str, path: str, **fields: str) -> APIResponse:
        """Post without a button, with the token that every page of theirs holds."""
        page = self[username]
        token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        return page.request.post(
            self.site + path,
            form={"csrfmiddlewaretoken": token, **fields},
            headers={"Referer": page.url},
            max_redirects=0,
        )

    def complaints(self) -> list[str]:
        """What the consoles said, but for answers refused on purpose."""
        said = [line for page in self.pages.values() for line in page.complaints]  # type: ignore[attr-defined]
        return [line for line in said if not any(one in line for one in EXPECTED)]

    def go_home(self) -> None:
        for page in self.pages.values():
            page.context.close()


def has_button(page: Page, name: str) -> bool:
    """A button, a link or a <summary> that looks like one."""
    words = page.locator("main").get_by_text(name)
    pressable = page.locator("main :is(button, a, summary)").filter(has_text=name)
    return bool(words.count() and pressable.count())


def confirm(page: Page, opens: str, yes: str) -> None:
    """Open the note that asks once more, and say yes."""
    page.locator("summary", has_text=opens).first.click()
    press(page, yes)


def went(answer: Response | None) -> int:
    assert answer is not None
    return answer.status
