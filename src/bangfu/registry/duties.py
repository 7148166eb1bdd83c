from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("registry.read", mark("查看档案"))
READ_PHONE = Duty("registry.read_phone", mark("查看完整手机号"))
STAGE = Duty("registry.stage", mark("上传表格"))
READ_BATCH = Duty("registry.read_batch", mark("读取表格"))
CONFIRM = Duty("registry.confirm", mark("确认入库"))
STOP = Duty("registry.stop", mark("停止入库"))
MERGE = Duty("registry.merge", mark("入库"))
DROP = Duty("registry.drop", mark("放弃导入"))
EXPORT = Duty("registry.export", mark("导出档案"))
