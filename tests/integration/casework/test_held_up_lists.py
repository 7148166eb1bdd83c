"""What may be submitted counts what will be; what is held up is named with why, on the desk of who must act."""

from __future__ import annotations

import pytest

from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.casework.queries import submittable
from bangfu.casework.queries.candidates import judged
from bangfu.registry.models import Household
from bangfu.reporting.desk import todos
from bangfu.scope.actors import Actor, acting
from makers.cases import DAY, World

from .conftest import signed_in
from .test_overlaps_settled import on_one_card, settle

pytestmark = pytest.mark.usefixtures("static_as_is")


def offered(world: World) -> set[int]:
    with acting(world.filer):
        return set(submittable(world.filer, DAY).values_list("household_id", flat=True))


def desk(by: Actor) -> dict[str, tuple[str, int]]:
    with acting(by):
        return {todo.kind: (todo.title, todo.count) for todo in todos(by, DAY)}


@pytest.fixture
def pair(world) -> list[Household]:
    """One file of its own, and two on one card."""
    world.households(1)
    return on_one_card(*world.households(2))


def test_who_shares_with_another_file_is_not_counted_until_it_is_settled(world, pair):
    here, there = pair
    assert not offered(world) & {here.pk, there.pk}
    assert desk(world.filer)["提交"][1] == 1
    settle(world.reviewer, here, there, belongs_to=here.pk)
    assert here.pk in offered(world)
    assert there.pk not in offered(world)
    settle(world.reviewer, there, here)
    assert {here.pk, there.pk} <= offered(world)


def test_a_file_that_is_to_be_corrected_stands_on_the_desk_of_who_files_it(world, pair):
    here, there = pair
    assert "改正" not in desk(world.filer)
    settle(world.reviewer, here, there, belongs_to=here.pk)
    assert desk(world.filer)["改正"] == ("1 户的人或卡属于另一份档案", 1)
    assert "改正" not in desk(world.approver)
    assert 'href="/overlaps/"' in signed_in(world.filer).get("/", follow=True).content.decode()
    on_one_card(there, serial=7)
    assert "改正" not in desk(world.filer)
    assert there.pk in offered(world)


def test_the_confirmation_says_how_many_will_be_submitted_and_names_the_others(world, pair):
    here, there = pair
    settle(world.reviewer, here, there, belongs_to=here.pk)
    asked = {"chosen": [here.pk, there.pk]}
    page = signed_in(world.filer).get("/cases/new/confirm/", asked).content.decode()
    assert "确定提交 1 户" in page
    assert "所选的这些户不提交，不影响其他家庭" in page
    assert f"1 户：{SubmitVerdict.ELSEWHERE.label}。" in page
    assert page.count(there.file_no) == 1
    ids = page.split('name="households" value="')[1].split('"')[0]
    posted = signed_in(world.filer)
    posted.post("/cases/new/", {"households": ids})
    done = posted.get("/cases/new/done/").content.decode()
    assert "已提交 1 户" in done
    assert SubmitVerdict.ELSEWHERE.label in done


def test_the_confirmation_tells_what_submitting_does(world, pair):
    """Of every household the same, one whose overlap nobody noted included; nothing is offered to be done."""
    ids = [each.pk for each in (*world.households(1), *world.households(1, "不符合"), *pair)]
    with acting(world.filer):
        ahead = judged(world.filer, ids, DAY, 20)
    outcomes = submit_cases(household_ids=ids, on=DAY, by=world.filer)
    done = {each.household_id for each in outcomes if each.verdict == SubmitVerdict.SUBMITTED}
    assert set(ahead.to_submit) == done
    rest = {each.file_no: each.verdict for each in outcomes if each.household_id not in done}
    assert {number: verdict for verdict, _n, files in ahead.rest for number in files} == rest
    assert sum(n for _verdict, n, _files in ahead.rest) == len(rest)


def test_of_those_held_up_none_is_submitted_but_somebody_hears_of_it(world, pair):
    page = signed_in(world.filer).get("/cases/new/confirm/", {"chosen": [one.pk for one in pair]})
    text = page.content.decode()
    assert "确定提交" not in text
    assert "提出重复，请审核员处理" in text
    assert "2 户：" in text
