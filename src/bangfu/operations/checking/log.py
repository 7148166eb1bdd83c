"""Compare every row of the log with its digest, and see that the log can only grow."""

from __future__ import annotations

from django.db import connection

from bangfu.audit.append_only import append_only_models
from bangfu.kernel.phrases import phrase

# The digest as the database made it on insert (audit/guards/entry.sql), over the row as it is now.
DIGESTS = """
select id from audit_entry
where digest <> sha256(convert_to(jsonb_build_array(
        id, era, xid, extract(epoch from at), user_id, actor, role, union_id, action,
        subject_kind, subject, detail)::text, 'UTF8'))
order by id limit 100
"""
# A transaction's rows are written one after the other, so within an era ids and times agree but
# for transactions that overlap; a row dated long before its neighbours was put in afterwards.
OUT_OF_ORDER = """
select id from (select id, at, max(at) over (partition by era order by id
                  rows between unbounded preceding and 1 preceding) as before from audit_entry) e
where before - at > interval '1 day' order by id limit 100
"""
GUARDED = """
select count(*) filter (where t.tgname in ('b_append_only', 'b_no_truncate')
                          and t.tgenabled = 'A'),
       has_table_privilege(current_user, %s, 'update')
         or has_table_privilege(current_user, %s, 'delete')
         or has_table_privilege(current_user, %s, 'truncate')
from pg_trigger t where t.tgrelid = %s::regclass
"""


def check_log() -> list[str]:
    return [*_digests(), *_out_of_order(), *_guards()]


def _digests() -> list[str]:
    return [
        phrase("日志第 {number} 条与写入时不一致", number=number) for number in _numbers(DIGESTS)
    ]


def _out_of_order() -> list[str]:
    return [
        phrase("日志第 {number} 条的时间早于前面的记录", number=number)
        for number in _numbers(OUT_OF_ORDER)
    ]


def _guards() -> list[str]:
    faults = []
    with connection.cursor() as cursor:
        for model in append_only_models():
            table = model._meta.db_table
            cursor.execute(GUARDED, [table] * 4)
            triggers, may_rewrite = cursor.fetchone()
            if triggers != 2:
                faults.append(phrase("{table}：防改写的触发器不全", table=table))
            if may_rewrite:
                faults.append(phrase("{table}：运行角色有改写的权限", table=table))
    return faults


def _numbers(question: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in cursor.fetchall()]
