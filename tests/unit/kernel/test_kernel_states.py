"""Tables of states: what a row allows, and what speaks against it."""

import pytest

from bangfu.kernel.states import Bar, BarKind, Doer, Move, Table, bars

WRITE = Move("write", None, "draft", "letters.write")
SIGN = Move("sign", "draft", "signed", "letters.sign")
SEND = Move("send", "signed", "sent", "letters.send", reason=True)
AGAIN = Move("send", "sent", "sent", "letters.send")
LETTERS = Table(WRITE, SIGN, SEND, AGAIN)
DONE = {"letters.write": {1}, "letters.sign": {2}}
PAIRS = {"letters.sign": {"letters.write"}, "letters.send": {"letters.write", "letters.sign"}}


def against(move, user, *duties):
    return bars(move, Doer(user, frozenset(duties)), DONE, lambda duty: PAIRS.get(duty, ()))


def test_an_act_leads_on_from_the_states_that_the_table_names():
    assert LETTERS.move("sign", "draft") is SIGN
    assert LETTERS.move("sign", "sent") is None
    assert LETTERS.moves_of("send") == (SEND, AGAIN)
    assert LETTERS.moves_from("draft") == (SIGN,)
    assert (LETTERS.needs_reason("send"), LETTERS.needs_reason("sign")) == (True, False)


def test_the_database_lets_pass_what_changes_a_state():
    assert LETTERS.pairs() == {("draft", "signed"), ("signed", "sent")}


def test_an_act_has_one_row_a_state():
    with pytest.raises(ValueError, match="one other"):
        Table(SIGN, Move("sign", "draft", "sent", "letters.send"))


def test_state_then_duty_then_person():
    assert against(None, 3, "letters.sign") == (Bar(BarKind.WRONG_STATE),)
    assert against(SIGN, 1, "letters.send") == (Bar(BarKind.WRONG_DUTY),)
    assert against(SIGN, 1, "letters.sign") == (Bar(BarKind.SAME_PERSON, "letters.write"),)
    assert against(SIGN, 3, "letters.sign") == ()


def test_every_earlier_duty_of_the_same_person_is_named_in_order():
    both = {"letters.write": {1}, "letters.sign": {1, 2}}
    barred = bars(SEND, Doer(1, frozenset({"letters.send"})), both, lambda _: list(both))
    assert [bar.duty for bar in barred] == ["letters.write", "letters.sign"]


def test_the_machine_is_nobody_who_did_something_before():
    assert against(SEND, None, "letters.send") == ()
