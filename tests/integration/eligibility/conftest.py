import pytest

from makers.registers import World


@pytest.fixture
def world(db) -> World:
    return World()
