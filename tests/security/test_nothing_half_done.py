"""A page that fails leaves nothing behind, and says nothing of a person, on screen or in the log."""

from __future__ import annotations

import logging

import pytest
from django.test import override_settings

from bangfu.audit.models import Entry
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, operator

from .asking import signed_in
from .attacked import Heard
from .families import FAMILIES
from .sight import spilled

FAMILY = FAMILIES["gaozhou"]
FAILING = {
    "breaks": 500,
    "refused": 409,
    "constraint": 409,
    "commit": 409,
    "beyond": 400,
}


@pytest.fixture
def failed(shop):
    def ask(page: str):
        with override_settings(ROOT_URLCONF="security.broken_pages"), Heard() as heard:
            response = signed_in("gz-reviewer").get(f"/test/{page}/")
        return response, heard

    return ask


@pytest.mark.parametrize(("page", "status"), FAILING.items())
def test_nothing_stays_behind(page, status, failed):
    response, _heard = failed(page)
    assert response.status_code == status
    with acting(operator()):
        assert Household.objects.get(file_no=FAMILY.file_no).head_name == FAMILY.head
    assert not Entry.objects.filter(action="test.half_done").exists()


@pytest.mark.parametrize("page", FAILING)
def test_neither_page_nor_log_tells_of_the_family(page, failed):
    response, heard = failed(page)
    assert spilled(response, list(FAMILY.everything)) == []
    assert [word for word in FAMILY.everything if word in heard.text] == []


def test_the_log_tells_where_it_broke(failed):
    _response, heard = failed("breaks")
    assert "broken_pages.py" in heard.text
    assert "builtins.ValueError\nled to" in heard.text
    assert "builtins.RuntimeError" in heard.text


def test_the_page_of_a_500_says_what_to_do(failed):
    response, _heard = failed("breaks")
    text = response.content.decode()
    assert "系统出了问题" in text
    assert "RuntimeError" not in text
    assert "Traceback" not in text


def test_the_next_request_is_whole_again(failed, shop):
    failed("commit")
    assert signed_in("gz-reviewer").get(f"/files/{FAMILY.file_no}/").status_code == 200


def test_every_handler_of_the_log_leaves_values_out():
    for handler in logging.getLogger().handlers:
        if handler.formatter is not None and type(handler).__module__ == "logging":
            assert type(handler.formatter).__name__ == "WithoutValues"
