"""Words of what an import changes in a household, as they are kept with its rows."""

from bangfu.kernel.phrases import mark

GONE, CHANGED, ADDED = "gone", "changed", "added"
#: Removals first, additions last.
PLACE = {GONE: 0, CHANGED: 1, ADDED: 2}
MEMBER = mark("成员")
PRINCIPAL = mark("户主")
ORDER = mark("名单中的次序")
MISSING = mark("未通过的成员行")
ABSENT = mark("本次名单中没有")
LEFT = mark("不再在本户")
ON_FILE = mark("已登记的号码")
#: What stands for a value and is none: said in the reader's language.
SAID = frozenset({ABSENT, LEFT, ON_FILE})
