"""Django's sessions in the database, read by hand: every page reads one, and it is one row."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.utils import timezone

SESSION = """
select session_data from django_session where session_key = %s and expire_date > %s
"""


class SessionStore(DatabaseSessions):
    """Named as Django's, for the signature on what is stored names the class."""

    def load(self) -> dict[str, Any]:
        """Empty where there is none, or it has ended; then another key is made for what comes."""
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        return data
