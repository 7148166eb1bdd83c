"""No use case takes an identity or card number in a text, whoever calls it and however deep it lies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import pytest

from bangfu.acts.errors import NumberWhereNoneIs
from bangfu.acts.frame import nothing_changed, use_case
from bangfu.funds import duties as funds
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.people import card, identity

from .test_frame import fund_officer

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    text: str


class Pair(NamedTuple):
    head: str
    meaning: str


@use_case(funds.OPEN, numbers_in=("secret",))
def take(*, said: object = "", secret: str = "", by: object) -> str:
    nothing_changed()
    return "taken"


@pytest.mark.parametrize(
    "said",
    [
        f"代领人{identity(1)}",
        f"卡{card(1)}",
        [Told(identity(2))],
        (Pair("列", identity(3)),),
        {"remark": {"deep": identity(4)}},
        {identity(5): 1},
    ],
    ids=["text", "card", "record", "pair", "mapping", "key"],
)
def test_a_number_in_what_is_said_is_refused_without_saying_it(said):
    with pytest.raises(NumberWhereNoneIs) as refused:
        take(said=said, by=fund_officer())
    assert refused.value.argument == "said"
    assert identity(1) not in str(refused.value)


def test_what_is_declared_to_hold_numbers_may():
    assert take(said="经查属实", secret=identity(1), by=fund_officer()) == "taken"


def test_who_may_not_act_learns_nothing_of_what_was_said():
    with pytest.raises(NotPermitted):
        take(said=identity(1), by=replace(fund_officer(), role=Role.FILER))


def test_no_argument_is_declared_that_is_not_there():
    with pytest.raises(TypeError, match="strange"):
        use_case(funds.OPEN, numbers_in=("strange",))(lambda *, by: None)
