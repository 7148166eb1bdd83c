"""Pages travel compressed, except where their size could tell a secret (BREACH)."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from bangfu.web.compression import CompressedPages, may_compress

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_ENCODING": "gzip"}
PAGE = "<p>困难职工档案</p>" * 200


def page(**attributes: object) -> HttpResponse:
    response = HttpResponse(PAGE)
    for name, value in attributes.items():
        setattr(response, name, value)
    return response


def sent(request, response):
    return CompressedPages(lambda _: response)(request)


def test_a_page_that_our_own_page_asks_for_is_small():
    answer = sent(RequestFactory().get("/", **OWN), page())
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == PAGE
    assert len(answer.content) < len(PAGE.encode()) / 10


def test_its_length_varies_though_it_is_the_same_page():
    lengths = {len(sent(RequestFactory().get("/", **OWN), page()).content) for _ in range(40)}
    assert len(lengths) > 5


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "whatever"])
def test_what_another_site_has_a_browser_ask_for_is_not(site):
    request = RequestFactory().get("/", **{**OWN, "HTTP_SEC_FETCH_SITE": site})
    assert not may_compress(request, page())
    assert "Content-Encoding" not in sent(request, page())


def test_neither_is_what_a_browser_says_nothing_of():
    assert not may_compress(RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip"), page())


def test_a_number_in_clear_an_answer_to_a_form_and_a_file_are_not():
    get, post = RequestFactory().get("/", **OWN), RequestFactory().post("/", **OWN)
    assert not may_compress(get, page(secret=True))
    assert not may_compress(post, page())
    assert not may_compress(get, HttpResponse(b"x" * 500, content_type="text/csv"))
    assert not may_compress(get, StreamingHttpResponse([b"x"], content_type="text/html"))
