"""Words for details that entries of several areas hold."""

from bangfu.kernel.phrases import mark

from .words import LogWords

WORDS = LogWords(
    details={
        # Told in this order: what it is about stands first.
        "name": mark("名称"),
        "place": mark("地区"),
        "accepted": mark("采用行"),
        "amount_fen": mark("金额"),
        "area": mark("地区"),
        "case": mark("申请"),
        "changed": mark("更正"),
        "count": mark("数量"),
        "created": mark("新录入"),
        "day": mark("日期"),
        "days": mark("天数"),
        "document": mark("依据"),
        "file": mark("文件"),
        "files": mark("份数"),
        "from": mark("原为"),
        "fund": mark("资金"),
        "household": mark("档案"),
        "households": mark("户数"),
        "kind": mark("种类"),
        "outcome": mark("结果"),
        "page": mark("页面"),
        "programme": mark("项目"),
        "purpose": mark("用途"),
        "reason": mark("理由"),
        "rejected": mark("退回行"),
        "role": mark("岗位"),
        "rows": mark("行数"),
        "shown": mark("显示"),
        "since": mark("自"),
        "to": mark("改为"),
        "unchanged": mark("未变"),
        "union": mark("工会"),
        "until": mark("至"),
        "user": mark("用户"),
        "username": mark("用户名"),
        "valid_from": mark("自"),
        "value": mark("数值"),
    },
)
