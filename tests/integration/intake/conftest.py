import pytest

from makers.tables import Net


@pytest.fixture
def net(db) -> Net:
    return Net()
