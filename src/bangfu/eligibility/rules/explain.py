"""Evaluator B's second half: the decision on one household in words that a clerk can read out."""

from collections.abc import Mapping, Sequence

from bangfu.eligibility.enums import CheckState, HardshipClass
from bangfu.eligibility.rules.changes import least_changes
from bangfu.eligibility.rules.comparing import binding, describe
from bangfu.eligibility.rules.explanation import (
    Check,
    ClassTest,
    Comparison,
    ExplainedStep,
    Explanation,
    LeastChange,
    MissingFact,
)
from bangfu.eligibility.rules.facts import AdoptedRules, Assessment, JudgedFacts, JudgedStandard
from bangfu.eligibility.rules.household import (
    EXCLUSIONS,
    Question,
    as_unknown,
    assessment_of,
    trace,
)
from bangfu.eligibility.rules.inputs import (
    FACTS,
    MEMBER_INCOMES,
    RULE_SET_TITLE,
    STANDARD,
    member_title,
)
from bangfu.eligibility.rules.traced import TracedValue
from bangfu.eligibility.rules.unasked import CLAIMS
from bangfu.eligibility.rules.units import MONEY
from bangfu.eligibility.rules.wording import nearest_fen, say_expression, say_value
from bangfu.kernel.phrases import mark, phrase

_REGISTERED = mark("档案登记")
SIZE_TITLE = next(each.title for each in FACTS if each.name == "size")


def explain_household(
    facts: JudgedFacts, standard: JudgedStandard | None, adopted: AdoptedRules | None
) -> Explanation:
    """Decide one household and say why.

    Args:
        facts: what is known of the twelve months before the day.
        standard: L in force at its place that day, fen per person and month; None = none.
        adopted: the rule set adopted at its place that day; None = none.
    """
    question = Question(facts, standard, adopted)
    values = trace(question)
    result = assessment_of(question, values)
    if unknown := as_unknown(question, result.missing):
        values = trace(question, unknown)
    tried = _conditions(values)
    ineligible = result.category is HardshipClass.INELIGIBLE and not result.excluded
    changes = least_changes(question, values) if ineligible else ()
    tests = tuple(_test(condition, result.size) for condition in tried)
    return Explanation(
        result=result,
        verdict=_verdict(result, values, tests, changes),
        steps=(*_steps(values), _standard_step(standard)),
        checks=tuple(_check(values, rule, fact) for rule, fact in EXCLUSIONS),
        tests=tests,
        deciding=_deciding(result, values, tried, changes),
        changes=changes,
        missing=tuple(_how(title, question) for title in result.missing),
        rules_title=_rules_title(values, adopted),
        rules_from=adopted.valid_from if adopted else None,
    )


def _conditions(values: Mapping[str, TracedValue]) -> tuple[TracedValue, ...]:
    """The conditions of the classes that were tried; before them the category asks what excludes."""
    return values["category"].parts[1:]


def _steps(values: Mapping[str, TracedValue]) -> list[ExplainedStep]:
    worked = [value for value in values.values() if value.unit in MONEY and value.operation]
    return [_step(value) for value in worked if value.title != MEMBER_INCOMES.title]


def _step(value: TracedValue) -> ExplainedStep:
    amount = value.number
    return ExplainedStep(
        title=phrase(value.title),
        expression=say_expression(value),
        amount_fen=None if amount is None else nearest_fen(amount),
        is_rounded=amount is not None and amount.denominator != 1,
        basis=value.article or phrase(_REGISTERED),
    )


def _standard_step(standard: JudgedStandard | None) -> ExplainedStep:
    if standard is None:
        return ExplainedStep(STANDARD.title, phrase("当地当日没有有效的标准"), None, False, "—")
    since = (
        phrase("{valid_from} 起执行", valid_from=standard.valid_from) if standard.valid_from else ""
    )
    basis = "，".join(part for part in (standard.source, since) if part) or "—"
    place = f"{standard.place}，" if standard.place else ""
    return ExplainedStep(
        STANDARD.title, phrase("{place}每人每月", place=place), standard.amount_fen, False, basis
    )


def _check(values: Mapping[str, TracedValue], rule: str, fact: str) -> Check:
    value, known = values[rule], values[fact]
    states = {True: CheckState.EXCLUDED, False: CheckState.PASSED, None: CheckState.UNKNOWN}
    detail = f"{phrase(known.title)}：{say_value(known)}"
    for compared in value.comparisons():
        described = describe(compared, None)
        if described.holds is not None:
            detail = described.text
    return Check(phrase(value.title), states[value.holds], detail)


def _test(condition: TracedValue, size: int | None) -> ClassTest:
    comparisons = tuple(describe(compared, size) for compared in condition.comparisons())
    category = HardshipClass(condition.title)
    return ClassTest(category, condition.article, comparisons, condition.holds)


def _deciding(
    result: Assessment,
    values: Mapping[str, TracedValue],
    tried: Sequence[TracedValue],
    changes: Sequence[LeastChange],
) -> Comparison | None:
    """The comparison that settled it: of the class reached, or of the nearest one not reached."""
    if result.excluded:
        return _deciding_exclusion(values)
    if result.category is HardshipClass.UNRESOLVED:
        return None
    if result.category is HardshipClass.INELIGIBLE:
        near = {change.category.value for change in changes[:1]}
        wanted, outcome = [each for each in tried if each.title in near] or list(tried), False
    else:
        wanted, outcome = list(tried[-1:]), True
    compared = [each for condition in wanted for each in condition.comparisons()]
    settling = binding([each for each in compared if each.holds is outcome], result.size)
    return None if settling is None else describe(settling, result.size)


def _deciding_exclusion(values: Mapping[str, TracedValue]) -> Comparison:
    rule, fact = next((rule, fact) for rule, fact in EXCLUSIONS if values[rule].holds)
    for compared in values[rule].comparisons():
        return describe(compared, None)
    known = values[fact]
    left = f"{phrase(known.title)} {say_value(known)}"
    return Comparison(
        left, phrase("属于"), phrase("排除情形"), True, phrase("{left}，属于排除情形", left=left)
    )


def _verdict(
    result: Assessment,
    values: Mapping[str, TracedValue],
    tests: Sequence[ClassTest],
    changes: Sequence[LeastChange],
) -> str:
    if result.excluded:
        facts = [
            f"{phrase(values[fact].title)} {say_value(values[fact])}"
            for rule, fact in EXCLUSIONS
            if values[rule].holds
        ]
        return phrase("{facts}，属于排除情形，不符合认定条件。", facts="、".join(facts))
    if result.category is HardshipClass.UNRESOLVED:
        return phrase(
            "还缺{missing}，暂不能认定，补齐后即可重新认定。", missing="、".join(result.missing)
        )
    if result.category is HardshipClass.INELIGIBLE:
        near = phrase("最接近的是：{change}。", change=changes[0].text) if changes else ""
        return phrase("各类认定条件均不满足，不符合认定条件。{near}", near=near)
    met = [_spoken(comparison) for comparison in tests[-1].comparisons]
    return phrase(
        "{met}；符合「{category}」认定条件。", met="；".join(met), category=result.category.value
    )


def _spoken(comparison: Comparison) -> str:
    """With the exact totals where an amount per head had to be rounded."""
    if comparison.is_rounded and comparison.totals:
        return f"{comparison.text}（{comparison.totals}）"
    return comparison.text


def _rules_title(values: Mapping[str, TracedValue], adopted: AdoptedRules | None) -> str:
    if adopted is None:
        return phrase("尚未采用认定规则")
    place = phrase("，{place} 采用", place=adopted.place) if adopted.place else ""
    if adopted.place and adopted.document:
        told = {"place": adopted.place, "document": adopted.document}
        place = phrase("，{place} 依据“{document}”采用", **told)
    return phrase(
        "认定规则 {name} 版（{article}{place}）",
        name=adopted.rule_set.value,
        article=values["category"].article,
        place=place,
    )


def _how(title: str, question: Question) -> MissingFact:
    if title == STANDARD.title:
        return MissingFact(title, phrase("请系统管理员录入该地当日有效的城市低保标准"))
    if title == RULE_SET_TITLE:
        return MissingFact(title, phrase("请系统管理员为该地采用一套认定规则，并写明起用日期"))
    for member in question.facts.all_members():
        if title == member_title(member.ordinal):
            return MissingFact(title, _how_member(member.ordinal, question.given))
    if title in (each.title for each in CLAIMS if each.name in question.facts.unasked):
        return MissingFact(
            title,
            phrase(
                "报来的表没有“{title}”这一列，支出多少会影响类别：请补报档案 {file_no} 的这一项；"
                "确实没有的填 0",
                file_no=question.facts.household,
                title=title,
            ),
        )
    if title == SIZE_TITLE and question.given.size is not None:
        return MissingFact(title, _how_size(question.given.size, question.given))
    return MissingFact(
        title,
        phrase(
            "请在“职工档案”表中补填档案 {file_no} 的“{title}”；确实没有的填 0 或“否”",
            file_no=question.facts.household,
            title=title,
        ),
    )


def _how_member(ordinal: int, facts: JudgedFacts) -> str:
    row = phrase(
        "“家庭成员”表中档案 {household} 的第 {ordinal} 行",
        household=facts.household,
        ordinal=ordinal,
    )
    if all(member.ordinal != ordinal for member in facts.all_members()):
        return phrase(
            "家庭人口为 {size}，“家庭成员”表中只有 {members} 行：请补报{row}及其“月收入”，"
            "家庭人口填错的请改正",
            size=facts.size,
            members=len(facts.all_members()),
            row=row,
        )
    if ordinal in facts.missing_members:
        return phrase("{row}未能导入，请按导入报告改正后重新导入", row=row)
    return phrase("请补填{row}的“月收入”；确实没有收入的填 0", row=row)


def _how_size(size: int, facts: JudgedFacts) -> str:
    return phrase(
        "家庭人口为 {size}，本人和“家庭成员”表中的 {members} 行共 {persons} 人，两者不一致："
        "请核对档案 {place} 的家庭人口和成员后改正",
        size=size,
        members=len(facts.all_members()),
        persons=1 + len(facts.all_members()),
        place=facts.household,
    )
