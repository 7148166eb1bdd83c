"""An explanation as lines for the terminal."""

from collections.abc import Iterator

from bangfu.eligibility.enums import CheckState
from bangfu.eligibility.rules.explanation import ClassTest, ExplainedStep, Explanation
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import mark, phrase

_MARKS = {CheckState.PASSED: "✓", CheckState.EXCLUDED: "✗", CheckState.UNKNOWN: "？"}
_OUTCOMES = {True: mark("成立"), False: mark("不成立"), None: mark("待核实")}


def explain_text(explanation: Explanation) -> str:
    """The whole explanation, verdict first, one fact a line."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    result = explanation.result
    since = phrase("，{day} 起", day=explanation.rules_from) if explanation.rules_from else ""
    yield phrase(
        "档案 {file_no}：{category}", file_no=result.household, category=result.category.value
    )
    yield explanation.verdict
    yield phrase("依据：{title}{since}", title=explanation.rules_title, since=since)
    yield from _section(phrase("计算步骤"), (_step(step) for step in explanation.steps))
    checks = (f"{_MARKS[check.state]} {check.detail}" for check in explanation.checks)
    yield from _section(phrase("排除情形"), checks)
    yield from _section(
        phrase("逐类判断"), (line for test in explanation.tests for line in _test(test))
    )
    if explanation.deciding:
        yield from _section(phrase("决定性比较"), iter([explanation.deciding.text]))
    yield from _section(phrase("怎样才会改变"), (change.text for change in explanation.changes))
    yield from _section(
        phrase("还缺什么"), (f"{fact.title}：{fact.how}" for fact in explanation.missing)
    )


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield from ("", title, *(f"  {line}" for line in listed))


def _step(step: ExplainedStep) -> str:
    if step.amount_fen is None:
        return phrase(
            "{title}：{expression} ＝ 待核实　［{basis}］",
            title=step.title,
            expression=step.expression,
            basis=step.basis,
        )
    about = phrase("约 ") if step.is_rounded else ""
    return phrase(
        "{title}：{expression} ＝ {about}{amount} 元　［{basis}］",
        title=step.title,
        expression=step.expression,
        about=about,
        amount=format_yuan(step.amount_fen),
        basis=step.basis,
    )


def _test(test: ClassTest) -> Iterator[str]:
    yield f"{test.category.value}：{phrase(_OUTCOMES[test.holds])}　［{test.article}］"
    for comparison in test.comparisons:
        totals = f"（{comparison.totals}）" if comparison.totals else ""
        yield f"  {comparison.text}{totals} —— {phrase(_OUTCOMES[comparison.holds])}"
