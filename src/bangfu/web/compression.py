"""Pages travel compressed, except where their size could tell a secret.

Size tells (BREACH) when an attacker has a signed-in browser ask for pages that repeat what he chose
beside what he wants to know. Three walls: only what our own pages or the officer's own hand asked
for is compressed, and an attacker's page can ask neither way, for the browser says so itself
(`Sec-Fetch-Site`); an answer that opened a number, and any to a posted form, is not; and what is
compressed is of a length that varies (Django pads it), with CSRF tokens masked anew each time.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

OWN = frozenset({"same-origin", "none"})  # `none`: typed, or from a bookmark
SAFE = frozenset({"GET", "HEAD"})


class CompressedPages(GZipMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not may_compress(request, response):
            return response
        return super().process_response(request, response)


def may_compress(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Files are compressed already, or hold what no size may tell; streams are files."""
    return (
        request.method in SAFE
        and request.headers.get("Sec-Fetch-Site") in OWN
        and response.get("Content-Type", "").startswith("text/html")
        and not response.streaming
        and not getattr(response, "secret", False)
    )
