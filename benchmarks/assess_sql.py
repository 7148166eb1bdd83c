"""The decision of both rule sets as hand-written DuckDB SQL: what `make bench` measures against.

Written from the rules' text, not from the rule functions, so that it also serves as a third opinion
in the tests. It knows the default parameters only. Run alone it prints the ratio for a made register.
"""

import argparse
import time

import duckdb
import polars as pl

SQL = """
with listed as (
    select household, ordinal, income_fen from members
    union all
    select household, unnest(missing_members), null from households
),
counted as (
    select h.household, h.size, l.ordinals, h.size - 1 - coalesce(l.held, 0) as absent
    from households h
    left join (select household, count(*) as held, list(ordinal) as ordinals
               from listed group by household) l using (household)
),
every_member as (
    from listed
    union all
    select household,
           unnest(list_filter(range(1, size),
               lambda place: not list_contains(coalesce(ordinals, []), place))[1:absent]),
           null
    from counted where absent between 1 and 20
),
totals as (
    select household,
           sum(income_fen)::bigint as known_fen,
           count(*) filter (where income_fen is null) as unknown,
           list('成员' || ordinal || '月收入' order by ordinal)
               filter (where income_fen is null) as unknown_titles
    from every_member group by household
),
facts as (
    select h.* replace (case when c.absent between 0 and 20 then h.size end as size),
           t.unknown_titles,
           case when coalesce(t.unknown, 0) = 0
                then (own_income_fen + coalesce(t.known_fen, 0)) * 12 + other_income_fen
           end as income_fen,
           greatest(coalesce(loss_fen, 0) - coalesce(compensation_fen, 0), 0) as loss,
           coalesce(medical_fen, 0) + coalesce(disability_cost_fen, 0)
               + coalesce(education_fen, 0) + coalesce(housing_cost_fen, 0)
               + coalesce(other_essential_fen, 0) as costs,
           standard_fen * 12 * case when c.absent between 0 and 20 then h.size end as line
    from households h left join totals t using (household) join counted c using (household)
),
sums as (
    select *,
           case rule_set when '2016' then costs + loss
                         when '2021' then costs - coalesce(compulsory_education_fen, 0)
           end as essential_fen,
           coalesce(homes >= 2, false) as many_homes,
           coalesce(vehicle, false) as has_vehicle,
           income_fen is null or size is null or homes is null or vehicle is null
               or standard_fen is null or rule_set is null as is_open
    from facts
)
select household,
       case
           when many_homes or has_vehicle then '不符合'
           when is_open then '待核实'
           when rule_set = '2016' then case
               when income_fen < line then '低保户'
               when 2 * income_fen <= 3 * line and income_fen - essential_fen <= line
                   then '低保边缘户'
               when loss > 0 and income_fen <= 3 * line and income_fen - essential_fen <= line
                   then '意外致困户'
               else '不符合' end
           else case
               when income_fen - essential_fen <= line then '深度困难'
               when income_fen - essential_fen - coalesce(employment_cost_fen, 0) < 2 * line
                   then '相对困难'
               when 5 * loss > 4 * income_fen then '意外致困'
               else '不符合' end
       end as class,
       case when is_open and not (many_homes or has_vehicle) then list_filter(
           list_concat(
               [case when own_income_fen is null then '本人月平均收入' end],
               coalesce(unknown_titles, []),
               [case when other_income_fen is null then '家庭非薪资年收入' end,
                case when size is null then '家庭人口' end,
                case when homes is null then '住房套数' end,
                case when vehicle is null then '机动车' end,
                case when standard_fen is null then '城市低保标准' end,
                case when rule_set is null then '认定规则' end]),
           lambda title: title is not null)
       else [] end as missing,
       case when many_homes and has_vehicle then ['住房套数', '机动车']
            when many_homes then ['住房套数']
            when has_vehicle then ['机动车']
            else [] end as excluded,
       income_fen, essential_fen, size, standard_fen, rule_set
from sums
"""


def assess_with_sql(households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The same columns as `assess_register`, in no particular order.

    Args:
        households, members: as for `assess_register`; `missing_members` may be absent.
    """
    if "missing_members" not in households.columns:
        none = pl.lit(None, pl.List(pl.Int64))
        households = households.with_columns(missing_members=none)
    with duckdb.connect() as connection:
        connection.register("households", households)
        connection.register("members", members)
        assessed: pl.DataFrame = connection.sql(SQL).pl()
    return assessed


def made_register(count: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A register of `count` households and about twice as many members; the same for a seed.

    Most lie near the line; a few per cent lack a fact, a standard or a rule set, or are excluded.
    """
    rows = pl.DataFrame({"household": pl.int_range(count, eager=True)})

    def draw(salt: int, most: int) -> pl.Expr:
        return (pl.col("household").hash(seed + salt) % most).cast(pl.Int64)

    def unless(one_in: int, salt: int, value: pl.Expr) -> pl.Expr:
        return pl.when(draw(salt, one_in) > 0).then(value)

    expenses = ("medical_fen", "disability_cost_fen", "education_fen", "housing_cost_fen")
    costs = (*expenses, "employment_cost_fen", "other_essential_fen", "loss_fen")
    households = rows.select(
        "household",
        unless(60, 1, draw(2, 90_000)).alias("own_income_fen"),
        unless(60, 3, draw(4, 300_000)).alias("other_income_fen"),
        unless(
            200, 5, draw(70, 5) + 1 + pl.when(draw(5, 30) == 1).then(draw(6, 4) - 1).otherwise(0)
        )
        .clip(1)
        .alias("size"),
        unless(100, 7, (draw(8, 40) == 0).cast(pl.Int64) + 1).alias("homes"),
        unless(100, 9, draw(10, 40) == 0).alias("vehicle"),
        *(
            pl.when(draw(20 + i, 3) == 0).then(draw(40 + i, 900_000)).alias(name)
            for i, name in enumerate(costs)
        ),
        pl.lit(0, pl.Int64).alias("compulsory_education_fen"),
        draw(60, 90_000).alias("compensation_fen"),
        unless(500, 61, pl.lit(23_800, pl.Int64) + draw(62, 5) * 1_000).alias("standard_fen"),
        unless(
            500, 63, pl.when(draw(64, 2) == 0).then(pl.lit("2016")).otherwise(pl.lit("2021"))
        ).alias("rule_set"),
    )
    members = (
        rows.select("household", ordinal=pl.int_ranges(1, draw(70, 5) + 1))
        .explode("ordinal", empty_as_null=False)
        .with_columns(income_fen=unless(90, 71, draw(72, 60_000) + pl.col("ordinal")))
    )
    return households, members


def main() -> None:
    from bangfu.eligibility.rules.register import assess_register  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=1_000_000)
    households, members = made_register(parser.parse_args().households)
    taken = {}
    for name, assess in (("SQL", assess_with_sql), ("rules", assess_register)):
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            assess(households, members)
            runs.append(time.perf_counter() - start)
        taken[name] = min(runs)
    ratio = taken["rules"] / taken["SQL"]
    print(f"SQL {taken['SQL']:.2f} s, rules {taken['rules']:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
