"""A column that a table lacks leaves what is on file; an empty cell makes it unknown."""

from datetime import date
from decimal import Decimal

from bangfu.intake.models import ImportBatch
from bangfu.intake.queries.batches import preview
from bangfu.registry.models import HouseholdFacts, MemberFacts
from bangfu.scope.actors import acting
from makers.households import household_as_of
from makers.tables import NOVEMBER, OCTOBER, identity, member, reasons, worker

CARD = "6222020000000000000"
FIVE = ("档案编号", "姓名", "身份证号", "建档日期", "本人月平均收入")


def whole(**more):
    """A row with something of every kind, filed where its union's division is not."""
    said = {
        "手机": "13800000001",
        "建筑面积": "43.0",
        "参加工作时间": "1990-03",
        "机动车": "是",
        "教育支出": "5000",
        "其中义务教育支出": "3000",
        "次要致困原因": "子女上学、其他",
        "银行卡号": CARD,
        "行政区划代码": "449902",
        "备注": "已核实",
        "家庭人口": "2",
    }
    return worker(1, **{**said, **more})


def only(row, *columns):
    return {column: row[column] for column in columns}


def facts(net, day=NOVEMBER):
    with acting(net.machine):
        return household_as_of(whole()["档案编号"], day, net.machine).facts


def kept(one):
    stamped = ("id", "source_id", "held_from", "recorded_at", "recorded_by", "content_digest")
    columns = [each for each in one._meta.concrete_fields if each.name not in stamped]
    return {each.attname: getattr(one, each.attname) for each in columns}


def test_five_columns_of_a_household_on_file_change_nothing(net):
    net.take_in([whole()])
    before = kept(facts(net))
    report = net.take_in([only(whole(), *FIVE)], as_of=NOVEMBER)
    assert report.counts["households_unchanged"] == 1
    assert kept(facts(net)) == before


def test_a_changed_value_in_five_columns_changes_that_value_alone(net):
    net.take_in([whole()])
    before = kept(facts(net))
    fewer = only(whole(本人月平均收入="250"), *FIVE)
    assert net.take_in([fewer], as_of=NOVEMBER).counts["households_changed"] == 1
    now = facts(net)
    assert kept(now) == {**before, "own_income_fen": 25000}
    assert (now.vehicle, now.floor_area, now.phone) == (True, Decimal(43), "13800000001")
    assert now.card_secret_id is not None
    assert now.work_since == date(1990, 3, 1)


def test_the_same_again_in_few_columns_or_in_all_is_unchanged(net):
    net.take_in([whole()])
    fewer = only(whole(本人月平均收入="250"), *FIVE)
    net.take_in([fewer], as_of=NOVEMBER)
    for same in (fewer, whole(本人月平均收入="250")):
        assert net.take_in([same], as_of=NOVEMBER).counts["households_unchanged"] == 1
    with acting(net.machine):
        assert HouseholdFacts.objects.count() == 2


def test_an_empty_cell_makes_it_unknown(net):
    net.take_in([whole()])
    net.take_in([{**only(whole(), *FIVE), "机动车": "", "银行卡号": ""}], as_of=NOVEMBER)
    now = facts(net)
    assert (now.vehicle, now.card_secret_id, now.phone) == (None, None, "13800000001")


def test_a_mended_identity_number_keeps_the_rest(net):
    net.take_in([whole()])
    mended = only(whole(身份证号=identity(3)), *FIVE)
    assert net.take_in([mended], as_of=NOVEMBER).counts["households_changed"] == 1
    assert facts(net).phone == "13800000001"
    assert net.take_in([mended], as_of=NOVEMBER).counts["households_unchanged"] == 1


def test_a_part_on_file_may_not_exceed_the_new_whole(net):
    net.take_in([whole()])
    report = net.take_in([{**only(whole(), *FIVE), "教育支出": "100"}], as_of=NOVEMBER)
    assert reasons(report) == [("其中义务教育支出", "大于教育支出")]
    assert facts(net).education_fen == 500000


def test_the_division_follows_a_named_union_that_is_another(net):
    net.take_in([whole()])
    net.take_in([{**only(whole(), *FIVE), "所属工会": "东县机械厂工会"}], as_of=NOVEMBER)
    assert facts(net).area_code == "449902"
    net.take_in([{**only(whole(), *FIVE), "所属工会": "东县中学工会"}], as_of=NOVEMBER)
    assert facts(net).area_code == "449901"


def test_members_keep_what_their_table_lacks(net):
    one = member(whole(), 11, 健康状况="糖尿病", 入学年份="2008", 月收入="120")
    net.take_in([whole()], [one])
    fewer = only(one, "档案编号", "姓名", "关系", "身份证号")
    assert net.take_in([whole()], [fewer], as_of=NOVEMBER).counts["members_unchanged"] == 1
    changed = {**fewer, "月收入": "150"}
    for outcome in ("members_changed", "members_unchanged"):
        assert net.take_in([whole()], [changed], as_of=NOVEMBER).counts[outcome] == 1
    assert (
        net.take_in([], [{**one, "月收入": "150"}], as_of=NOVEMBER).counts["members_changed"] == 0
    )
    with acting(net.machine):
        now = MemberFacts.objects.order_by("-id")[0]
    assert (now.health, now.school_entry_year, now.income_fen) == ("糖尿病", 2008, 15000)


def test_a_new_household_in_few_columns_is_not_known_in_the_rest(net):
    net.take_in([only(worker(1), *FIVE, "所属工会")], as_of=OCTOBER)
    assert facts(net).vehicle is None


def test_the_preview_names_columns_absent_and_not_read(net):
    row = {**only(worker(1), *FIVE[:-1], "所属工会"), "个人每月收入": "300"}
    report = net.take_in([row])
    with acting(net.machine):
        assert ImportBatch.objects.get().pk == report.batch_id
        (table,) = preview(report.batch_id, net.machine).columns
    assert "本人月平均收入" in table.lacking
    assert "所属工会" not in table.lacking
    assert table.unread == ("个人每月收入",)


def test_expenses_that_no_column_asks_for_are_known_to_be_unasked(net):
    net.take_in([whole()])
    assert "medical_fen" in facts(net).unasked
    assert not {"education_fen", "compulsory_education_fen"} & {*facts(net).unasked}


def test_an_empty_cell_claims_nothing_and_asks_no_more(net):
    net.take_in([whole()])
    report = net.take_in([whole(医疗支出="")], as_of=NOVEMBER)
    assert report.counts["households_changed"] == 1
    assert "medical_fen" not in facts(net).unasked
    assert "housing_cost_fen" in facts(net).unasked
    fewer = only(whole(), *FIVE)  # what was asked for once is not forgotten by a shorter table
    assert net.take_in([fewer], as_of=NOVEMBER).counts["households_unchanged"] == 1
    assert "medical_fen" not in facts(net).unasked


def test_a_detail_that_cannot_be_read_leaves_what_is_on_file(net):
    net.take_in([whole()])
    before = kept(facts(net))
    spoilt = whole(手机="1380000", 银行卡号="6.22202E+18", 建筑面积="很小")
    report = net.take_in([spoilt], as_of=NOVEMBER)
    assert report.counts["households_unchanged"] == 1
    assert kept(facts(net)) == before
    batch = only_batch(net, report.batch_id)
    assert batch.outline["unread"] == [
        ["workers.csv", "", 2, ["phone", "floor_area", "card_number"]]
    ]


def only_batch(net, batch_id):
    with acting(net.machine):
        return ImportBatch.objects.get(pk=batch_id)
