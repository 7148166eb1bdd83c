import pytest

from .made_world import World


@pytest.fixture
def world(db) -> World:
    return World()
