from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("registry.read", mark("查看档案"), looks=True)
FIND = Duty("registry.find", mark("查找档案"), looks=True)
READ_PHONE = Duty("registry.read_phone", mark("查看完整手机号"), looks=True)
RECORD = Duty("registry.record", mark("更正档案"))
CONFIRM_ACCOUNT = Duty("registry.confirm_account", mark("核对账号"))
CLOSE_MET = Duty("registry.close_met", mark("办结已经入库的重复"))
EXPORT = Duty("registry.export", mark("导出档案"), looks=True)
