"""Words of a determination. The values are what files, pages and the database show."""

from enum import StrEnum

from bangfu.kernel.phrases import mark
from bangfu.kernel.words import Word


class HardshipClass(StrEnum):
    """The class of a household; the first three are of regime 2016, the next three of 2021."""

    DIBAO = "低保户"
    MARGINAL = "低保边缘户"
    SHOCK = "意外致困户"
    DEEP = "深度困难"
    RELATIVE = "相对困难"
    SUDDEN_SHOCK = "意外致困"
    INELIGIBLE = "不符合"
    UNRESOLVED = "待核实"


class TallyOf(StrEnum):
    """What households are tallied by; codes that the database writes."""

    AREA = "area"
    SYSTEM = "system"
    CAUSE = "cause"
    OPENED = "opened"  # files, by the month they were opened in, decided or not


#: Classes that are hardship and may be helped, in the order in which they are shown.
QUALIFYING = (
    HardshipClass.DIBAO,
    HardshipClass.MARGINAL,
    HardshipClass.SHOCK,
    HardshipClass.DEEP,
    HardshipClass.RELATIVE,
    HardshipClass.SUDDEN_SHOCK,
)


class RuleSetName(Word):
    """The rule sets that may be adopted, with what each knows to decide."""

    REGIME_2016 = "2016", mark("2016（低保户、低保边缘户、意外致困户）")
    REGIME_2021 = "2021", mark("2021（深度困难、相对困难、意外致困）")


class CheckState(StrEnum):
    """What is known of an excluding fact."""

    PASSED = "未排除"
    EXCLUDED = "排除"
    UNKNOWN = "待核实"
