"""A session that is read by hand is the one that Django reads."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as Django
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("writes", "reads"), [(Django, SessionStore), (SessionStore, Django)])
def test_each_reads_what_the_other_wrote(writes, reads):
    written = writes()
    written["appointment"] = 7
    written.create()
    read = reads(written.session_key)
    assert dict(read.items()) == {"appointment": 7}
    read["appointment"] = 8
    read.save()
    assert writes(written.session_key)["appointment"] == 8


def test_it_is_one_statement():
    written = SessionStore()
    written.create()
    with CaptureQueriesContext(connection) as sent:
        SessionStore(written.session_key).get("appointment")
    assert len(sent) == 1


@pytest.mark.parametrize("store", [Django, SessionStore])
@pytest.mark.parametrize("key", ["ended" * 7, "unknown" * 5, None])
def test_what_has_ended_or_never_was_is_empty_and_gets_another_key(store, key):
    past = timezone.now() - timedelta(seconds=1)
    data = store().encode({"appointment": 7})
    Session.objects.create(session_key="ended" * 7, session_data=data, expire_date=past)
    read = store(key)
    assert dict(read.items()) == {}
    assert read.session_key is None
