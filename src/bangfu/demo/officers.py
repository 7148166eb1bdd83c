"""The demo's officers, enough people to keep every duty apart, and its funds."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.scope.enums import Role

CITY, GAOZHOU, HUAZHOU, EDUCATION = "44090000000", "44098100000", "44098200000", "44090005000"


@dataclass(frozen=True)
class DemoOfficer:
    username: str
    name: str
    role: Role
    union_code: str


OFFICERS = (
    DemoOfficer("gz-filer", "高州建档员", Role.FILER, GAOZHOU),
    DemoOfficer("gz-reviewer", "高州审核员", Role.REVIEWER, GAOZHOU),
    DemoOfficer("gz-fund", "高州资金员", Role.FUND_OFFICER, GAOZHOU),
    DemoOfficer("hz-reviewer", "化州审核员", Role.REVIEWER, HUAZHOU),
    DemoOfficer("edu-reviewer", "教育工会审核员", Role.REVIEWER, EDUCATION),
    DemoOfficer("city-approver", "市审批人", Role.APPROVER, CITY),
    DemoOfficer("city-fund", "市资金员", Role.FUND_OFFICER, CITY),
    DemoOfficer("city-releaser", "市放款人", Role.RELEASER, CITY),
    DemoOfficer("city-auditor", "市审计员", Role.AUDITOR, CITY),
    DemoOfficer("admin", "系统管理员", Role.ADMINISTRATOR, CITY),
    DemoOfficer("admin-2", "第二位系统管理员", Role.ADMINISTRATOR, CITY),
)


@dataclass(frozen=True)
class DemoFund:
    name: str
    union_code: str
    officer: str
    area_code: str
    received_fen: int


#: Amounts are made up, and said to be in their reference.
FUNDS = (
    DemoFund("茂名市 2010 年送温暖专项资金", CITY, "city-fund", "440900", 600_000_000),
    DemoFund("高州市 2010 年送温暖专项资金", GAOZHOU, "gz-fund", "440981", 80_000_000),
)
