"""The frame of use cases, around use cases made for the purpose, on real tables."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from bangfu.acts.errors import NoActRuns, NothingTold, TextBeyondColumn
from bangfu.acts.frame import needs, nothing_changed, tell, use_case
from bangfu.acts.incompatible import apart_from
from bangfu.acts.refusals import refused_as
from bangfu.audit.models import Entry
from bangfu.funds import duties as funds
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.models import Union
from bangfu.rounds import duties as rounds
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.scope.reach import Scope

pytestmark = pytest.mark.django_db

CODE_ONCE = "organisations_union_code_key"
NOBODY = {"app.user": "", "app.acting_union": "", "app.duty": "", "app.union": ""}


class CodeTaken(BangfuError):
    pass


def fund_officer() -> Actor:
    return Actor(7, "甲", Role.FUND_OFFICER, 3, Scope(3, 1))


def bound() -> dict[str, str]:
    with connection.cursor() as cursor:
        names = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in NOBODY)
        cursor.execute(f"select {names}")
        return dict(zip(NOBODY, cursor.fetchone(), strict=True))


def found(code: str) -> Union:
    return Union.objects.create(code=code, name=code, kind="市总工会", area_code="440900", depth=1)


@use_case(funds.OPEN, refusals={CODE_ONCE: CodeTaken})
def open_one(*, code: str, by: Actor) -> dict[str, str]:
    found(code)
    tell("union", code, {"area": "440900"})
    return bound()


@use_case(funds.RECEIVE)
def receive_after(*, code: str, by: Actor) -> list[dict[str, str]]:
    within = open_one(code=code, by=by)
    tell("fund", code)
    return [within, bound()]


@use_case(funds.RECEIVE)
def receive_in_silence(*, code: str, by: Actor) -> None:
    found(code)


@use_case(funds.RECEIVE)
def open_with_a_name(*, name: str, by: Actor) -> None:
    Union.objects.create(code="N", name=name, kind="市总工会", area_code="440900", depth=1)
    tell("union", "N")


def codes() -> set[str]:
    return set(Union.objects.values_list("code", flat=True))


def logged() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("id").values_list("action", "subject"))


def test_the_database_knows_who_acts_for_which_union_in_which_duty():
    within = open_one(code="A", by=fund_officer())
    assert within == {
        "app.user": "7", "app.acting_union": "3", "app.duty": "funds.open", "app.union": "3"
    }  # fmt: skip
    assert bound() == NOBODY


def test_a_use_case_within_another_has_its_own_duty_and_gives_the_outer_one_back():
    inner, outer = receive_after(code="A", by=fund_officer())
    assert (inner["app.duty"], outer["app.duty"]) == ("funds.open", "funds.receive")
    assert bound() == NOBODY
    assert logged() == [("funds.open", "A"), ("funds.receive", "A")]


def test_the_machine_is_no_user_and_looking_is_no_duty():
    assert open_one(code="A", by=operator())["app.user"] == ""
    with acting(fund_officer()):
        assert bound() == {
            "app.user": "7",
            "app.acting_union": "3",
            "app.duty": "",
            "app.union": "3",
        }


def test_who_does_not_hold_the_duty_is_refused_before_anything_is_done():
    releaser = Actor(8, "乙", Role.RELEASER, 3, Scope(3, 1))
    with pytest.raises(NotPermitted, match=r"放款人.*资金管理员"):
        open_one(code="A", by=releaser)
    assert (codes(), logged()) == (set(), [])


def test_a_further_duty_is_asked_of_the_one_who_acts():
    @use_case(funds.OPEN)
    def open_and_release(*, by: Actor) -> None:
        found("A")
        needs(rounds.RELEASE)

    with pytest.raises(NotPermitted):
        open_and_release(by=fund_officer())
    assert codes() == set()


def test_an_error_takes_back_what_was_done_and_who_acted():
    @use_case(funds.OPEN)
    def open_and_fail(*, by: Actor) -> None:
        found("A")
        tell("union", "A")
        raise ValueError

    with acting(fund_officer()):
        before = bound()
        with pytest.raises(ValueError):  # noqa: PT011
            open_and_fail(by=operator())
        assert bound() == before
    assert (codes(), logged()) == (set(), [])


def test_a_refusal_within_leaves_the_outer_one_whole():
    @use_case(funds.RECEIVE)
    def try_twice(*, by: Actor) -> str:
        open_one(code="A", by=by)
        try:
            open_one(code="A", by=by)
        except CodeTaken:
            tell("union", "A")
        return bound()["app.duty"]

    assert try_twice(by=fund_officer()) == "funds.receive"
    assert (codes(), len(logged())) == ({"A"}, 2)


def test_a_constraint_is_refused_in_its_own_words_and_another_is_not():
    open_one(code="A", by=operator())
    with pytest.raises(CodeTaken):
        open_one(code="A", by=operator())
    with pytest.raises(CodeTaken), refused_as({CODE_ONCE: CodeTaken}):
        found("A")
    with pytest.raises(Exception, match=CODE_ONCE), refused_as({"another": CodeTaken}):
        found("A")


def test_a_use_case_that_tells_nothing_is_a_fault_and_keeps_nothing():
    with pytest.raises(NothingTold, match=r"funds\.receive"):
        receive_in_silence(code="A", by=fund_officer())
    assert codes() == set()


def test_what_an_inner_one_tells_does_not_speak_for_the_outer():
    @use_case(funds.RECEIVE)
    def receive_by_another(*, by: Actor) -> None:
        open_one(code="A", by=by)

    with pytest.raises(NothingTold):
        receive_by_another(by=fund_officer())


def test_nothing_changed_or_a_stated_reason_needs_no_entry():
    @use_case(funds.RECEIVE)
    def receive_again(*, by: Actor) -> None:
        nothing_changed()

    @use_case(funds.RECEIVE, silent="each part tells of itself")
    def receive_in_parts(*, by: Actor) -> None:
        open_one(code="A", by=by)

    receive_again(by=fund_officer())
    receive_in_parts(by=fund_officer())
    assert logged() == [("funds.open", "A")]


def test_a_transaction_that_is_given_up_needs_no_entry():
    @use_case(funds.RECEIVE)
    def receive_and_give_up(*, by: Actor) -> None:
        found("A")
        transaction.set_rollback(True)

    receive_and_give_up(by=fund_officer())
    assert codes() == set()


def test_nothing_is_told_while_no_act_runs():
    with pytest.raises(NoActRuns):
        tell("union", "A")


def test_a_duty_that_the_log_does_not_know_needs_a_word_of_its_own():
    @use_case(funds.READ)
    def look(*, action: str, by: Actor) -> None:
        tell("fund", "1", action=action)

    with pytest.raises(NothingTold):
        look(action="", by=fund_officer())
    look(action="funds.open", by=fund_officer())
    assert logged() == [("funds.open", "1")]


def test_a_use_case_takes_keywords_and_by():
    with pytest.raises(TypeError):
        use_case(funds.OPEN)(lambda by: None)
    with pytest.raises(TypeError):
        use_case(funds.OPEN)(lambda *, code: None)


def test_pairs_hold_both_ways():
    assert "rounds.release" in apart_from("rounds.plan")
    assert "rounds.plan" in apart_from("rounds.release")
    assert "rounds.release" not in apart_from("rounds.release")
    assert apart_from("casework.check") == {
        "registry.record",
        "casework.submit",
        "casework.adjust",
        "casework.approve",
        "casework.refuse",
    }


def test_a_text_longer_than_its_column_is_refused_in_words_without_repeating_it():
    most = Union._meta.get_field("name").max_length
    with pytest.raises(TextBeyondColumn) as refusal:
        open_with_a_name(name="工" * (most + 1), by=fund_officer())
    assert str(refusal.value) == f"有一项文字超过 {most} 个字，没有保存。请缩短后再办。"
    assert codes() == set()
