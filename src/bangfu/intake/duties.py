"""Codes begin with `registry`, as they did before intake was an app: the log keeps them."""

from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

STAGE = Duty("registry.stage", mark("上传表格"))
READ_BATCH = Duty("registry.read_batch", mark("读取表格"), logged=False)
CONFIRM = Duty("registry.confirm", mark("确认入库"))
STOP = Duty("registry.stop", mark("停止入库"))
MERGE = Duty("registry.merge", mark("入库"))
DROP = Duty("registry.drop", mark("放弃导入"))
FETCH_BACK = Duty("registry.fetch_back", mark("下载退回的行"), looks=True)
FORGET_BACK = Duty("registry.forget_back", mark("清除到期的退回行"), logged=False)
EXPIRE = Duty("registry.expire", mark("清除到期未确认的导入"))
EXPLAIN_COLUMNS = Duty("registry.explain_columns", mark("说明表格的列"))
CHANGE_DAY = Duty("registry.change_day", mark("改正上报日"))
MERGE_BATCH = Duty("registry.merge_batch", mark("后台入库"), logged=False)
