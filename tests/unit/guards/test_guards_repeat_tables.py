"""What guards repeat of the program's own tables, compared with them.

Guards are frozen text that an auditor can read; where one holds a table that the program holds
too, the two must say the same.
"""

import re
from pathlib import Path

import pytest

import bangfu
from bangfu.acts.incompatible import PAIRS
from bangfu.acts.two_hands import FIRST_ADMINISTRATORS, IN_TWO_HANDS
from bangfu.acts.ways import Way
from bangfu.casework.commands._moving import CaseWay
from bangfu.casework.rules.states import TABLE
from bangfu.eligibility.commands.taking_marks import ASSESSING
from bangfu.eligibility.models import RANGE
from bangfu.funds.enums import UNDOES, WAYS
from bangfu.organisations.commands.office_codes import LASTS, TRIES
from bangfu.rounds.commands.steps import RoundWay
from bangfu.rounds.rules.states import TABLE as ROUND_TABLE
from bangfu.scope.reach import MAX_DEPTH

SOURCE = Path(bangfu.__file__).parent


def guard(name: str) -> str:
    app, subject = name.split("/")
    return (SOURCE / app / "guards" / f"{subject}.sql").read_text("utf-8")


def listed_after(sql: str, words: str) -> set[tuple[str, ...]]:
    """The rows of the list `words ((…), (…))`."""
    held = re.search(re.escape(words) + r"\s*\(((?:\s*\([^()]*\),?)+)\s*\)", sql)
    assert held is not None, words
    rows = re.findall(r"\(([^()]*)\)", held.group(1))
    return {tuple(re.findall(r"'([^']*)'", row)) for row in rows}


def test_a_case_goes_the_ways_of_the_table():
    held = listed_after(guard("casework/case"), "(old.state, new.state) not in")
    assert held == {(str(origin), str(target)) for origin, target in TABLE.pairs()}


def test_the_database_keeps_the_same_duties_apart():
    held = listed_after(guard("acts/duties_apart"), "second)) in")
    assert held == {tuple(sorted(pair)) for pair in PAIRS}


def test_the_database_asks_two_hands_for_the_same_roles():
    sql = guard("organisations/two_hands")
    listed = re.search(r"select asked in \(([^()]*)\)", sql)
    assert listed is not None
    assert set(re.findall(r"'(\w+)'", listed.group(1))) == {str(role) for role in IN_TWO_HANDS}
    assert f"{FIRST_ADMINISTRATORS} <=\n" in sql


def test_the_database_lets_a_code_be_tried_as_often_and_as_long():
    sql = guard("organisations/two_hands")
    assert f"was.office_tries >= {TRIES} " in sql
    assert f"given.office_tries > {TRIES}\n" in sql
    assert f"interval '{LASTS.days} days 1 hour'" in sql


def test_a_round_goes_the_ways_of_the_table():
    held = listed_after(guard("rounds/round"), "(old.state, new.state) not in")
    assert held == ROUND_TABLE.pairs()


@pytest.mark.parametrize("way", [CaseWay, RoundWay])
def test_a_new_state_is_no_matter_of_a_migration(way: type[Way]):
    assert way.rows._meta.get_field("state").choices is None


def test_money_goes_the_ways_of_the_table():
    held = listed_after(guard("funds/posting"), "(p.reason, d.kind, c.kind) in")
    assert held == {(way.value, debit.value, credit.value) for way, (debit, credit) in WAYS.items()}


def test_money_undoes_what_the_table_says():
    held = guard("funds/posting")
    assert listed_after(held, "(p.reason, u.reason) in") == {
        (movement.value, undone.value) for movement, undone in UNDOES.items()
    }
    named = re.search(r"p\.undoes = \(([^()]*)\)", held)
    assert named is not None
    assert set(re.findall(r"p\.reason = '(\w+)'", named.group(1))) == set(UNDOES)


def test_moving_approving_and_assessing_hold_the_same_locks():
    locks = re.findall(
        r"lock_shared\((\d+), \(new\.id / (\d+)\)", guard("eligibility/household_changed")
    )
    assert locks == [(str(ASSESSING), str(RANGE))]
    approving = guard("casework/review")
    assert f"lock_shared({ASSESSING}, r.number)" in approving
    assert f"(asked.id / {RANGE})::int" in approving


def test_every_list_of_tiers_is_whole():
    """A change of MAX_DEPTH needs a migration that adds the columns, and these guards changed."""
    tiers = [f"tier{depth}" for depth in range(1, MAX_DEPTH + 1)]
    for path in SOURCE.glob("*/guards/*.sql"):
        text = path.read_text("utf-8")
        for line in re.findall(r"(?:\w+\.)?tier\d+(?:,\s*(?:\w+\.)?tier\d+)+", text):
            listed = re.findall(r"tier\d+", line)
            assert listed in (tiers, tiers[::-1]), (
                path
            )  # from the root, or from the row's own union
    assert f"array[{MAX_DEPTH} - new.depth]" in guard("organisations/line_of_ancestors")
