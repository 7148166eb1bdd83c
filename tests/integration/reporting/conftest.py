from datetime import date

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.scope.actors import Actor
from makers.registers import World

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world(db) -> World:
    network = World()
    network.adopt()
    network.standard("449900", 300, date(2010, 1, 1))
    return network


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client
