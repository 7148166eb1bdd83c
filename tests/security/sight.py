"""What each officer of the demo may lay eyes on: a plain table, against which the routes are held."""

from __future__ import annotations

import io
import zipfile

from .families import FAMILIES

ANYBODY = ""  # nobody signed in
GAOZHOU = ("gz-filer", "gz-reviewer", "gz-fund")
CITY = ("city-approver", "city-fund", "city-releaser", "city-auditor")
OFFICERS = (*GAOZHOU, "hz-reviewer", "edu-reviewer", *CITY, "admin")
ROLE = {
    "gz-filer": "filer",
    "gz-reviewer": "reviewer",
    "gz-fund": "fund_officer",
    "hz-reviewer": "reviewer",
    "edu-reviewer": "reviewer",
    "city-approver": "approver",
    "city-fund": "fund_officer",
    "city-releaser": "releaser",
    "city-auditor": "auditor",
    "admin": "administrator",
}
#: What hangs on a household follows its 系统 too; what hangs on a union (a notice, a batch, a
#: fund, a round) lies in that union's territory alone.
HOUSEHOLD_SEEN_BY = {
    "gaozhou": (*GAOZHOU, *CITY),
    "school": (*GAOZHOU, *CITY, "edu-reviewer"),
    "huazhou": ("hz-reviewer", *CITY),
}
#: The card that two counties' families share is settled by who sees both.
BOTH_SEEN_BY = {"gaozhou": CITY, "school": (), "huazhou": CITY}
UNION_SEEN_BY = {
    "gaozhou": (*GAOZHOU, *CITY),
    "school": (*GAOZHOU, *CITY),
    "huazhou": ("hz-reviewer", *CITY),
    "city": CITY,
}


def hidden_words(officer: str, numbers_opened: bool = False) -> list[str]:
    """What must not reach this officer on a page: families of other jurisdictions, and numbers,
    but those of their own on a page that is there to open them.
    """
    hidden: list[str] = []
    opened: set[str] = set()
    for place, family in FAMILIES.items():
        seen = officer in HOUSEHOLD_SEEN_BY[place]
        hidden += [] if seen else family.open_words
        hidden += family.numbers
        opened |= set(family.numbers if seen and numbers_opened else ())
    return [word for word in hidden if word not in opened]


def spilled(response, words: list[str]) -> list[str]:
    """Which of the words a response gives away, whatever it is wrapped in."""
    text = everything_in(response)
    return [word for word in words if word in text]


def everything_in(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [body]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            parts += [book.read(name) for name in book.namelist()]
    head = [f"{name}: {value}" for name, value in response.items()]
    head += [cookie.OutputString() for cookie in response.cookies.values()]
    return "\n".join([*head, *(part.decode("utf-8", "replace") for part in parts)])
