"""Administrators over a small city, for the tests of what two of them do."""

from __future__ import annotations

import pytest

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from makers import unions
from makers.registers import World


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()


@pytest.fixture
def first(world) -> Actor:
    """Proposes."""
    return unions.appoint("first", Role.ADMINISTRATOR, world.city)


@pytest.fixture
def second(world) -> Actor:
    return unions.appoint("second", Role.ADMINISTRATOR, world.city)


@pytest.fixture
def gives(world) -> Actor:
    """Administers 东县."""
    return unions.appoint("gives", Role.ADMINISTRATOR, world.east)


@pytest.fixture
def gets(world) -> Actor:
    """Administers 西县."""
    return unions.appoint("gets", Role.ADMINISTRATOR, world.west)


@pytest.fixture
def officer(world) -> Actor:
    return world.officer(Role.APPROVER, world.west)
