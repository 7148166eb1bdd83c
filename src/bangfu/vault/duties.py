from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("vault.read", mark("查看完整号码"))
INDEX = Duty("vault.index", mark("登记号码末位"), logged=False)
READ_MANY = Duty("vault.read_many", mark("取用完整号码"))
