"""The union tree comes in, in any order, and moves take their rows along."""

import random
from datetime import date

import pytest

from bangfu.documents.tables import ColumnsMissing
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.errors import OnlyAtTheRoot
from bangfu.organisations.models import Union, UnionHistory
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.scope.reach import NOTHING, Scope
from makers.households import make_household

pytestmark = pytest.mark.django_db
HEADER = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位"
DAY = date(2010, 1, 1)


def line(code, parent="", name="", kind="基层工会", area="449901", system=""):
    return f"{code},{name or code + '工会'},{kind},{parent},{area},{system},"


def take_in(*lines, by=None, **more):
    data = "\n".join([HEADER, *lines]).encode()
    actor = by or operator()
    return import_unions(data=data, file_name="u.csv", as_of=DAY, by=actor, **more)


def reasons(report):
    return [(one.row_number, one.field, one.reason) for one in report.lines if one.reason]


def tiers(code):
    union = Union.objects.get(code=code)
    ids = [getattr(union, f"tier{n}") for n in range(1, 7)]
    return [Union.objects.get(pk=one).code for one in ids if one], union.depth


def test_any_order_gives_the_same_tree():
    lines = [line("A"), *(line(c, c[:-1]) for c in ("AA", "AB", "AAA", "AAB", "AAAA"))]
    random.Random(1).shuffle(lines)
    report = take_in(*lines)
    assert report.counts["created"] == 6
    assert tiers("AAAA") == (["A", "AA", "AAA", "AAAA"], 4)
    assert UnionHistory.objects.count() == 6


def test_the_same_file_again_changes_nothing():
    take_in(line("A"), line("AA", "A"))
    again = take_in(line("AA", "A"), line("A"))
    assert (again.counts["created"], again.counts["changed"]) == (0, 0)
    assert UnionHistory.objects.count() == 2


def test_bad_rows_go_back_and_good_ones_go_in():
    report = take_in(
        line("A"),
        line("B", "nobody"),
        line("C", "B"),
        line("D", "A", kind="俱乐部"),
        line("E", "A", area="44"),
        line("", "A"),
        line("F", "A"),
        line("F", "A", name="另名"),
    )
    assert {one.code for one in Union.objects.all()} == {"A", "F"}
    assert report.rejected == 6
    assert [row for row, _, _ in reasons(report)] == [3, 4, 5, 6, 7, 9]


def test_a_cycle_is_refused_and_the_rest_goes_in():
    report = take_in(line("A"), line("B", "C"), line("C", "D"), line("D", "B"), line("E", "A"))
    assert {one.code for one in Union.objects.all()} == {"A", "E"}
    assert "上下级互相循环" in [reason for _, _, reason in reasons(report)]


def test_a_move_beneath_itself_is_refused():
    take_in(line("A"), line("B", "A"), line("C", "B"))
    report = take_in(line("B", "C"))
    assert report.rejected == 1
    assert tiers("C") == (["A", "B", "C"], 3)


def test_deeper_than_six_levels_is_refused_with_a_message():
    chain = [line("1"), *(line(str(n), str(n - 1)) for n in range(2, 8))]
    report = take_in(*chain)
    assert report.rejected == 1
    assert "超过 6 级" in reasons(report)[0][2]
    assert Union.objects.count() == 6


def test_a_move_that_pushes_others_too_deep_is_refused():
    take_in(line("1"), *(line(str(n), str(n - 1)) for n in range(2, 6)), line("X"), line("Y", "X"))
    report = take_in(line("X", "5"))
    assert report.rejected == 1
    assert tiers("Y") == (["X", "Y"], 2)


def test_a_moved_union_takes_everything_beneath_along():
    take_in(line("A"), line("B", "A"), line("C", "A"), line("D", "B"), line("E", "D"))
    with acting(operator()):
        make_household(Union.objects.get(code="E"), "1", area_code="449901", opened_on=DAY)
    report = take_in(line("D", "C"))
    assert (report.counts["changed"], report.counts["restamped"]) == (1, 2)
    assert tiers("E") == (["A", "C", "D", "E"], 4)
    old, new = (Union.objects.get(code=code) for code in "BC")
    for union, visible in ((old, 0), (new, 1)):
        with acting(Actor(None, "甲", Role.FILER, union.pk, Scope(union.pk, union.depth))):
            assert Household.objects.count() == visible
    history = UnionHistory.objects.filter(union__code="D").order_by("id")
    assert [one.parent_code for one in history] == ["B", "C"]


def test_a_root_may_move_under_another():
    take_in(line("A"), line("B"))
    take_in(line("B", "A"))
    assert tiers("B") == (["A", "B"], 2)
    take_in(line("B"))
    assert tiers("B") == (["B"], 1)


def test_a_renamed_union_keeps_its_place():
    take_in(line("A"), line("B", "A"))
    report = take_in(line("B", "A", name="新名"))
    assert (report.counts["changed"], report.counts["restamped"]) == (1, 0)
    assert Union.objects.get(code="B").name == "新名"


def test_a_dry_run_writes_nothing():
    assert take_in(line("A"), dry_run=True).counts["accepted"] == 1
    assert not Union.objects.exists()


def test_a_file_without_the_columns_says_which():
    with pytest.raises(ColumnsMissing, match="上级编码"):
        import_unions(data="甲,乙\n1,2\n".encode(), file_name="u.csv", as_of=DAY, by=operator())


def test_officers_of_files_do_not_touch_the_tree():
    with pytest.raises(NotPermitted):
        take_in(line("A"), by=Actor(1, "甲", Role.FILER, None, NOTHING))
    assert not Union.objects.exists()


def test_only_an_administrator_at_a_root_touches_the_tree():
    take_in(line("A"), line("B", parent="A"))
    ids = dict(Union.objects.values_list("code", "id"))
    for union_id in (ids["B"], None):
        with pytest.raises(OnlyAtTheRoot):
            take_in(line("C"), by=Actor(1, "管", Role.ADMINISTRATOR, union_id, NOTHING))
    take_in(line("C"), by=Actor(1, "管", Role.ADMINISTRATOR, ids["A"], NOTHING))
    assert Union.objects.count() == 3


def test_a_longer_code_of_statistics_is_its_countys():
    take_in(line("A", area="449901000000"))
    assert Union.objects.get(code="A").area_code == "449901"
