"""How log entries are written on screens: actions, subjects and details in the clerk's own words."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.acts.declared import declared_duties
from bangfu.audit.models import Entry
from bangfu.casework.enums import CaseState, CaseTab, ObjectionOutcome, Step
from bangfu.casework.models import choices
from bangfu.funds.enums import FundSource
from bangfu.kernel.money import format_yuan
from bangfu.kernel.phrases import phrase
from bangfu.programmes.enums import WINTER_WARMTH, Parameter
from bangfu.reporting.log_subjects import BY_ID, Key, Subject
from bangfu.rounds.enums import ReturnOutcome
from bangfu.scope.enums import Role
from bangfu.vault.enums import Purpose, SecretKind

register = template.Library()
lazily = lazy(phrase, str)

#: What the log calls acts that have a name of their own, beside the titles of the duties.
OTHER_ACTIONS = {
    "accounts.sign_in": _("登录"),
    "registry.read_failed": _("表格未能读取"),
    "registry.met_elsewhere": _("获知在其他工会建档"),
    "registry.merge_failed": _("未能入库"),
    "registry.read_list": _("查看档案列表"),
    "registry.read_many": _("查看档案列表"),
    "casework.list": _("查看申请列表"),
    "casework.uphold": _("异议成立退回"),
    "casework.notice.read": _("查看公示"),
    "casework.notice_names.read": _("打开单位张贴版"),
    "rounds.send_again": _("再次导出发放文件"),
    "rounds.roster.read": _("查看花名册"),
    "rounds.roster.export": _("导出花名册"),
    "rounds.left_out.read": _("查看未列入名单"),
}
#: Every action that is recorded, in the order of the areas; a test holds the list whole.
ACTIONS = {
    **{code: lazily(duty.source) for code, duty in declared_duties().items() if duty.logged},
    **OTHER_ACTIONS,
}
SUBJECTS = {
    "appointment": _("任职"),
    "award": _("发放"),
    "batch": _("导入批次"),
    "case": _("申请"),
    "day": _("认定日"),
    "fund": _("资金"),
    "household": _("档案"),
    "installation": _("系统"),
    "list": _("列表"),
    "notice": _("公示"),
    "place": _("地区"),
    "programme": _("项目"),
    "register": _("全部档案"),
    "round": _("批次"),
    "secret": _("号码"),
    "standards": _("标准文件"),
    "union": _("工会"),
    "unions": _("工会文件"),
    "user": _("用户"),
    "workdays": _("放假与调休"),
}
#: Where a subject has a page of its own, for those who may see it.
PAGES = {
    "household": "file_page",
    "case": "case_page",
    "round": "round_page",
    "notice": "notice_page",
    "fund": "fund_page",
}
#: Ids of rows that are shown nowhere by a number.
INTERNAL = frozenset({"objection", "secret"})
#: Subjects that no number tells apart for a reader.
PLAIN = frozenset({"list", "register", "standards", "unions", "installation", "secret"})
LISTS = {**dict(choices(CaseTab)), "new": _("可提交的家庭"), "": _("全部")}
DETAILS = {
    "accepted": _("采用行"),
    "amount_fen": _("金额"),
    "area": _("地区"),
    "as_of": _("上报日"),
    "award": _("发放"),
    "awards": _("列入"),
    "case": _("申请"),
    "cases": _("申请数"),
    "changed": _("更正"),
    "count": _("数量"),
    "created": _("新录入"),
    "day": _("日期"),
    "days": _("天数"),
    "demo": _("演示"),
    "document": _("依据"),
    "file": _("文件"),
    "files": _("份数"),
    "from": _("原为"),
    "fund": _("资金"),
    "held_back": _("暂缓"),
    "household": _("档案"),
    "households": _("户数"),
    "households_changed": _("变更户"),
    "households_new": _("新建户"),
    "households_unchanged": _("未变户"),
    "kind": _("种类"),
    "left_out": _("未列入"),
    "members": _("成员"),
    "members_absent": _("未列成员"),
    "members_changed": _("变更成员"),
    "members_new": _("新增成员"),
    "members_unchanged": _("未变成员"),
    "members_waiting": _("待职工行的成员"),
    "met_on": _("会议日期"),
    "minutes": _("会议纪要"),
    "month": _("月份"),
    "name": _("名称"),
    "objection": _("异议"),
    "one_time": _("原为一次性"),
    "outcome": _("结果"),
    "own": _("本人修改"),
    "page": _("页面"),
    "paid": _("成功"),
    "paid_fen": _("成功金额"),
    "place": _("地区"),
    "programme": _("项目"),
    "purpose": _("用途"),
    "reason": _("理由"),
    "reason_given": _("已写理由"),
    "reference": _("凭据"),
    "rejected": _("退回行"),
    "restamped": _("重标管辖"),
    "returned": _("退回"),
    "returned_fen": _("退回金额"),
    "role": _("岗位"),
    "rows": _("行数"),
    "rule_set": _("规则"),
    "secret": _("号码"),
    "shown": _("显示"),
    "since": _("自"),
    "source": _("来源"),
    "step": _("环节"),
    "to": _("改为"),
    "total_fen": _("总额"),
    "unchanged": _("未变"),
    "unreserved_fen": _("退回可用"),
    "until": _("至"),
    "union": _("工会"),
    "user": _("用户"),
    "username": _("用户名"),
    "valid_from": _("自"),
    "value": _("数值"),
    "years": _("年份"),
}
#: Words that the log keeps as codes, by the detail that holds them.
WORDS: dict[str, dict[str, object]] = {
    "name": dict(Parameter.choices),
    "role": dict(Role.choices),
    "purpose": dict(Purpose.choices),
    "kind": dict(SecretKind.choices),
    "source": dict(FundSource.choices),
    "outcome": {**dict(choices(ObjectionOutcome)), **dict(ReturnOutcome.choices)},
    "from": dict(choices(CaseState)),
    "step": dict(choices(Step)),
    "to": dict(choices(CaseState)),
    "programme": {WINTER_WARMTH: _("送温暖")},
}


@register.filter
def action_name(action: str) -> str:
    return str(ACTIONS.get(action, action))


@register.filter
def subject_name(kind: str) -> str:
    return str(SUBJECTS.get(kind, kind))


@register.simple_tag
def subject_told(entry: Entry, subjects: Mapping[Key, Subject], opens: bool) -> SafeString | str:
    """The subject by its name, with a link where the reader may open it (`opens`: files too)."""
    kind, number = entry.subject_kind, entry.subject
    found = subjects.get((kind, number))
    if found is None:
        return _unnamed(kind, number)
    page = PAGES.get(kind, "") if opens else ""
    if kind == "user":
        href = reverse("log_list") + f"?officer={found.address}"
    elif page:
        href = reverse(page, args=[found.address])
    else:
        return found.name
    return format_html('<a href="{}">{}</a>', href, found.name)


def _unnamed(kind: str, number: str) -> SafeString | str:
    """What has no name: a day, a list of cases by its state; or one out of the reader's sight."""
    if kind in BY_ID and number.isdecimal():
        return format_html('<span class="muted">{}</span>', gettext("（不在可见范围）"))
    return "" if kind in PLAIN else str(LISTS.get(number, number))


@register.filter
def in_words(
    detail: Mapping[str, object], subjects: Mapping[Key, Subject] | None = None
) -> SafeString:
    """`amount_fen=80000000` → 金额 800,000.00 元; ids by their names, or not at all."""
    named = subjects or {}
    parts = [(DETAILS.get(key, key), _named(key, detail[key], named)) for key in detail]
    return format_html_join("，", "{} {}", [(name, told) for name, told in parts if told])


def _named(key: str, value: object, subjects: Mapping[Key, Subject]) -> str:
    """Ids that have no name to the reader tell them nothing; the entry's digest covers them."""
    if key in INTERNAL:
        return ""
    found = subjects.get((key, str(value)))
    if found is not None:
        return found.name
    return "" if key in BY_ID and str(value).isdecimal() else _value(key, value)


@register.filter
def role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


@register.filter
def short_digest(digest: bytes) -> str:
    """The first eight hex digits, enough to compare by eye."""
    return bytes(digest).hex()[:8]


def _value(key: str, value: object) -> str:
    if key.endswith("_fen") and isinstance(value, int):
        return gettext("%(amount)s 元") % {"amount": format_yuan(value)}
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, list):  # fingerprints of files: how many is all they say to a reader
        return str(len(value))
    return str(WORDS.get(key, {}).get(str(value), value))
