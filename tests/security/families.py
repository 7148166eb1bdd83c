"""Three families with unmistakable data, and the tables that bring them in.

"gaozhou" is a family of that county; "school" lies there too and is also seen by the city's
education union, by its 系统; "huazhou" is of the next county.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from makers.people import card_number, identity_number
from makers.tables import csv_file


@dataclass(frozen=True)
class Family:
    """What is written of it; `open_words` may be shown to its officers, `numbers` to nobody."""

    file_no: str
    head: str
    phone: str
    address: str
    area_code: str
    union: str
    system: str
    member: str
    card: str = field(repr=False)
    identity: str = field(repr=False)
    member_identity: str = field(repr=False)
    employer: str = "某厂"

    @property
    def open_words(self) -> tuple[str, ...]:
        return (self.file_no, self.head, self.phone, self.address, self.member)

    @property
    def numbers(self) -> tuple[str, ...]:
        return (self.card, self.identity, self.member_identity)

    @property
    def everything(self) -> tuple[str, ...]:
        return self.open_words + self.numbers


#: Of two families in two counties, whom the city sees both.
SHARED_CARD = card_number("622848777700010001")
FAMILIES = {
    "gaozhou": Family(
        file_no="CANARYGZ20100001",
        head="燚甲樵",
        phone="18899907771",
        address="高州市金丝雀巷七号",
        area_code="440981",
        union="高州市总工会",
        system="商贸",
        card=SHARED_CARD,
        identity=identity_number("44098119700315733"),
        member="燚乙樵",
        member_identity=identity_number("44098119980315751"),
    ),
    "school": Family(
        file_no="CANARYXX20100002",
        head="曌甲榕",
        phone="18899907772",
        address="高州市画眉巷八号",
        area_code="440981",
        union="高州禾丰职工学校工会",
        system="教育",
        card=card_number("622848777700010002"),
        identity=identity_number("44098119710315735"),
        member="曌乙榕",
        member_identity=identity_number("44098119990315753"),
    ),
    "huazhou": Family(
        file_no="CANARYHZ20100003",
        head="淼甲桉",
        phone="18899907773",
        address="化州市百灵巷九号",
        area_code="440982",
        union="化州市总工会",
        system="商贸",
        card=SHARED_CARD,
        identity=identity_number("44098219720315755"),
        member="淼乙桉",
        member_identity=identity_number("44098220000315757"),
    ),
}


def workbook(families: Iterable[Family], note: str = "") -> tuple[bytes, bytes]:
    """Workers' and members' files as csv, in the form's own words."""
    workers = [
        {
            "档案编号": one.file_no, "姓名": one.head, "性别": "男", "身份证号": one.identity,
            "手机": one.phone, "家庭住址": one.address, "行政区划代码": one.area_code,
            "所属工会": one.union, "工作单位": one.employer, "所属系统": one.system, "工作状态": "下岗", "住房套数": "1",
            "机动车": "否", "享受低保": "是", "本人月平均收入": "100", "家庭非薪资年收入": "0",
            "家庭人口": "2", "医疗支出": "0", "残疾支出": "0", "教育支出": "0",
            "其中义务教育支出": "0", "住房支出": "0", "就业成本": "0", "其他刚性支出": "0",
            "意外损失": "0", "意外赔付": "0", "主要致困原因": "患重特大疾病",
            "开户行": "中国农业银行", "银行卡号": one.card, "建档日期": "2010-09-01",
            "授权核对日期": "2010-09-01", "备注": note,
        }
        for one in families
    ]  # fmt: skip
    members = [
        {
            "档案编号": one.file_no, "姓名": one.member, "关系": "儿子", "性别": "男",
            "身份证号": one.member_identity, "身份": "在校学生", "月收入": "0",
        }
        for one in families
    ]  # fmt: skip
    return csv_file(workers), csv_file(members)


def files(families: Iterable[Family], note: str = "") -> list[tuple[str, bytes]]:
    workers, members = workbook(list(families), note)
    return [("职工档案.csv", workers), ("家庭成员.csv", members)]
