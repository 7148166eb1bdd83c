"""A register of households with a card and an approval, made in SQL as the owner of its tables.

For what is done by the hundred thousand: rosters, releases, submissions. Triggers, foreign keys
and indexes are put aside meanwhile (`multiply.laid_aside`) and laid again as they were.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `installation` sets up)

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from demo_place import installation, owner_connection
from multiply import laid_aside

DAY = date(2010, 10, 31)
AMOUNT = 20_000
CLASS = "低保户"
COUNTIES = ("440902", "440904", "440981", "440982", "440983")
TABLES = (
    "registry_household", "registry_person", "registry_membership", "registry_householdfacts",
    "vault_secret", "eligibility_determination", "notices_notice", "casework_case",
    "casework_caseevent",
)  # fmt: skip
#: One in so many has no card, and is left out.
WITHOUT_CARD = 50
SCOPE = "tier1, tier2, tier3, tier4, tier5, tier6, system"

REGISTER = (
    f"""
    insert into registry_household (file_no, union_id, area_code, head_name, opened_on, {SCOPE})
    select u.area_code || lpad(n::text, 8, '0'), u.id, u.area_code, '样例', '2010-01-01',
           u.tier1, u.tier2, u.tier3, u.tier4, u.tier5, u.tier6, ''
    from generate_series(1, %(households)s) n
    join lateral (select * from organisations_union where depth = 2 order by id
                  offset n %% %(counties)s limit 1) u on true
    """,
    f"""
    insert into vault_secret (kind, household_ref, key_version, sealed, blind_index, mask, check_fits,
      {SCOPE})
    select kind, id, 1, '', sha256((kind || id)::bytea), '', true, {SCOPE}
    from registry_household cross join (values ('card'), ('id_number')) k(kind)
    where kind = 'id_number' or id %% {WITHOUT_CARD} <> 0
    """,
    f"""
    insert into registry_person (household_id, name, sex, id_secret_id, {SCOPE})
    select h.id, h.head_name, '', s.id, {", ".join(f"h.{c}" for c in SCOPE.split(", "))}
    from registry_household h join vault_secret s on s.household_ref = h.id and s.kind = 'id_number'
    """,
    f"""
    insert into registry_membership (household_id, person_id, relation, held_from, {SCOPE})
    select household_id, id, '本人', '2010-01-01', {SCOPE} from registry_person
    """,
    f"""
    insert into registry_householdfacts (household_id, held_from, source, recorded_by,
      content_digest, name, area_code, union_id, bank, own_system, id_secret_id, card_secret_id,
      {SCOPE}, {{blank_columns}})
    select h.id, '2010-01-01', 'page', '基准', '', h.head_name, h.area_code, h.union_id,
      '茂名银行', '', p.id_secret_id, s.id, {", ".join(f"h.{c}" for c in SCOPE.split(", "))},
      {{blank_values}}
    from registry_household h join registry_person p on p.household_id = h.id
    left join vault_secret s on s.household_ref = h.id and s.kind = 'card'
    """,
    f"""
    insert into eligibility_determination (household_id, holds_from, holds_until, facts_id,
      member_facts, hardship_class, missing, excluded, income_fen, essential_fen, size,
      standard_fen, rule_set, area_code, area_name, own_system, persons, main_cause, file_no,
      {SCOPE})
    select h.id, '2010-01-01', '9999-12-31', f.id, '{{{{}}}}', '{CLASS}', '{{{{}}}}', '{{{{}}}}', 120000,
      60000, 1, 20000, '2016', h.area_code, '', '', 1, '', h.file_no,
      {", ".join(f"h.{c}" for c in SCOPE.split(", "))}
    from registry_household h join registry_householdfacts f on f.household_id = h.id
    """,
)
INSTALLED = (
    "insert into organisations_installation (id, is_demo, demo_day) values (1, true, %(day)s)"
)
NOTICE = f"""
insert into notices_notice (kind, union_id, {SCOPE}, number, token, posted_on, ends_on,
  working_days, contact, entries, by_user_id)
select 'determination', id, tier1, tier2, tier3, tier4, tier5, tier6, '', '1', md5(code),
       '2010-10-10', '2010-10-20', 5, '样例', '[]', 2
from organisations_union where depth = 2
"""
#: The first so many households have an approval.
APPROVALS = f"""
insert into casework_case (household_id, state, day, known_at, determination_id, hardship_class,
  income_fen, essential_fen, size, standard_fen, rule_set, facts_id, submitted_by_id,
  checked_by_id, posted_by_id, decided_by_id, notice_id, notice_seq, posting_ends_on, version,
  moved_on, decided_on, {SCOPE})
select d.household_id, 'approved', '2010-10-01', now(), d.id, d.hardship_class, d.income_fen,
  d.essential_fen, d.size, d.standard_fen, d.rule_set, d.facts_id, 1, 2, 2, 3, n.id,
  d.household_id, n.ends_on, 4, '2010-10-25', '2010-10-25',
  {", ".join(f"d.{c}" for c in SCOPE.split(", "))}
from eligibility_determination d join notices_notice n on n.union_id = d.tier2
where d.household_id <= %(approved)s
"""


@contextmanager
def payees(households: int, *, approved: int) -> Iterator[None]:
    """An installation of its own with so many households, the first `approved` of them approved."""
    place = Path(tempfile.mkdtemp(prefix="bangfu-bench-"))
    place.chmod(0o755)
    from bangfu.operations.datafolder import data_folder
    from bangfu.operations.embedded import EmbeddedServer

    try:
        with installation(place / "data"):
            make_unions()
            make_register(households, approved)
            yield
    finally:
        EmbeddedServer(data_folder()).destroy()
        shutil.rmtree(place, ignore_errors=True)


def make_unions() -> None:
    """A city and its counties."""
    from bangfu.organisations.models import Union

    city = Union.objects.create(
        code="B", name="市总工会", kind="市总工会", area_code="440900", depth=1
    )
    city.tier1 = city.pk
    city.save()
    for code in COUNTIES:
        county = Union.objects.create(
            code=code, name=f"{code}县总工会", kind="县总工会", area_code=code, depth=2, parent=city
        )
        county.tier1, county.tier2 = city.pk, county.pk
        county.save()


def make_register(households: int, approved: int) -> None:
    numbers = {"households": households, "approved": approved, "counties": len(COUNTIES)}
    blank = blank_columns()
    with owner_connection() as connection:
        connection.execute("select set_config('app.reach', 'machine', false)")
        connection.execute("set synchronous_commit = off")
        with laid_aside(connection, list(TABLES)):
            for statement in REGISTER:
                connection.execute(
                    statement.format(
                        blank_columns=", ".join(blank), blank_values=", ".join(blank.values())
                    ),
                    numbers,
                )
                connection.execute("analyze")
            connection.execute(INSTALLED, {"day": DAY})
            connection.execute(NOTICE)
            connection.execute(APPROVALS, numbers)
        connection.execute("vacuum analyze")


def blank_columns() -> dict[str, str]:
    """Columns of the form that may be blank but not null, with what a blank is."""
    from bangfu.registry.models import HouseholdFacts

    values = {
        "source", "recorded_by", "name", "area_code", "bank", "own_system", "system",
        "content_digest",
    }  # fmt: skip
    return {
        field.column: "'{}'" if field.get_internal_type() == "ArrayField" else "''"
        for field in HouseholdFacts._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "ArrayField")
        and not field.null
        and field.column not in values
    }


def officers(*roles: str) -> dict[str, object]:
    """Role → an actor of the city, each a person of their own."""
    from bangfu.accounts.models import User
    from bangfu.organisations.models import Appointment, Union
    from bangfu.organisations.queries import actor_for

    city = Union.objects.get(depth=1)
    secrets = {}
    for role in roles:
        user = User.objects.create(username=role, name=role)
        held = Appointment.objects.create(user=user, union=city, role=role, since=DAY)
        secrets[role] = actor_for(held)
    return secrets
