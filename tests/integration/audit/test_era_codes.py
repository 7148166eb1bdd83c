"""The code of an era is none that was drawn before, however few are left."""

from __future__ import annotations

from django.db import connection

from bangfu.audit.models import Era
from harness import connect_to

LETTERS = "ACEFHJKMNPRTUWXY"
#: All codes but those that begin with these two letters: one in 256 is free.
NEARLY_ALL = """
insert into audit_era (reason, code)
select 'x', a || b || c || d
from {letters} a, {letters} b, {letters} c, {letters} d where a || b <> 'AC'
on conflict (code) do nothing
"""


def test_it_is_drawn_until_it_is_new(fresh_database):
    connect_to(fresh_database, owner=True)
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_era disable trigger draw_code")
        cursor.execute(
            NEARLY_ALL.format(letters=f"regexp_split_to_table('{LETTERS}', '')"),
        )
        cursor.execute("alter table audit_era enable always trigger draw_code")
        for _ in range(3):
            cursor.execute("insert into audit_era (reason) values ('备份之后')")
    newest = Era.objects.order_by("-id").values_list("code", flat=True)[:3]
    assert len({*newest}) == 3
    assert {(code[:2], len(code)) for code in newest} == {("AC", 4)}
