"""What a start clears of a database elsewhere never keeps the system from starting."""

from __future__ import annotations

import pytest

from bangfu.operations.cli.remains import clear_remains
from bangfu.operations.database import OWNER, RUNNING
from bangfu.operations.datafolder import DataFolder


@pytest.mark.parametrize("name", ["bangfu", "Bangfu-2", "b" * 60])
def test_whatever_a_database_elsewhere_is_called(name, tmp_path, monkeypatch):
    for variable in (OWNER, RUNNING):
        monkeypatch.setenv(variable, f"postgresql://nobody@127.0.0.1:1/{name}")
    left = tmp_path / ".kept.4194300"  # more than Linux gives
    left.touch()
    clear_remains(DataFolder(tmp_path).create())
    assert not left.exists()
