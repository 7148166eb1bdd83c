"""An explanation as lines for the terminal."""

from collections.abc import Iterator

from bangfu.eligibility.enums import CheckState
from bangfu.eligibility.rules.explanation import ClassTest, Explanation, Step
from bangfu.kernel.money import format_yuan

_MARKS = {CheckState.PASSED: "✓", CheckState.EXCLUDED: "✗", CheckState.UNKNOWN: "？"}
_OUTCOMES = {True: "成立", False: "不成立", None: "待核实"}


def explain_text(explanation: Explanation) -> str:
    """The whole explanation, verdict first, one fact a line."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    result = explanation.result
    since = f"，{explanation.rules_from} 起" if explanation.rules_from else ""
    yield f"档案 {result.household}：{result.category.value}"
    yield explanation.verdict
    yield f"依据：{explanation.rules_title}{since}"
    yield from _section("计算步骤", (_step(step) for step in explanation.steps))
    checks = (f"{_MARKS[check.state]} {check.detail}" for check in explanation.checks)
    yield from _section("排除情形", checks)
    yield from _section("逐类判断", (line for test in explanation.tests for line in _test(test)))
    if explanation.deciding:
        yield from _section("决定性比较", iter([explanation.deciding.text]))
    yield from _section("怎样才会改变", (change.text for change in explanation.changes))
    yield from _section("还缺什么", (f"{fact.title}：{fact.how}" for fact in explanation.missing))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield from ("", title, *(f"  {line}" for line in listed))


def _step(step: Step) -> str:
    if step.amount_fen is None:
        return f"{step.title}：{step.expression} ＝ 待核实　［{step.basis}］"
    about = "约 " if step.is_rounded else ""
    return f"{step.title}：{step.expression} ＝ {about}{format_yuan(step.amount_fen)} 元　［{step.basis}］"


def _test(test: ClassTest) -> Iterator[str]:
    yield f"{test.category.value}：{_OUTCOMES[test.holds]}　［{test.article}］"
    for comparison in test.comparisons:
        totals = f"（{comparison.totals}）" if comparison.totals else ""
        yield f"  {comparison.text}{totals} —— {_OUTCOMES[comparison.holds]}"
