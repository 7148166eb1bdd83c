"""Post transfers to the ledger: any number in one INSERT, each act once. Nothing else writes them.

For commands of this app and of those above it; it asks for no duty, its callers do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from bangfu.acts.frame import part_of_act
from bangfu.acts.refusals import refused_as
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor

from ..enums import MOST_FEN, WAYS, Movement
from ..errors import (
    FundOverdrawn,
    KeyReused,
    NoDocument,
    NotPositive,
    OutsideFund,
    TooMuch,
    UndoneBeyond,
)

TOLD = """
  select * from unnest(%(funds)s::bigint[], %(kinds)s::text[], %(amounts)s::bigint[],
                       %(idems)s::text[], %(references)s::text[], %(abouts)s::text[])
           as g(fund_id, movement, amount, idem, reference, about)
"""
INSERT_GIVEN = """
with {given}, ways as (
  select * from unnest(%(movements)s::text[], %(debits)s::text[], %(credits)s::text[])
           as w(movement, debit, credit)
)
insert into funds_transfer
  ({columns}fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_user_id, by_name)
select {values}g.fund_id, d.id, c.id, g.amount, g.idem, g.movement, g.reference,
       %(day)s, %(user)s, %(name)s
from given g
join ways w on w.movement = g.movement
join funds_account d on d.fund_id = g.fund_id and d.kind = w.debit
join funds_account c on c.fund_id = g.fund_id and c.kind = w.credit
on conflict (idem) do nothing
"""
INSERT = INSERT_GIVEN.format(given=f"given as ({TOLD})", columns="", values="")
# Where some undo others, which stand in the ledger or are posted with them: ids are drawn before.
INSERT_UNDOING = INSERT_GIVEN.format(
    given=f"""told as ({TOLD}), given as materialized (
  select told.*, nextval(pg_get_serial_sequence('funds_transfer', 'id')) as id from told)""",
    columns="id, about_id, ",
    values="""g.id, coalesce((select t.id from funds_transfer t where t.idem = g.about),
                (select n.id from given n where n.idem = g.about)), """,
)

# An act posted before must be the same act; a missing row means a fund without accounts.
DIFFERING = """
select g.idem from unnest(%(funds)s::bigint[], %(kinds)s::text[], %(amounts)s::bigint[],
                          %(idems)s::text[], %(references)s::text[], %(abouts)s::text[])
         as g(fund_id, movement, amount, idem, reference, about)
left join funds_transfer t on t.idem = g.idem
left join funds_transfer u on u.id = t.about_id
where (t.fund_id, t.reason::text, t.amount, t.reference::text, coalesce(u.idem::text, ''))
      is distinct from (g.fund_id, g.movement, g.amount, g.reference, g.about)
limit 1
"""


class Posting(NamedTuple):
    """One movement of `amount` fen; `idem` is the stable key of the act behind it.

    `about`: key of the transfer that it undoes, for those of `UNDOES`; else "".
    """

    fund_id: int
    movement: Movement
    amount: int
    idem: str
    reference: str
    about: str = ""


@part_of_act
def post_transfers(postings: Sequence[Posting], *, day: date, by: Actor) -> int:
    """Post what is not yet posted; all or nothing.

    Args:
        day: on which they are booked.

    Returns:
        How many transfers are new.

    Raises:
        KeyReused: a key was used before (or twice here) with other content, or the fund has no
            accounts.
        FundOverdrawn, OutsideFund, UndoneBeyond: the database refused.
        NotPositive, TooMuch, NoDocument: an amount or a reference of one of the postings.
    """
    if not postings:
        return 0
    _refuse_bad(postings)
    columns = _columns(postings)
    who = {"day": day, "user": by.user_id, "name": by.name}
    needed = sum(posting.amount for posting in postings)
    undoing = any(posting.about for posting in postings)
    statement = INSERT_UNDOING if undoing else INSERT
    new = insert_transfers(statement, {**columns, **_ways(), **who}, needed)
    if new < len(postings):
        with connection.cursor() as cursor:
            cursor.execute(DIFFERING, columns)
            differing = cursor.fetchone()
        if differing:
            raise KeyReused(differing[0])
    return new


def insert_transfers(statement: str, values: dict[str, Any] | Sequence[Any], needed: int) -> int:
    """Run an INSERT of transfers; how many rows it wrote.

    Raises:
        FundOverdrawn (of `needed` fen), OutsideFund, UndoneBeyond: in place of the database's own words.
    """
    refusals = {
        "account_not_overdrawn": lambda: FundOverdrawn(needed),
        "transfer_inside_fund": OutsideFund,
        "transfer_undoes_within": UndoneBeyond,
    }
    with refused_as(refusals), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _refuse_bad(postings: Sequence[Posting]) -> None:
    if any(posting.amount <= 0 for posting in postings):
        raise NotPositive
    if any(posting.amount > MOST_FEN for posting in postings):
        raise TooMuch
    if not all(trim(posting.reference) for posting in postings):
        raise NoDocument
    keys: dict[str, Posting] = {}
    for posting in postings:
        if keys.setdefault(posting.idem, posting) != posting:
            raise KeyReused(posting.idem)


def _columns(postings: Sequence[Posting]) -> dict[str, Any]:
    funds, kinds, amounts, idems, references, abouts = zip(*postings, strict=True)
    return {
        "funds": list(funds),
        "kinds": [str(kind) for kind in kinds],
        "amounts": list(amounts),
        "idems": list(idems),
        "references": list(references),
        "abouts": list(abouts),
    }


def _ways() -> dict[str, Any]:
    return {
        "movements": [str(name) for name in WAYS],
        "debits": [str(debit) for debit, _credit in WAYS.values()],
        "credits": [str(credit) for _debit, credit in WAYS.values()],
    }
