from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("standards.read", mark("查看标准与规则"), logged=False)
IMPORT = Duty("standards.import", mark("导入标准"))
ANNOUNCE = Duty("standards.announce", mark("录入放假与调休"))
