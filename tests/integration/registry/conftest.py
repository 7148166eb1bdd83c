import pytest
from eligibility.made_world import World


@pytest.fixture
def world(db) -> World:
    return World()
