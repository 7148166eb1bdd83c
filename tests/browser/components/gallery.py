"""Made-up content for the gallery: every component once, with the awkward cases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.reach import NOTHING
from bangfu.web.forms_base import DayInput, GroupedForm
from bangfu.web.navigation import menu, own_jobs
from bangfu.web.templatetags.charts import Chart, Part, Series

MONTHS = [f"{month}月" for month in range(1, 12)]
AREAS = [
    ("茂南区", 1460, (913, 402, 32)),
    ("茂港区", 1021, (560, 355, 40)),
    ("电白县", 2008, (1102, 690, 51)),
    ("高州市", 2311, (1304, 801, 77)),
    ("化州市", 1987, (1122, 650, 49)),
    ("信宜市", 1840, (1033, 610, 38)),
    ("市直", 505, (213, 220, 11)),
]

AUDITOR = Actor(1, "陈立", Role.AUDITOR, 1, NOTHING)


class Filing(GroupedForm):
    GROUPS = [
        ("本人信息", ["name", "id_number", "phone", "employer"]),
        ("家庭情况", ["size", "income", "since"]),
        ("申请事项", ["kind", "causes", "story", "papers", "consent"]),
    ]
    name = forms.CharField(label="姓名", max_length=30)
    id_number = forms.RegexField(
        r"^\d{17}[\dX]$",
        label="身份证号",
        help_text="18 位，末位可为 X",
        error_messages={"invalid": "请填写 18 位身份证号，末位可为 X。"},
    )
    phone = forms.CharField(label="手机号", required=False)
    employer = forms.CharField(label="工作单位", help_text="与劳动合同或社保参保单位一致")
    size = forms.IntegerField(label="家庭人口", min_value=1)
    income = forms.DecimalField(label="家庭月收入（元）", help_text="全家最近 12 个月平均")
    since = forms.DateField(label="困难发生日期", required=False, widget=DayInput())
    kind = forms.ChoiceField(
        label="申请类别",
        choices=[("life", "生活救助"), ("medical", "医疗救助"), ("school", "子女助学")],
        widget=forms.RadioSelect,
    )
    causes = forms.MultipleChoiceField(
        label="致困原因",
        choices=[("illness", "患重特大疾病"), ("job", "下岗失业"), ("school", "子女上学")],
        widget=forms.CheckboxSelectMultiple,
        help_text="可多选",
        required=False,
    )
    story = forms.CharField(label="困难情况说明", widget=forms.Textarea(attrs={"rows": 3}))
    papers = forms.FileField(
        label="证明材料", required=False, help_text="图片或 PDF，每份不超过 10 MB"
    )
    consent = forms.BooleanField(label="本人承诺以上信息真实，同意工会核对家庭经济状况")


class Finding(forms.Form):
    text = forms.CharField(label="姓名、档案编号或证件号", required=False)


class Narrowing(forms.Form):
    name = forms.CharField(label="姓名", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), ("deep", "低保户")])
    opened_from = forms.DateField(label="建档起", widget=DayInput())
    opened_until = forms.DateField(label="建档止", widget=DayInput())


def areas() -> list[dict[str, Any]]:
    names = [("低保户", "deep"), ("低保边缘户", "relative"), ("意外致困户", "shock")]
    return [
        {
            "name": name,
            "households": total,
            "paid_fen": total * 61_234,
            "bar": [Part(n, v, c) for (n, c), v in zip(names, counts, strict=True)],
        }
        for name, total, counts in AREAS
    ]


def households() -> list[Thing]:
    names = ["何春立", "欧阳小梅", "杨桂春", "阿依古丽·买买提", "孙丽"]
    classes = ["低保户", "低保边缘户", "意外致困户", "不符合", "待核实"]
    unions = ["茂南区总工会", "高州市总工会石鼓镇工会联合会", "茂名石化公司工会"]
    return [
        Thing(
            file_no=f"4409{i:02d}-2010-{i * 731:05d}",
            name=name,
            klass=klass,
            union=unions[i % 3],
            employer="茂名市第二建筑工程公司",
            income_fen=None if klass == "待核实" else 12_345 * (i + 1),
            opened=date(2010, 9, 1 + i),
        )
        for i, (name, klass) in enumerate(zip(names, classes, strict=True))
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    levels = [constants.SUCCESS, constants.WARNING, constants.ERROR, constants.INFO]
    texts = ["已保存。", "有 3 户待重算。", "没有保存：金额写错了。", "数据每天更新。"]
    new, out = (
        [38, 22, 41, 35, 29, 44, 52, 47, 61, 58, 33],
        [12, 9, 18, 25, 21, 30, 28, 35, 31, 44, 19],
    )
    paid = [412.6, 38.2, 96.4, 188, 61.2, 74.9, 203.5, 90.1, 266.8, 82.3, 47.7]
    return {
        "request": request,
        "csrf_token": "gallery",
        "installation": Thing(is_demo=True, demo_day=date(2010, 10, 31)),
        "actor": AUDITOR,
        "appointment": Thing(union_name="茂名市总工会"),
        "nav": menu(AUDITOR, here="figures", counts={"case_list": 6}),
        "own_jobs": own_jobs(AUDITOR),
        "messages": [Message(level, text) for level, text in zip(levels, texts, strict=True)],
        "areas": areas(),
        "longest": max(total for _name, total, _counts in AREAS),
        "households": households(),
        "page": Thing(before="YmVmb3Jl", after="YWZ0ZXI="),
        "find_form": Finding(auto_id="find_%s"),
        "filter_form": Narrowing(),
        "empty_form": Filing(prefix="new"),
        "bad_form": Filing({"name": "周桂芳", "id_number": "123"}),
        "at": datetime(2010, 10, 16, 1, 0, tzinfo=UTC),
        "moves": Chart(
            "各月新增建档与脱困户数",
            MONTHS,
            [Series("新增建档", new), Series("解困脱困", out, "second")],
            "户",
            [f"/figures/?month={month}" for month in range(1, 12)],
        ),
        "heading": "情况已经变化",
        "message": "别人已经办理过这一步，请重新打开这一页，看清现状后再办。",
        "status": 409,
        "back": "/cases/",
        "spent": Chart("各月发放金额", MONTHS, [Series("发放", paid)], "万元"),
    }


def page(name: str) -> str:
    request = RequestFactory().get(f"/{name}", {"kind": "deep"})
    content = context(request)
    if name != "list":
        content["messages"] = []
    shown = Context(content)
    shown.request = request
    return get_template(f"gallery/{name}.html").template.render(shown)
