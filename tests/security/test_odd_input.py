"""Whatever is typed, sent or forged: an answer that fits, never a 500, never a half-done thing."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from architecture.test_access import named_patterns, table
from bangfu import web
from bangfu.web.filtering import FilterForm

from .asking import MOVES, address, body, signed_in, targets, undone, whole
from .sight import OFFICERS, ROLE
from .sweeping import LONG

PAGES = Path(web.__path__[0])
CASES = ("text", "hardship_class", "area_code", "union", "by_standard", "tab")
CHOICE = ("cases", "whole", "page", "chosen")
PLACE = ("after", "before")
#: Pages that read their address, and what of it.
READING = {
    "case_list": (*CASES, *PLACE, "whole", "chosen"),
    "case_new": (*CASES, *PLACE, "whole", "chosen"),
    "case_new_confirm": (*CASES, *CHOICE),
    "case_check": (*CASES, *CHOICE),
    "notice_list": PLACE,
    "notice_page": ("names",),
    "figures": ("on", "by", "open"),
    "figures_rows": ("on", "by", "open"),
    "measure_list": ("on",),
    "aid_counted": ("on", "by", "code", "union_code", *PLACE),
    "file_list": (
        "text", "area", "system", "class", "union", "union_code", "on", "stale", "cause", "opened", *PLACE,
    ),
    "file_page": ("on",),
    "account_list": ("every", *PLACE),
    "round_list": ("state", "after"),
    "round_page": ("file", "answer", *PLACE),
    "fund_page": ("show", *PLACE),
    "import_page": ("tab", *PLACE),
    "log_list": ("officer", "kind", "action", "subject", "since", "until", "after"),
}  # fmt: skip
PARAMETERS = tuple(sorted({name for names in READING.values() for name in names}))
#: Where a page's code says what it reads; lists also read what their filters are called.
READ = re.compile(
    r'request\.GET\.(?:get|getlist)\("(\w+)"|(?:row_id|say_unknown)\(request, "(\w+)"'
)
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
#: Values of one kind are refused, or got by, for the same reason. Each page is asked with one of each
#: kind, its neighbour with the next, so that every value meets many pages; the pages of `READING`
#: with every one. `BANGFU_LONG=1` asks every page with every value (`make long`).
KINDS = (
    ("nul", "only-nul"),
    ("beyond-bigint", "very-many-digits", "long"),
    ("negative", "nan", "infinity", "full-width", "superscript"),
    ("no-day", "last-day", "first-day"),
    ("script",),  # what a page gives back unescaped is its own fault: every page, every field
    ("template", "sql", "astral", "like"),
)
#: What a query holds that is asked for in every parameter at once. As long as in a post it is an
#: address of 3 MB, which a page gives back in each of its links; our web server takes 4 KB.
IN_QUERIES = NASTY if LONG else {**NASTY, "long": "长" * 2_000}
WORST_KINDS = (
    ("script",),
    ("nul", "negative", "last-day"),
    ("beyond-bigint", "very-many-digits", "long"),
)
WORST = tuple(value for kind in WORST_KINDS for value in kind)
#: What a field that holds a day, or a number, is asked with whoever's turn it is.
DAY, ODD_DAYS = re.compile(r"\d{4}-\d\d-\d\d"), ("last-day",)
NUMBER, ODD_NUMBERS = re.compile(r"\d+(\.\d+)?"), ("negative", "beyond-bigint")
#: Posts that carry what was chosen on a list, in fields of their own.
CHOOSING = ("case_new", *(f"case_{act}" for act in MOVES))
HIDDEN = ("cases", "whole", "page", "chosen", "reason", "union", "tab", "text")
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


def turn(value: str, at: int, kinds: tuple[tuple[str, ...], ...] = KINDS) -> bool:
    """Whether this value is the one of its kind for what stands at this place of a row."""
    (kind,) = (kind for kind in kinds if value in kind)
    return LONG or kind[at % len(kind)] == value


def suits(value: str, usual: object) -> bool:
    """Whether it is odd as what the field usually holds."""
    day, number = (form.fullmatch(str(usual)) for form in (DAY, NUMBER))
    return bool((day and value in ODD_DAYS) or (number and value in ODD_NUMBERS))


def asked(method: str, shop, clients):
    for pattern, one in named_patterns():
        route = table()[pattern]
        if method in route.methods and one.name != "sign_out":
            yield (one.name, *reaching(route, clients, targets(pattern, shop)))


def test_every_value_is_of_one_kind():
    assert sorted(value for kind in KINDS for value in kind) == sorted(NASTY)


@pytest.mark.parametrize("kinds", [KINDS, WORST_KINDS, (BROKEN_BYTES,)])
def test_each_value_has_its_turn(kinds):
    """At one page of so many neighbours as there are values of its kind, wherever one begins."""
    for kind in kinds:
        for value in kind:
            turns = [turn(value, at, kinds) for at in range(7, 7 + len(kind))]
            assert turns.count(True) == (len(kind) if LONG else 1)


@pytest.mark.parametrize("value", NASTY)
def test_queries(value, shop, clients):
    """All parameters at once."""
    wrong = []
    for at, (name, client, target) in enumerate(asked("GET", shop, clients)):
        if name not in READING and not turn(value, at):
            continue
        with undone():
            response = client.get(
                address(name, target), dict.fromkeys(PARAMETERS, IN_QUERIES[value])
            )
        if response.status_code >= 500 or SCRIPT.encode() in whole(response):
            wrong.append(f"{name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_all_that_pages_read_is_asked_with(shop, clients):
    code = "".join(path.read_text("utf-8") for path in sorted(PAGES.rglob("*.py")))
    read = {one or other for one, other in READ.findall(code)}
    assert len(read) > 15
    for name, client, target in asked("GET", shop, clients):
        with undone():
            shown = client.get(address(name, target)).context
        if shown and isinstance(form := shown.get("form"), FilterForm):
            assert form.fields.keys() <= {*READING[name]}, name
    assert read <= {*PARAMETERS}


@pytest.mark.parametrize("name", READING)
def test_each_parameter_alone(name, shop, clients):
    """Where one is refused at once, the others are not looked at."""
    wrong = []
    ((client, target),) = [rest for page, *rest in asked("GET", shop, clients) if page == name]
    for parameter, value in product(READING[name], ("nul", "very-many-digits")):
        with undone():
            response = client.get(address(name, target), {parameter: NASTY[value]})
        if response.status_code >= 500:
            wrong.append(f"{parameter} {value}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("value", BROKEN_BYTES)
def test_queries_and_paths_of_broken_bytes(value, shop, clients):
    wrong = []
    for at, (name, client, target) in enumerate(asked("GET", shop, clients)):
        if name not in READING and not turn(value, at, kinds=(BROKEN_BYTES,)):
            continue
        query = "&".join(f"{one}={value}" for one in PARAMETERS)
        with undone():
            response = client.get(address(name, target), QUERY_STRING=query)
        if response.status_code >= 500:
            wrong.append(name)
    for path in (f"/files/{value}/", f"/public/notices/{value}/", f"/{value}/"):
        if clients["gz-filer"].get(path).status_code not in (400, 404):
            wrong.append(path)
    assert wrong == []


@pytest.mark.parametrize("value", WORST)
def test_posts(value, shop, clients):
    """Each field in turn, and what pages hide in their forms; days and numbers with what is odd as such."""
    wrong = []
    for page, (name, client, target) in enumerate(asked("POST", shop, clients)):
        usual = body(name, target, shop)
        hidden = HIDDEN if name in CHOOSING else ()
        for at, field in enumerate((*usual, *hidden)):
            if not (turn(value, page + at, kinds=WORST_KINDS) or suits(value, usual.get(field))):
                continue
            with undone():
                response = client.post(address(name, target), {**usual, field: NASTY[value]})
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
