"""The ledger's door for a batch: one like movement for each row of a query, made in the database.

For commands above, as `post_transfers` is; a hundred thousand rows stay in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from bangfu.acts.frame import part_of_act
from bangfu.acts.refusals import constraint_of
from bangfu.scope.actors import Actor

from ..enums import MOST_FEN, WAYS, Movement
from ..errors import KeyReused, NoDocument, NotPositive, TooMuch
from .post_transfers import insert_transfers

ACTS = "with acts (reference, amount) as ({acts}), way (fund_id, movement) as (values (%s, %s))"
# The two accounts are looked for once, not once an act.
INSERT = f"""{ACTS}, between as materialized (
  select w.fund_id, w.movement, d.id as debit_id, c.id as credit_id
  from way w
  join funds_account d on d.fund_id = w.fund_id and d.kind = %s
  join funds_account c on c.fund_id = w.fund_id and c.kind = %s)
insert into funds_transfer
  (fund_id, debit_id, credit_id, amount, idem, reason, reference, day, by_user_id, by_name)
select b.fund_id, b.debit_id, b.credit_id, a.amount, b.movement || ':' || a.reference, b.movement,
       a.reference, %s, %s, %s
from between b cross join acts a
"""
# Asked only where some act was posted before: it looks for every key before it writes the row.
INSERT_THE_NEW = f"{INSERT}on conflict (idem) do nothing"
MEASURES = f"""{ACTS}
select count(*), coalesce(sum(amount), 0)::bigint, coalesce(min(amount), 1), coalesce(max(amount), 1),
       coalesce(bool_and(btrim(reference) <> ''), true)
from acts, way
"""
# An act posted before must be the same act; a missing row means a fund without accounts.
DIFFERING = f"""{ACTS}
select w.movement || ':' || a.reference
from way w cross join acts a
left join funds_transfer t on t.idem = w.movement || ':' || a.reference
where (t.fund_id, t.reason::text, t.amount, t.reference::text)
      is distinct from (w.fund_id, w.movement, a.amount, a.reference::text)
limit 1
"""


@part_of_act
def post_each(
    acts: QuerySet[Any, Any], *, fund_id: int, movement: Movement, day: date, by: Actor
) -> int:
    """Post what is not yet posted; all or nothing. The key of each is `movement:reference`.

    Args:
        acts: of two columns, `values_list(reference, fen)`; no reference twice.
        day: on which they are booked.

    Returns:
        How many transfers are new.

    Raises:
        KeyReused: a key was used before with other content, or the fund has no accounts.
        FundOverdrawn, OutsideFund: the database refused.
        NotPositive, TooMuch, NoDocument: an amount or a reference of one of the acts.
    """
    question, values = acts.order_by().query.sql_with_params()
    batch = [*values, fund_id, str(movement)]
    count, total, least, most, documented = _first(MEASURES.format(acts=question), batch)
    _refuse_bad(least, most, documented)
    debit, credit = WAYS[movement]
    parameters = [*batch, str(debit), str(credit), day, by.user_id, by.name]
    new = _insert(question, parameters, total)
    if new < count and (differing := _first(DIFFERING.format(acts=question), batch)):
        raise KeyReused(differing[0])
    return new


def _insert(question: str, parameters: Sequence[Any], needed: int) -> int:
    """How many rows are new: all, or those whose act is not posted yet."""
    try:
        return insert_transfers(INSERT.format(acts=question), parameters, needed)
    except IntegrityError as error:
        if constraint_of(error) != "transfer_act_once":
            raise
    return insert_transfers(INSERT_THE_NEW.format(acts=question), parameters, needed)


def _refuse_bad(least: int, most: int, documented: bool) -> None:
    if least <= 0:
        raise NotPositive
    if most > MOST_FEN:
        raise TooMuch
    if not documented:
        raise NoDocument


def _first(statement: str, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
