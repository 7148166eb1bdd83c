"""Find scoped tables without row-level security and rows whose columns of scope are wrong.

Also functions of ours that would read another table than the true one, by their caller's search path.
"""

from __future__ import annotations

from django.db import connection

from bangfu.kernel.phrases import mark, phrase
from bangfu.scope.models import TIERS, ScopedModel
from bangfu.scope.row_security import COLUMNS, HOUSEHOLDS, UNIONS, following_models, scoped_models
from bangfu.scope.search_path import loose_functions

GUARDED = """
select c.relrowsecurity and c.relforcerowsecurity,
       exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'scope'
               and p.polcmd = '*' and p.polwithcheck is not null),
       (select count(*) from pg_policy p where p.polrelid = c.oid and p.polpermissive) = 1
from pg_class c where c.oid = %s::regclass
"""
STAMPED = """
select exists (select 1 from pg_trigger t where t.tgrelid = %s::regclass and t.tgname = 'a_stamp'
               and t.tgenabled = 'A')
"""
ROLE = """
select rolsuper or rolbypassrls or exists (
         select 1 from pg_class c where c.relnamespace = 'public'::regnamespace
                                    and c.relowner = r.oid)
from pg_roles r where r.rolname = current_user
"""
FAULTS = (
    mark("没有启用或没有强制行级安全"),
    mark("没有管辖策略"),
    mark("另有放宽的策略"),
)
UNSTAMPED = mark("没有管辖标记触发器")


def check_scope() -> list[str]:
    """Needs the whole register in scope."""
    guarded = [*scoped_models(), *following_models()]
    unguarded = (line for model in guarded for line in _guards(model._meta.db_table))
    untrue = (line for model in scoped_models() for line in _stamps(model))
    return [*_role(), *_functions(), *unguarded, *untrue]


def _role() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        row = cursor.fetchone()
    return [phrase("运行时的数据库角色可以绕过行级安全")] if row is None or row[0] else []


def _functions() -> list[str]:
    return [
        phrase("数据库函数 {function} 没有固定查找路径，临时表可以顶替真表", function=function)
        for function in loose_functions()
    ]


def _guards(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED, [table])
        verdicts = zip(FAULTS, cursor.fetchone(), strict=True)
    return [f"{table}：{phrase(fault)}" for fault, good in verdicts if not good]


def _stamps(model: type[ScopedModel]) -> list[str]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(STAMPED, [table])
        stamped = cursor.fetchone()[0]
        cursor.execute(_mismarked(model))
        wrong = cursor.fetchone()[0]
    faults = [] if stamped else [f"{table}：{phrase(UNSTAMPED)}"]
    if wrong:
        faults.append(
            phrase("{table}：{wrong} 行的管辖标记与所属工会或档案不一致", table=table, wrong=wrong)
        )
    return faults


def _mismarked(model: type[ScopedModel]) -> str:
    table = model._meta.db_table
    column, source = model.stamped_from
    taken = TIERS if table == HOUSEHOLDS or source == UNIONS else COLUMNS
    own, true = (", ".join(f"{alias}.{name}" for name in taken) for alias in ("o", "s"))
    return (
        f"select count(*) from {table} o join {source} s on s.id = o.{column} "
        f"where ({own}) is distinct from ({true})"
    )
