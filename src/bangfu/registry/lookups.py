"""How a column is compared with what somebody searches."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Holds(Lookup):
    """`head_name__holds=folded("买买提")`: the name, folded in the same way, has this in it."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_given = self.process_lhs(compiler, connection)
        right, right_given = self.process_rhs(compiler, connection)
        return f"strpos(registry_searched({left}), {right}) > 0", [*left_given, *right_given]
