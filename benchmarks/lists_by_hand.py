"""Pages of lists by hand: the plainest SQL that shows the same rows and says how many there are.

`{tier}` is the column of the union that looks on.
"""

#: What any page has to ask and to write, whatever it shows: who asks, the scope, the log.
AROUND = [
    "select session_data from django_session where session_key = %(session)s and expire_date > now()",
    "select * from accounts_user where id = %(user)s",
    """
    select i.is_demo, i.demo_day, a.id, a.role, a.union_id, u.name, u.kind, u.system, u.depth
    from organisations_installation i
    left join organisations_appointment a on a.user_id = %(user)s and a.since <= %(day)s
      and (a.until is null or a.until >= %(day)s)
    left join organisations_union u on u.id = a.union_id
    """,
    """
    select set_config('app.union', current_setting('app.union'), true),
      set_config('app.system', current_setting('app.system'), true),
      set_config('app.system_union', current_setting('app.system_union'), true),
      set_config('app.reach', current_setting('app.reach'), true)
    """,
    """
    insert into audit_entry
      (user_id, actor, role, union_id, action, subject_kind, subject, detail, era, xid, digest)
    select %(user)s, name, %(role)s, %(union)s, 'registry.read_many', 'list', 'files', '{{}}', 0, 0, ''
    from accounts_user where id = %(user)s
    """,
]
#: What the form over a list offers.
CHOICES = """
select id, name, kind, depth, parent_id, code, area_code, system
from organisations_union where {tier} = %(union)s order by code
"""

SHOWN = """
  h.file_no, h.head_name, u.name, h.system, h.opened_on, d.hardship_class, d.income_fen, d.size, f.employer,
  exists (select from eligibility_waiting w where w.household_id = h.id
    and w.from_day <= %(day)s and w.until_day > %(day)s) as stale
"""
WITH_FACTS = """
join organisations_union u on u.id = h.union_id
left join registry_householdfacts f on f.id = d.facts_id
"""
ON_THE_DAY = "d.holds_from <= %(day)s and d.holds_until > %(day)s"
#: Each tab of the list of cases says how many it holds.
TABS = [
    *(
        f"c.state = '{state}'"
        for state in ("submitted", "checked", "approved", "returned", "refused")
    ),
    "c.state = 'posted' and c.posting_ends_on >= %(day)s",
    "c.state = 'posted' and c.posting_ends_on < %(day)s",
]
COUNTED = "select count(*) from (select 1 from {} limit 1001) counted"


def files() -> list[str]:
    rows = "registry_household h where h.{tier} = %(union)s"
    page = f"""
    select {SHOWN}
    from (select * from {rows} and h.file_no > %(after)s order by h.file_no limit 51) h
    left join eligibility_determination d on d.household_id = h.id and {ON_THE_DAY}
    {WITH_FACTS} order by h.file_no
    """
    return [page, COUNTED.format(rows)]


def determined(*columns: str) -> list[str]:
    """Narrowed by columns of the determination in force; their values go by the same names."""
    asked = "".join(f" and d.{column} = %({column})s" for column in columns)
    rows = f"eligibility_determination d where d.{{tier}} = %(union)s and {ON_THE_DAY}{asked}"
    page = f"""
    select {SHOWN}
    from (select * from {rows} order by d.file_no limit 51) d
    join registry_household h on h.id = d.household_id
    {WITH_FACTS} order by h.file_no
    """
    return [page, COUNTED.format(rows)]


def named() -> list[str]:
    """By the gram table, as is held against the page of a part of a name."""
    rows = "registry_namegram g where g.{tier} = %(union)s and g.gram = %(part)s"
    page = f"""
    select {SHOWN}
    from (select * from {rows} order by g.file_no limit 51) g
    join registry_household h on h.id = g.household_id
    left join eligibility_determination d on d.household_id = h.id and {ON_THE_DAY}
    {WITH_FACTS} order by g.file_no
    """
    return [page, COUNTED.format(rows)]


def numbered() -> list[str]:
    rows = "registry_household h where h.{tier} = %(union)s and h.file_no ^@ %(number)s"
    page = f"""
    select {SHOWN}
    from (select * from {rows} order by h.file_no limit 51) h
    left join eligibility_determination d on d.household_id = h.id and {ON_THE_DAY}
    {WITH_FACTS} order by h.file_no
    """
    return [page, COUNTED.format(rows)]


def cases() -> list[str]:
    rows = "casework_case c where c.{tier} = %(union)s and c.state = 'checked'"
    page = f"""
    select h.file_no, h.head_name, u.name, c.hardship_class, c.income_fen, c.size, c.moved_on, c.version
    from (select * from {rows} order by c.id limit 51) c
    join registry_household h on h.id = c.household_id
    join organisations_union u on u.id = h.union_id order by c.id
    """
    tabs = [f"casework_case c where c.{{tier}} = %(union)s and {tab}" for tab in TABS]
    return [page, *map(COUNTED.format, tabs)]


def by_area() -> list[str]:
    """The figures of the desk, from the determinations."""
    return [
        f"""
        select d.area_code, d.hardship_class, count(*), sum(d.persons)
        from eligibility_determination d where d.{{tier}} = %(union)s and {ON_THE_DAY} group by 1, 2
        """
    ]


FRAGMENT = """
select substr(head_name, i, 2) from registry_household, generate_series(1, length(head_name) - 1) i
where tier2 = %s group by 1 having count(*) between 3 and 6 order by 1 limit 1
"""
