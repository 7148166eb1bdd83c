"""Every page in a language without words: what is Chinese still is data, and no sentence of ours.

Here, because the shop of these tests has something for every page there is.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.utils.translation import gettext

from architecture.reading import modules
from architecture.test_access import named_patterns, table
from bangfu.eligibility.commands.read_explanation import read_explanation
from bangfu.eligibility.errors import NoSuchFile
from bangfu.scope.actors import acting, operator

from . import world
from .asking import signed_in, targets
from .pseudo import SOURCE, write_catalogue
from .sight import ROLE
from .sweeping import ask

#: Between them they may do everything.
OFFICERS = (
    "gz-reviewer",
    "gz-filer",
    "gz-fund",
    "city-approver",
    "city-releaser",
    "city-auditor",
    "admin",
)
RUN = re.compile("[\u3400-\u9fff]+")
#: Sentences that are kept as they stand in the source and translated when they are shown.
KEPT = {("intake_stagedrow", "remarks"), ("intake_importbatch", "outline")}
OF_THE_FRAMEWORK = ("Select a valid choice. %(value)s is not one of the available choices.",)
TEXT_COLUMNS = """
select table_name, column_name from information_schema.columns
where table_schema = 'public' and udt_name in ('varchar', 'text', 'jsonb', '_varchar')
  and table_name ~ '^(organisations|registry|intake|notices|casework|rounds|funds|programmes|standards)_'
union select 'accounts_user', 'name' union select 'jobs_job', 'file_name'
"""


@pytest.fixture(scope="module")
def data(shop) -> str:
    """What may be Chinese in any language: what stands in the database or is listed as data, and
    the framework's own words, which have a catalogue of their own.
    """
    known = (SOURCE, Path(world.__file__).parent)
    listed = [each.text for place in known for module in modules(place) for each in module.literals]
    listed += [gettext(text) for text in OF_THE_FRAMEWORK]
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(TEXT_COLUMNS)
        for name, column in cursor.fetchall():
            if (name, column) not in KEPT:
                cursor.execute(f'select distinct "{column}"::text from {name}')
                listed += [text for (text,) in cursor.fetchall() if text]
    return "\n".join(listed)


@pytest.fixture(scope="module")
def wordless(shop, data, tmp_path_factory):
    """The shop, asked in a language whose sentences all are ⟦⟧."""
    folder = tmp_path_factory.mktemp("locale")
    write_catalogue(folder)
    with override_settings(LOCALE_PATHS=[folder]):
        yield shop


def chinese(text: str, data: str) -> list[str]:
    return sorted({run for run in RUN.findall(html.unescape(text)) if run not in data})


def test_every_page_speaks_through_the_catalogue(wordless, data):
    clients = {officer: signed_in(officer) for officer in OFFICERS}
    untranslated, pages = {}, set()
    for pattern, one in named_patterns():
        route = table()[pattern]
        officer, target = next(
            (officer, target)
            for officer in OFFICERS
            if route.public or ROLE[officer] in route.roles
            for target in targets(pattern, wordless)
            if target.seen(officer)
        )
        for method in ("GET", "POST"):
            response = ask(clients[officer], method, one.name, target, wordless)
            if not response.headers.get("Content-Type", "").startswith("text/html"):
                continue
            text = response.content.decode()
            pages |= {pattern} if "⟦" in text else set()
            if rest := chinese(text, data):
                untranslated[f"{method} {pattern} {response.status_code}"] = rest
    assert untranslated == {}
    assert {"figures/", "cases/<int:case_id>/", "files/<str:file_no>/"} <= pages


def test_an_explanation_speaks_through_the_catalogue(wordless, data):
    on = world.today()
    told = read_explanation(file_no=world.FAMILIES["gaozhou"].file_no, day=on, by=operator())
    assert told.count("⟦") > 20
    assert chinese(told, data) == []


def test_an_error_speaks_through_the_catalogue(wordless):
    with pytest.raises(NoSuchFile) as refused:
        read_explanation(file_no="NONE", day=world.today(), by=operator())
    assert re.fullmatch(r"⟦\w+ NONE⟧", str(refused.value))
