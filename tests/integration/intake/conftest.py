import pytest

from .made_register import Net


@pytest.fixture
def net(db) -> Net:
    return Net()
