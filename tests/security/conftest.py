"""A copy of the attacked installation for each module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from browser.server import PLAIN
from harness import copy_of

from .attacked import ATTACKED
from .shop import Shop


@pytest.fixture(scope="module")
def shop(attacked_template, django_db_blocker) -> Iterator[Shop]:
    """A copy of it for a module, as the running role sees it. Yields what exists, by place."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    copies = copy_of(ATTACKED, django_db_blocker)
    next(copies)
    with override_settings(STORAGES=PLAIN):
        yield attacked_template[0]
    next(copies, None)
