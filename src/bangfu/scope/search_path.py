"""Every function of ours reads the tables of the schema `public`, whatever its caller has made.

A temporary table comes before `public` in a caller's own search path: without this, one named
like a table of ours would answer in its place the questions that a trigger asks. A body that was
bound to its tables when it was made (`begin atomic`) looks nothing up by name, and goes without: a
function with settings of its own is never inlined.
"""

from __future__ import annotations

from django.db import connection

SEARCH_PATH = "public, pg_temp"
# Extensions keep their own. Who owns django_migrations is the owner of all that was migrated.
LOOSE = f"""
select p.oid::regprocedure::text from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
  and p.prosqlbody is null
  and p.proowner = (select relowner from pg_class where oid = 'public.django_migrations'::regclass)
  and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass
                  and d.objid = p.oid and d.deptype = 'e')
  and 'search_path={SEARCH_PATH}' <> all (coalesce(p.proconfig, '{{}}'))
order by 1
"""


def loose_functions() -> list[str]:
    """Functions, with the types of their arguments, that look tables up as their caller does."""
    with connection.cursor() as cursor:
        cursor.execute(LOOSE)
        return [name for (name,) in cursor.fetchall()]


def pin_search_path() -> None:
    """Run as the owner, after the last function was made or replaced."""
    loose = loose_functions()
    with connection.cursor() as cursor:
        for function in loose:
            cursor.execute(f"alter routine {function} set search_path = {SEARCH_PATH}")
