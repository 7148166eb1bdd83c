"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    actions={
        "registry.read_failed": mark("表格未能读取"),
        "registry.merge_failed": mark("未能入库"),
    },
    subjects={
        "batch": mark("导入批次"),
    },
    details={
        "as_of": mark("上报日"),
        "columns": mark("列"),
        "households_changed": mark("变更户"),
        "households_new": mark("新建户"),
        "households_unchanged": mark("未变户"),
        "members_absent": mark("未列成员"),
        "members_changed": mark("变更成员"),
        "members_new": mark("新增成员"),
        "members_unchanged": mark("未变成员"),
        "members_waiting": mark("待职工行的成员"),
    },
)
