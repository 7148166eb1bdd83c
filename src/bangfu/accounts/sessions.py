"""Django's sessions in the database, read by hand: every page reads one, and it is one row."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from bangfu.scope.prepared import prepared_rows

SESSION = """
select session_data from django_session where session_key = %s and expire_date > %s
"""


class SessionStore(DatabaseSessions):
    """Named as Django's, for the signature on what is stored names the class."""

    def load(self) -> dict[str, Any]:
        """Empty where there is none, or it has ended; then another key is made for what comes."""
        rows = prepared_rows(SESSION, [self.session_key, timezone.now()])
        if not rows:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(rows[0][0])
        return data
