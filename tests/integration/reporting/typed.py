"""What a page shows in its forms, read from its HTML as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser


class Typed(HTMLParser):
    """`values`: name of each field → what it holds; `errors`: id of each error's line → its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self._select = self._textarea = self._error = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if (tag == "input" and attributes.get("type") not in {"radio", "checkbox", "submit"}) or (
            tag == "input" and "checked" in attributes
        ):
            self.values[attributes.get("name", "")] = attributes.get("value", "")
        elif tag == "select":
            self._select = attributes.get("name", "")
        elif tag == "option" and "selected" in attributes:
            self.values[self._select] = attributes["value"]
        elif tag == "textarea":
            self._textarea = attributes.get("name", "")
            self.values[self._textarea] = ""
        elif tag == "p" and attributes.get("class") == "err":
            self._error = attributes.get("id", "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data
        if self._error:
            self.errors[self._error] = self.errors.get(self._error, "") + data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":  # its first line break is not part of what it holds
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = ""
        if tag == "p":
            self._error = ""
