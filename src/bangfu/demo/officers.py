"""The demo's officers: enough people to keep every duty apart."""

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
)
