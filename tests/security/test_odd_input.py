"""Whatever is typed, sent or forged: an answer that fits, never a 500, never a half-done thing."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from architecture.test_access import named_patterns, table

from .asking import MOVES, address, body, signed_in, targets, undone, whole
from .sight import OFFICERS, ROLE

PARAMETERS = (
    "after", "before", "on", "text", "class", "area", "system", "union", "union_code", "stale",
    "by", "open", "tab", "state", "hardship_class", "area_code", "names", "action", "subject",
)  # fmt: skip
SCRIPT = "\"'><script>alert(1)</script>"
NASTY = {
    "nul": "a\x00b",
    "only-nul": "\x00",
    "beyond-bigint": "9" * 30,
    "very-many-digits": "9" * 5000,
    "negative": "-1",
    "nan": "NaN",
    "infinity": "1e400",
    "no-day": "2010-13-45",
    "last-day": "9999-12-31",
    "first-day": "0001-01-01",
    "full-width": "１２３",
    "superscript": "²",
    "astral": "😀𠮷",
    "script": SCRIPT,
    "sql": "' or 1=1 --",
    "template": "{{ request }}{% debug %}",
    "like": "%_\\",
    "long": "长" * 20_000,
}
WORST = ("nul", "beyond-bigint", "very-many-digits", "negative", "last-day", "script", "long")
#: Posts that carry what was chosen on a list, in fields of their own.
CHOOSING = ("case_new", *(f"case_{act}" for act in MOVES))
HIDDEN = ("cases", "whole", "page", "chosen", "reason", "union", "tab", "text")
#: Pages that read parameters, each in its own way.
READING = {
    "case_list", "case_new", "case_page", "notice_list", "figures", "figures_rows", "file_list",
    "file_page", "round_list", "round_page", "fund_page", "log_list",
}  # fmt: skip
#: Bytes that are no UTF-8, a lone surrogate and an overlong slash, as no browser would send them.
BROKEN_BYTES = ("%ff%fe", "%ed%a0%80", "%c0%af", "%")


@pytest.fixture(scope="module")
def clients(shop):
    return {username: signed_in(username) for username in OFFICERS}


def reaching(route, clients, targets):
    """An officer who may, on something within their sight."""
    for officer in OFFICERS:
        if route.public or ROLE[officer] in route.roles:
            for target in targets:
                if target.seen(officer):
                    return clients[officer], target
    raise AssertionError(f"nobody of the demo reaches {route.pattern}")


def asked(method: str, shop, clients):
    for pattern, one in named_patterns():
        route = table()[pattern]
        if method in route.methods and one.name != "sign_out":
            yield (one.name, *reaching(route, clients, targets(pattern, shop)))


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_queries(value, shop, clients):
    """All parameters at once."""
    wrong = []
    for name, client, target in asked("GET", shop, clients):
        with undone():
            response = client.get(address(name, target), dict.fromkeys(PARAMETERS, value))
        if response.status_code >= 500 or SCRIPT.encode() in whole(response):
            wrong.append(f"{name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_each_parameter_alone(parameter, shop, clients):
    """Where one is refused at once, the others are not looked at."""
    wrong = []
    for name, client, target in asked("GET", shop, clients):
        for value in (NASTY["nul"], NASTY["very-many-digits"]) if name in READING else ():
            with undone():
                response = client.get(address(name, target), {parameter: value})
            if response.status_code >= 500:
                wrong.append(f"{name} {value[:4]}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("value", BROKEN_BYTES)
def test_queries_and_paths_of_broken_bytes(value, shop, clients):
    wrong = []
    for name, client, target in asked("GET", shop, clients):
        query = "&".join(f"{one}={value}" for one in PARAMETERS)
        with undone():
            response = client.get(address(name, target), QUERY_STRING=query)
        if response.status_code >= 500:
            wrong.append(name)
    for path in (f"/files/{value}/", f"/public/notices/{value}/", f"/{value}/"):
        if clients["gz-filer"].get(path).status_code not in (400, 404):
            wrong.append(path)
    assert wrong == []


@pytest.mark.parametrize("kind", WORST)
def test_posts(kind, shop, clients):
    """Each field in turn, and what pages hide in their forms."""
    wrong = []
    for name, client, target in asked("POST", shop, clients):
        usual = body(name, target, shop)
        hidden = HIDDEN if name in CHOOSING else ()
        for field in (*usual, *hidden):
            with undone():
                response = client.post(address(name, target), {**usual, field: NASTY[kind]})
            if response.status_code >= 500 or SCRIPT.encode() in whole(response):
                wrong.append(f"{name} {field}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path",
    [
        "/cases/99999999999999999999/",
        "/cases/" + "9" * 5000 + "/",
        "/cases/-1/",
        "/cases/１/",
        "/cases/0/",
        "/notices/99999999999999999999/",
        "/imports/99999999999999999999/",
        "/files/" + "9" * 3000 + "/",
        "/files/..%2f..%2fetc%2fpasswd/",
        "/files/a%00b/",
        "/public/notices/a%00b/",
        "/static/../secrets/vault-key",
        "/static/%2e%2e/secrets/vault-key",
        "/files/" + quote("' or ''='") + "/",
    ],
)
def test_addresses_that_name_nothing(path, clients):
    assert clients["gz-reviewer"].get(path).status_code in (400, 404)
