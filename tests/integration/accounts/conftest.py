import pytest

from makers.registers import World


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()
