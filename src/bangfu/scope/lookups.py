"""Look-ups that an index answers under row-level security: only leakproof operators do."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Begins(Lookup):
    """`file_no__begins="4409"`: Django's own `startswith` is LIKE, which reaches no index there."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_given = self.process_lhs(compiler, connection)
        right, right_given = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*left_given, *right_given]
