"""Why a cell of any table goes back; what only the register's form knows is in `intake.rules.faults`."""

from bangfu.documents.tables.readings import Fault
from bangfu.kernel.phrases import mark, phrase

UNREADABLE_AMOUNT = Fault(
    "unreadable-amount",
    mark("金额不可读"),
    mark("请填一个数字，单位为元，最多两位小数；没有发生请填 0，不清楚请留空。"),
)
PER_MONTH = Fault(
    "per-month",
    mark("按年的金额填在按月的列"),
    mark("此列填每月的金额。请折算成每月的数后重新填写。"),
)
PER_YEAR = Fault(
    "per-year",
    mark("按月的金额填在按年的列"),
    mark("此列填全年的金额。请折算成全年的数后重新填写。"),
)
HEAD_PER_YEAR = Fault(
    "head-per-year",
    mark("表头写的是按年，此列应按月"),
    mark("请折算成每月的数，并把表头里的单位改为“元/月”后重新上报。"),
)
HEAD_PER_MONTH = Fault(
    "head-per-month",
    mark("表头写的是按月，此列应按年"),
    mark("请折算成全年的数，并把表头里的单位改为“元/年”后重新上报。"),
)
NEGATIVE_AMOUNT = Fault(
    "negative-amount", mark("金额为负"), mark("请填 0 或正数；没有发生请填 0。")
)
TOO_MANY_DECIMALS = Fault(
    "too-many-decimals", mark("金额超过两位小数"), mark("请把金额四舍五入到分后重新填写。")
)
NOT_A_DATE = Fault(
    "not-a-date",
    mark("不是有效日期"),
    mark("请按“2025-10-31”的样式填写真实存在的日期；不清楚请留空。"),
)


def text_too_long(longest: int) -> Fault:
    return Fault(
        "text-too-long", phrase("文字过长"), phrase("请缩短到 {longest} 字以内。", longest=longest)
    )
