import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.scope.actors import Actor
from makers.cases import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(id=actor.user_id), backend=backend)
    return client
