"""Funds on a real database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bangfu.scope.actors import acting, operator
from makers.funds import Money, make_money


@pytest.fixture
def money(db) -> Iterator[Money]:
    """Seen by somebody who sees every fund; who sees fewer is asked in `test_ledger_in_sight`."""
    with acting(operator()):
        yield make_money()
