"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import LookedAt

WORDS = LogWords(
    actions={
        "registry.met_elsewhere": mark("获知在其他工会建档"),
        "registry.read_list": mark("查看档案列表"),
        "registry.read_many": mark("查看档案列表"),
    },
    subjects={
        "household": mark("档案"),
        "list": mark("列表"),
        "register": mark("全部档案"),
    },
    details={
        "members": mark("成员"),
        "looked_at": mark("核对的原件"),
    },
    codes={"looked_at": LookedAt},
    unnumbered=frozenset({"list", "register"}),
    looks=frozenset({"registry.met_elsewhere", "registry.read_list", "registry.read_many"}),
)
