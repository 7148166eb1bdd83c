"""Made-up registers in the contract form, small enough that a test says every value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from bangfu.intake.commands.import_register import import_register
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.models import Union
from bangfu.organisations.queries import scope_of, today
from bangfu.scope.actors import Actor, operator
from bangfu.scope.enums import Role

from .people import identity_number
from .unions import install

TODAY = date(2010, 12, 31)
OCTOBER = date(2010, 10, 31)
NOVEMBER = date(2010, 11, 30)
UNIONS = """编码,名称,类别,上级编码,行政区划代码,系统,用人单位
C,样例市总工会,市总工会,,449900,,
E,东县总工会,县级总工会,C,449901,,
W,西县总工会,县级总工会,C,449902,,
J,样例市教育工会,产业工会,C,449900,教育,
E1,东县机械厂工会,基层工会,E,449901,工业,东县机械厂
E2,东县中学工会,基层工会,E,449901,教育,东县中学
W1,西县纺织厂工会,基层工会,W,449902,工业,西县纺织厂
S1,同名厂工会,基层工会,E,449901,工业,同名厂
S2,同名厂工会,基层工会,E,449901,工业,同名厂
"""
Row = dict[str, str]


def identity(serial: int, born: str = "19700101") -> str:
    """A valid number of a prefix that is not given out; odd serials are men."""
    return identity_number(f"449901{born}{serial:03d}")


def worker(serial: int, **more: str) -> Row:
    row = {
        "档案编号": f"44990120100{serial:05d}",
        "姓名": f"甲{'一二三四五六七八九十'[serial % 10]}",
        "性别": "男" if serial % 2 else "女",
        "身份证号": identity(serial),
        "出生日期": "1970-01-01",
        "所属工会": "东县机械厂工会",
        "所属系统": "工业",
        "行政区划代码": "449901",
        "县市区": "东县",
        "本人月平均收入": "300",
        "家庭非薪资年收入": "0",
        "家庭人口": "1",
        "住房套数": "1",
        "机动车": "否",
        "建档日期": "2010-05-01",
    }
    return {**row, **more}


def member(of: Row, serial: int, **more: str) -> Row:
    row = {
        "档案编号": of["档案编号"],
        "姓名": f"乙{'一二三四五六七八九十'[serial % 10]}",
        "关系": "儿子" if serial % 2 else "女儿",
        "性别": "男" if serial % 2 else "女",
        "身份证号": identity(serial, "20000101"),
        "出生日期": "2000-01-01",
        "月收入": "0",
    }
    return {**row, **more}


def csv_file(rows: Iterable[Mapping[str, str]]) -> bytes:
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def files(workers: Iterable[Row], members: Iterable[Row] = ()) -> list[tuple[str, bytes]]:
    parts = (("workers.csv", list(workers)), ("members.csv", list(members)))
    return [(name, csv_file(rows)) for name, rows in parts if rows]


class Net:
    """The unions above, on a day, and officers of them."""

    def __init__(self) -> None:
        install(TODAY)
        import_unions(
            data=UNIONS.encode(), file_name="unions.csv", as_of=date(2010, 1, 1), by=operator()
        )
        self.machine = operator()
        self.east, self.west = self.officer("E"), self.officer("W")

    def union(self, code: str) -> Union:
        return Union.objects.select_related("parent").get(code=code)

    def officer(self, code: str, role: Role = Role.FILER) -> Actor:
        union = self.union(code)
        return Actor(None, f"{code} 经办人", role, union.pk, scope_of(union))

    def take_in(self, workers, members=(), as_of=OCTOBER, by=None, **more):
        """Import made rows; the report."""
        chosen = by or self.machine
        return import_register(
            files=files(workers, members), as_of=as_of, on=today(), by=chosen, **more
        )


def reasons(report) -> list[tuple[str, str]]:
    """(field, reason) of all rejected rows."""
    return [(line.field, line.reason) for line in report.lines if line.verdict == "reject"]
