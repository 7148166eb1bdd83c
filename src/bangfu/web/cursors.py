"""Where a list goes on, as a link of ours would say it in the address."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST_ID = 18  # digits that surely fit a bigint


def row_id(request: HttpRequest, name: str) -> str:
    """The id of a row, "" for anything else: what is no cursor of ours begins the list anew."""
    cursor = request.GET.get(name, "")
    fits = cursor.isascii() and cursor.isdigit() and len(cursor) <= LONGEST_ID
    return cursor if fits else ""
