import pytest
from eligibility.made_world import World


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()
