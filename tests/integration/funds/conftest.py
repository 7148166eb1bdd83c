"""Funds on a real database."""

from __future__ import annotations

import pytest
from money_made import Money, make_money


@pytest.fixture
def money(db) -> Money:
    return make_money()
