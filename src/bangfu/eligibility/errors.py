"""Refusals: rules that do not load, facts that cannot be judged, what cannot be adopted or found."""

from collections.abc import Iterable, Sequence
from datetime import date
from http import HTTPStatus

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.phrases import phrase


class RulesRefused(BangfuError):
    """A set of rules does not load; a programming or configuration fault, never a household's."""


class UnknownInput(RulesRefused):
    def __init__(self, rule: str, name: str) -> None:
        super().__init__(
            phrase(
                "认定规则“{rule}”用到未登记的输入“{name}”，规则未载入。请改正规则后再试。",
                rule=rule,
                name=name,
            )
        )
        self.rule, self.name = rule, name


class CircularRules(RulesRefused):
    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(
            phrase("认定规则互相引用成环：{names}。请改正规则后再试。", names=" → ".join(names))
        )
        self.names = names


class NameTaken(RulesRefused):
    def __init__(self, name: str) -> None:
        super().__init__(phrase("认定规则中“{name}”重复定义。请改正规则后再试。", name=name))
        self.name = name


class UnitUndeclared(RulesRefused):
    def __init__(self, rule: str, name: str) -> None:
        super().__init__(
            phrase(
                "认定规则“{rule}”的“{name}”没有写明单位。请改正规则后再试。", rule=rule, name=name
            )
        )
        self.rule, self.name = rule, name


class RegimeMissing(RulesRefused):
    """A rule set may be adopted by name, but no module says how it judges."""

    def __init__(self, names: Sequence[str]) -> None:
        listed = "、".join(names)
        super().__init__(
            phrase("认定规则“{listed}”没有规则和到期日的定义。请补上后再试。", listed=listed)
        )
        self.names = tuple(names)


class UnlikeUnits(RulesRefused):
    """Two units that do not go together under an operation (fen a year and fen a month, say)."""

    def __init__(self, operation: str, left: str, right: str) -> None:
        super().__init__(
            phrase(
                "单位不同，不能用“{operation}”：{left} 与 {right}。请改正规则后再试。",
                operation=phrase(operation),
                left=phrase(left),
                right=phrase(right),
            )
        )
        self.operation, self.left, self.right = operation, left, right


class WrongUnit(RulesRefused):
    def __init__(self, rule: str, name: str, declared: str, actual: str) -> None:
        super().__init__(
            phrase(
                "认定规则“{rule}”的“{name}”写的单位是{declared}，实际是{actual}。请改正规则后再试。",
                rule=rule,
                name=name,
                declared=phrase(declared),
                actual=phrase(actual),
            )
        )
        self.rule, self.name, self.declared, self.actual = rule, name, declared, actual


class FractionsNotAdded(RulesRefused):
    def __init__(self) -> None:
        super().__init__(phrase("金额须先合计、后平均，不能把平均数相加减。请改正规则后再试。"))


class MayOverflow(RulesRefused):
    def __init__(self, operation: str) -> None:
        super().__init__(
            phrase(
                "“{operation}”的结果可能超出整数范围，规则未载入。请改正规则或参数上限。",
                operation=phrase(operation),
            )
        )
        self.operation = operation


class UnknownRuleSet(BangfuError):
    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            phrase(
                "没有名为“{name}”的认定规则，可用的是 {known}。",
                name=name,
                known="、".join(known),
            )
        )
        self.name = name


class BadRuleParameter(BangfuError):
    def __init__(self, name: str, expected: str) -> None:
        super().__init__(
            phrase("认定规则参数“{name}”不对：{expected}。", name=name, expected=expected)
        )
        self.name, self.expected = name, expected


class FrameRefused(BangfuError):
    """The register handed to the evaluator is not of the agreed shape."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(
            phrase("全册认定的数据列“{column}”不对：{reason}。", column=column, reason=reason)
        )
        self.column, self.reason = column, reason


class MemberTwice(BangfuError):
    def __init__(self, household: str, ordinal: int) -> None:
        super().__init__(
            phrase(
                "档案 {household} 的第 {ordinal} 名成员出现了两次。请先更正后再认定。",
                household=household,
                ordinal=ordinal,
            )
        )
        self.household, self.ordinal = household, ordinal


class ImpossibleFact(BangfuError):
    """An amount or count outside what the exact arithmetic was proved for, or below its least."""

    def __init__(self, household: str, title: str, least: int, most: int) -> None:
        super().__init__(
            phrase(
                "档案 {household} 的“{title}”超出可认定的范围（{least} 至 {most}）。请先更正后再认定。",
                household=household,
                title=title,
                least=least,
                most=most,
            )
        )
        self.household, self.title, self.least, self.most = household, title, least, most


class PlaceRefused(BangfuError):
    """A rule set cannot be adopted there: no code of a division in a province, or the nation."""

    def __init__(self, place: str, known: Iterable[str]) -> None:
        listed = "、".join(known) or phrase("（尚未导入工会）")
        super().__init__(
            phrase(
                "行政区划代码“{place}”不能采用规则：应为六位数字，前两位是省级代码，且不能是 000000。"
                "工会名录中的有：{listed}。",
                place=place,
                listed=listed,
            )
        )
        self.place = place


class NoSuchFile(BangfuError):
    """No household of that number within the asker's jurisdiction; somebody's number is not repeated."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, file_no: str) -> None:
        super().__init__(
            phrase(
                "没有档案编号为“{file_no}”的档案，或它不在您的管辖范围内。请核对编号后再试。",
                file_no=without_numbers(file_no),
            )
        )
        self.file_no = file_no


class NotYetOnFile(BangfuError):
    """The household was not on file that day, so nothing can be decided for it."""

    def __init__(self, file_no: str, day: date, opened_on: date) -> None:
        super().__init__(
            phrase(
                "档案 {file_no} 于 {opened_on} 建档，{day} 尚未在册，不能认定。请选建档日期以后的日期。",
                file_no=file_no,
                opened_on=opened_on,
                day=day,
            )
        )
        self.file_no, self.day, self.opened_on = file_no, day, opened_on


class NoSuchUnion(BangfuError):
    def __init__(self, code: str) -> None:
        super().__init__(
            phrase("没有编码为“{code}”的工会。请按工会名录核对编码后再试。", code=code)
        )
        self.code = code
