"""The shape that a register must have before it is decided; bounds first, so that int64 stays exact."""

from collections.abc import Collection

import polars as pl

from bangfu.eligibility.errors import FrameRefused, ImpossibleFact, MemberTwice
from bangfu.eligibility.rules.facts import least_of
from bangfu.eligibility.rules.inputs import (
    FACTS,
    MOST_FEN,
    MOST_PERSONS,
    MOST_STANDARD_FEN,
    STANDARD,
)
from bangfu.eligibility.rules.units import Unit
from bangfu.kernel.phrases import phrase

_WHOLE = pl.Int64
_ORDINALS = pl.List(pl.Int64)


def checked_households(households: pl.DataFrame, adoptions: Collection[int]) -> pl.DataFrame:
    """The households with every column in its type, `row` numbering them.

    Raises:
        FrameRefused, ImpossibleFact.
    """
    columns = [
        _household(households),
        *(_typed(households, each.name, each.unit) for each in FACTS),
    ]
    columns += [_typed(households, STANDARD.name, STANDARD.unit), _text(households, "rule_set")]
    columns += [_optional(households, "adoption", _WHOLE)]
    columns += [_optional(households, "missing_members", _ORDINALS)]
    columns += [_optional(households, "unasked", pl.List(pl.String))]
    facts = households.select(columns).with_row_index("row")
    if facts["household"].null_count() or facts["household"].is_duplicated().any():
        raise FrameRefused("household", phrase("每户须有且只有一行"))
    unknown = facts.filter(~pl.col("adoption").is_in(list(adoptions)))
    if unknown.height:
        raise FrameRefused(
            "adoption", phrase("没有编号为 {number} 的认定规则参数", number=unknown["adoption"][0])
        )
    bounds = {
        each.name: (each.title, least_of(each.unit), each.greatest)
        for each in FACTS
        if each.unit is not Unit.FLAG
    }
    bounds[STANDARD.name] = (STANDARD.title, 1, MOST_STANDARD_FEN)
    _check_bounds(facts, bounds)
    return facts


def checked_members(facts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """`household`, `ordinal`, `income_fen` of all members, those not accepted with a null income.

    Raises:
        FrameRefused, ImpossibleFact, MemberTwice.
    """
    key = facts.schema["household"]
    names = ("household", "ordinal", "income_fen")
    for name in names:
        _present(members, name)
    listed = members.select(
        pl.col("household").cast(key), *(pl.col(n).cast(_WHOLE) for n in names[1:])
    )
    rejected = facts.select("household", ordinal="missing_members").filter(
        pl.col("ordinal").list.len() > 0
    )
    unknown = rejected.explode("ordinal").with_columns(income_fen=pl.lit(None, _WHOLE))
    together = pl.concat([listed, unknown]) if unknown.height else listed
    _check_bounds(together, {"income_fen": ("月收入", 0, MOST_FEN)})
    _check_ordinals(together)
    return together


def check_totals(facts: pl.DataFrame, totals: pl.DataFrame) -> None:
    """Every member belongs to a household here, and none has more of them than was proved for.

    Args:
        totals: one row a household that has members, their number in `members`.

    Raises:
        FrameRefused, ImpossibleFact.
    """
    if totals.join(facts, on="household", how="anti").height:
        raise FrameRefused("household", phrase("有成员不属于所给的任何一户"))
    many = totals.filter(pl.col("members") > MOST_PERSONS)
    if many.height:
        raise ImpossibleFact(str(many["household"][0]), phrase("家庭成员数"), 0, MOST_PERSONS)


def _check_ordinals(members: pl.DataFrame) -> None:
    if members["ordinal"].null_count():
        raise FrameRefused("ordinal", phrase("每名成员须有在表中的次序"))
    places = members.select("household", "ordinal")
    if not _is_in_order(places) and places.n_unique() < places.height:
        twice = places.filter(places.is_duplicated())
        raise MemberTwice(str(twice["household"][0]), twice["ordinal"][0])


def _is_in_order(places: pl.DataFrame) -> bool:
    """Rows already in strict order cannot hold one twice; far quicker than counting unlike ones."""
    household, ordinal = pl.col("household"), pl.col("ordinal")
    same = household == household.shift()
    ahead = (household > household.shift()) | (same & (ordinal > ordinal.shift()))
    return bool(places.select(ahead.fill_null(True).all()).item())


def _check_bounds(frame: pl.DataFrame, bounds: dict[str, tuple[str, int, int]]) -> None:
    beyond = {
        name: ~pl.col(name).is_between(least, most) for name, (_, least, most) in bounds.items()
    }
    tested = frame.select(test.any().alias(name) for name, test in beyond.items()).row(
        0, named=True
    )
    for name, is_beyond in tested.items():
        if is_beyond:
            household = frame.filter(beyond[name])["household"][0]
            raise ImpossibleFact(str(household), *bounds[name])


def _present(frame: pl.DataFrame, name: str) -> pl.DataType:
    if name not in frame.columns:
        raise FrameRefused(name, phrase("缺少这一列"))
    return frame.schema[name]


def _household(frame: pl.DataFrame) -> pl.Expr:
    _present(frame, "household")
    return pl.col("household")


def _typed(frame: pl.DataFrame, name: str, unit: Unit) -> pl.Expr:
    held, wanted = _present(frame, name), pl.Boolean if unit is Unit.FLAG else _WHOLE
    fits = held == pl.Boolean if unit is Unit.FLAG else held.is_integer()
    if not fits and held != pl.Null:
        raise FrameRefused(
            name, phrase("应为是否") if unit is Unit.FLAG else phrase("应为整数（分、人或套）")
        )
    return pl.col(name).cast(wanted)


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    if _present(frame, name) not in (pl.String, pl.Null):
        raise FrameRefused(name, phrase("应为文字"))
    return pl.col(name).cast(pl.String)


def _optional(frame: pl.DataFrame, name: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    return pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, kind).alias(name)
