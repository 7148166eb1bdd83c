"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark
from bangfu.scope.enums import Role

WORDS = LogWords(
    subjects={
        "appointment": mark("任职"),
        "day": mark("认定日"),
        "hand_over": mark("代办"),
        "installation": mark("系统"),
        "place": mark("地区"),
        "union": mark("工会"),
        "unions": mark("工会文件"),
    },
    details={
        "demo": mark("演示"),
        "to_union": mark("接办工会"),
        "appointment": mark("任职"),
        "needs_second": mark("待另一位系统管理员确认"),
        "wrong_code": mark("确认码不对（第几次）"),
        "restamped": mark("重标管辖"),
    },
    codes={"role": Role},
    unnumbered=frozenset({"unions", "installation"}),
)
