"""The rules of rounds: who may step, the roster, bank answers, what goes to the bank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.acts.roles import holders
from bangfu.casework.enums import Settled
from bangfu.funds.rules.restrictions import Breach, Earmark, Use
from bangfu.kernel.money import parse_yuan
from bangfu.programmes.rules.candidates import Ground
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.rounds.commands.plan_round import refuse_broken_plan
from bangfu.rounds.enums import RoundState
from bangfu.rounds.errors import BadPlan, EarmarkBroken, HeldBack, NothingToRelease
from bangfu.rounds.rules.bank_answer import AnswerLine
from bangfu.rounds.rules.bank_disagreements import Sent, disagreements
from bangfu.rounds.rules.payment_table import PaymentLine, payment_rows, table_digest
from bangfu.rounds.rules.roster import Candidate, Reason, Shared, make_roster
from bangfu.rounds.rules.standing import Fallen, Standing
from bangfu.rounds.rules.states import TABLE, Act, duty_of
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from makers.answers import answer_of

CEILING = 300_000
SINCE = date(2010, 10, 1)
BEFORE = date(2010, 9, 30)


def candidate(number: int = 1, **more: Any) -> Candidate:
    values: dict[str, Any] = {
        "household_id": number,
        "file_no": f"{number:05d}",
        "case_id": number,
        "hardship_class": "低保户",
        "standing": Standing(
            more.pop("class_today", more.get("hardship_class", "低保户")),
            more.pop("waits", False),
            more.pop("decided_on", SINCE),
            SINCE,
        ),
        "person_id": number,
        "payee_name": "样例",
        "payee_index": bytes([number]),
        "bank": "银行",
        "card_secret_id": number,
        "card_index": bytes([number]),
        "account_sound": True,
        "per_time": CEILING,
        "per_year": 2 * CEILING,
    }
    return Candidate(**(values | more))


def reasons(amount: int = CEILING, **more: Any) -> list[Reason | Ground]:
    roster = make_roster([candidate(**more)], {"低保户": amount})
    return [reason for one in roster.omitted for reason in one.reasons]


def test_the_table_of_acts_speaks_the_words_of_the_system():
    for move in TABLE.moves:
        assert {move.origin, move.target} <= {None, *RoundState.values}
        assert holders(move.duty)


def test_an_act_is_one_duty_in_every_state():
    for act in Act:
        assert {move.duty for move in TABLE.moves_of(act)} == {duty_of(act)}


def test_each_act_is_the_role_of_one_kind_of_officer():
    """Written out by hand, against the tables in the code."""
    assert {str(act): {str(role) for role in holders(duty_of(act))} for act in Act} == {
        "plan": {"fund_officer"},
        "decide": {"approver"},
        "roster": {"fund_officer"},
        "release": {"releaser"},
        "export": {"fund_officer", "releaser", "operator"},
        "answer": {"fund_officer", "releaser", "operator"},
        "return": {"approver"},
        "reconcile": {"fund_officer"},
        "reopen": {"fund_officer", "releaser", "operator"},
        "cancel": {"fund_officer", "approver"},
        "recover": {"approver"},
        "book_recovered": {"fund_officer"},
        "end_claim": {"approver"},
        "surplus": {"approver"},
    }


def test_no_way_leads_out_of_an_end_or_past_a_step():
    assert not [pair for pair in TABLE.pairs() if pair[0] == "cancelled"]
    # What the bank sends back after all opens a reconciled round, to be decided and reconciled again.
    assert [pair for pair in TABLE.pairs() if pair[0] == "reconciled"] == [("reconciled", "sent")]
    assert ("planned", "rostered") not in TABLE.pairs()
    assert ("decided", "released") not in TABLE.pairs()
    assert {start for start, end in TABLE.pairs() if end == "released"} == {"rostered", "sent"}


@pytest.mark.parametrize(
    ("amount", "more", "expected"),
    [
        (CEILING, {}, []),
        (CEILING + 1, {}, [Ground.OVER_TIME]),
        (CEILING, {"given_this_year": CEILING}, []),
        (CEILING, {"given_this_year": CEILING + 1}, [Ground.OVER_YEAR]),
        (CEILING, {"per_time": None}, [Ground.NO_CEILING]),
        (CEILING, {"per_year": None}, [Ground.NO_CEILING]),
        (CEILING, {"card_index": None}, [Reason.NO_CARD]),
        (CEILING, {"account_sound": False}, [Reason.UNCONFIRMED]),
        (CEILING, {"payee_index": None}, [Reason.NO_IDENTITY]),
        (CEILING, {"times_in_season": 1}, [Ground.ALREADY]),
        (CEILING, {"objection_open": True}, [Reason.OBJECTION]),
        (CEILING, {"class_today": "不符合"}, [Fallen.NOT_QUALIFYING]),
        (CEILING, {"class_today": "待核实"}, [Fallen.UNKNOWN]),
        (CEILING, {"class_today": None}, [Fallen.UNKNOWN]),
        (CEILING, {"waits": True}, [Fallen.WAITS]),
        (CEILING, {"waits": True, "class_today": "不符合"}, [Fallen.WAITS]),
        (CEILING, {"decided_on": BEFORE}, [Fallen.LAPSED]),
        (CEILING, {"decided_on": BEFORE, "class_today": "待核实"}, [Fallen.UNKNOWN, Fallen.LAPSED]),
        (CEILING, {"class_today": "低保边缘户"}, [Ground.NO_AMOUNT]),
        (CEILING, {"hardship_class": "深度困难"}, [Ground.NO_AMOUNT]),
        (
            CEILING,
            {"card_index": None, "waits": True},
            [Reason.NO_CARD, Fallen.WAITS],
        ),
    ],
)
def test_each_reason_and_one_fen_either_side(amount, more, expected):
    assert reasons(amount, **more) == expected


@pytest.mark.parametrize(
    ("approved", "today", "expected"),
    [
        ("低保户", "低保户", ("低保户", 2)),
        ("低保户", "低保边缘户", ("低保边缘户", 1)),
        ("低保边缘户", "低保户", ("低保边缘户", 1)),
        ("低保户", "意外致困户", ("低保户", 2)),
    ],
)
def test_another_qualifying_class_gets_the_lower_amount(approved, today, expected):
    amounts = {"低保户": 2, "低保边缘户": 1, "意外致困户": 2}
    roster = make_roster([candidate(hardship_class=approved, class_today=today)], amounts)
    assert [(line.hardship_class, line.amount_fen) for line in roster.lines] == [expected]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.none() | st.binary(min_size=1, max_size=1),
            st.sampled_from(["低保户", "低保边缘户", "别的"]),
        ),
        max_size=20,
    )
)
def test_nobody_twice_and_nobody_forgotten(people):
    candidates = [
        candidate(
            number,
            payee_index=bytes([payee]),
            card_index=bytes([payee]) if card else None,
            hardship_class=kind,
        )
        for number, (payee, card, kind) in enumerate(people)
    ]
    roster = make_roster(candidates, {"低保户": 2, "低保边缘户": 1})
    paid = [line.candidate.payee_index for line in roster.lines]
    assert len(paid) == len(set(paid))
    cards = [line.candidate.card_index for line in roster.lines]
    assert len(cards) == len(set(cards))
    listed = {line.candidate.household_id for line in roster.lines}
    left = {one.candidate.household_id for one in roster.omitted}
    assert listed | left == set(range(len(people)))
    assert not listed & left
    assert all(one.reasons for one in roster.omitted)
    assert [line.sequence for line in roster.lines] == list(range(1, len(listed) + 1))


def test_all_on_one_card_are_left_out_and_the_rest_keep_their_order():
    shared = [candidate(number, card_index=b"one") for number in (1, 3)]
    roster = make_roster([candidate(2), *shared, candidate(4)], {"低保户": CEILING})
    assert [(line.sequence, line.candidate.file_no) for line in roster.lines] == [
        (1, "00002"),
        (2, "00004"),
    ]
    assert [(one.candidate.file_no, one.reasons) for one in roster.omitted] == [
        ("00001", (Reason.SAME_CARD,)),
        ("00003", (Reason.SAME_CARD,)),
    ]


def test_a_card_shared_with_somebody_who_is_left_out_anyway_is_paid_once():
    roster = make_roster(
        [candidate(1, card_index=b"one"), candidate(2, card_index=b"one", objection_open=True)],
        {"低保户": CEILING},
    )
    assert [line.candidate.file_no for line in roster.lines] == ["00001"]


def test_of_one_card_for_several_nobody_is_paid():
    roster = make_roster(
        [candidate(1), candidate(2, card_index=b"x"), candidate(3, card_index=b"x")],
        {"低保户": CEILING},
    )
    assert [(line.candidate.household_id, line.sequence) for line in roster.lines] == [(1, 1)]
    assert [one.reasons for one in roster.omitted] == [(Reason.SAME_CARD,)] * 2


CARD, PERSON = OverlapKind.CARD, OverlapKind.PERSON


@pytest.mark.parametrize(
    ("first", "second", "left_out"),
    [
        ({"card_index": b"x"}, {"card_index": b"x"}, {1: Reason.SAME_CARD, 2: Reason.SAME_CARD}),
        ({"card_index": b"x", "settled": (CARD, Settled.BOTH)},
         {"card_index": b"x", "settled": (CARD, Settled.BOTH)}, {}),
        ({"card_index": b"x", "settled": (CARD, Settled.HERE)},
         {"card_index": b"x", "settled": (CARD, Settled.ELSEWHERE)}, {2: Reason.OF_ANOTHER_FILE}),
        ({"settled": (PERSON, None)}, {"settled": (PERSON, None)},
         {1: Reason.SAME_FAMILY, 2: Reason.SAME_FAMILY}),
        ({"settled": (PERSON, Settled.BOTH)}, {"settled": (PERSON, Settled.BOTH)}, {}),
        ({"payee_index": b"x"}, {"payee_index": b"x"}, {1: Reason.SAME_PERSON, 2: Reason.SAME_PERSON}),
        ({"payee_index": b"x", "settled": (PERSON, Settled.BOTH)},
         {"payee_index": b"x", "settled": (PERSON, Settled.BOTH)}, {2: Reason.SAME_PERSON}),
    ],
)  # fmt: skip
def test_what_two_lines_share_is_paid_twice_only_where_it_was_settled(first, second, left_out):
    def with_other(number: int, other: int, more: dict) -> Candidate:
        settled = more.pop("settled", None)
        shared = (Shared(settled[0], other, settled[1]),) if settled else ()
        return candidate(number, shared=shared, **more)

    roster = make_roster(
        [with_other(1, 2, dict(first)), with_other(2, 1, dict(second)), candidate(3)],
        {"低保户": CEILING},
    )
    assert {one.candidate.household_id: one.reasons for one in roster.omitted} == {
        number: (reason,) for number, reason in left_out.items()
    }
    assert 3 in {line.candidate.household_id for line in roster.lines}


LINES = [PaymentLine(f"BF{n}", "样例", "银行", f"62{n}", bytes([n]), 100 * n) for n in (1, 2, 3)]


def test_control_totals_stand_last_and_the_purpose_is_harmless():
    rows = payment_rows(LINES)
    assert rows[-1] == ["笔数", "3", "总金额", "6.00"]
    assert "困难" not in str(rows)


def test_the_digest_knows_each_line_but_not_the_card():
    assert table_digest(LINES) == table_digest([one._replace(card="x") for one in LINES])
    for changed in ({"amount_fen": 1}, {"card_index": b"x"}, {"bank": "x"}, {"reference": "x"}):
        assert table_digest([LINES[0]._replace(**changed), *LINES[1:]]) != table_digest(LINES)


def test_what_the_made_up_bank_answers_is_read_back_whole():
    rows = answer_rows(payment_rows(LINES), Behaviour(return_every=2))
    lines, faults, *_ = answer_of(*rows)
    assert faults == []
    assert [(line.reference, line.paid) for line in lines] == [
        ("BF1", True),
        ("BF2", False),
        ("BF3", True),
    ]
    assert answer_rows(payment_rows(LINES), Behaviour(return_every=2)) == rows


def test_the_made_up_bank_loses_doubles_and_turns_round():
    asked = payment_rows(LINES)
    lost = answer_rows(asked, Behaviour(lose=frozenset({"BF2"})))
    assert [row[0] for row in lost[1:-1]] == ["BF1", "BF3"]
    doubled, faults, *_ = answer_of(*answer_rows(asked, Behaviour(duplicate=frozenset({"BF1"}))))
    assert len(doubled) == 4
    assert [fault.text for fault in faults] == ["与第 2 行重复"]
    turned = answer_rows(asked, Behaviour(reorder=True))
    assert [row[0] for row in turned[1:-1]] == ["BF3", "BF2", "BF1"]
    assert [row[1] for row in answer_rows(asked, Behaviour(bad_cards=True))[1:-1]] == ["退回"] * 3


@pytest.mark.parametrize(
    ("known", "paid", "amount", "agrees"),
    [
        (None, True, 100, False),
        (Sent(100, "released"), True, 100, False),
        (Sent(100, "sent"), True, 100, True),
        (Sent(100, "sent"), True, 101, False),
        (Sent(100, "sent"), True, 99, False),
        (Sent(100, "paid"), True, 100, True),
        (Sent(100, "paid"), False, 100, False),
        (Sent(100, "returned"), False, 100, True),
        (Sent(100, "returned"), True, 100, False),
        (Sent(100, "closed"), True, 100, False),
    ],
)
def test_what_contradicts_is_said(known, paid, amount, agrees):
    line = AnswerLine(2, "BF1", paid, "", amount)
    sent = {"BF1": known} if known else {}
    assert (disagreements([line], sent) == []) is agrees


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_any_file_is_read_or_its_faults_are_told(rows):
    lines, faults, in_hand, unclear, _ = answer_of(*rows)
    assert faults or lines or in_hand or unclear
    told = [line.amount_fen for line in lines if line.amount_fen is not None]
    assert all(amount == parse_yuan(f"{amount / 100:.2f}") for amount in told)


@pytest.mark.parametrize("breach", Breach)
def test_no_breach_of_the_earmark_passes_when_a_round_is_planned(breach):
    """A new restriction too: one that no field of the plan is about is said of the whole plan."""
    earmark = Earmark(7, "440900", frozenset(), date(2010, 10, 31))
    use = Use(7, "440981", date(2010, 11, 15), "低保户")
    with pytest.raises((BadPlan, EarmarkBroken)):
        refuse_broken_plan("送温暖", earmark, {use: [breach]})
    refuse_broken_plan("送温暖", earmark, {})


def test_a_release_of_nobody_does_not_tell_of_people_held_back():
    held = NothingToRelease([HeldBack("440981-1", "卡号与批准时不同")])
    assert "1 户暂缓：440981-1（卡号与批准时不同）" in str(held)
    assert "暂缓" not in str(NothingToRelease([]))
