from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

ADOPT = Duty("eligibility.adopt", mark("采用认定规则"))
ASSESS = Duty("eligibility.assess", mark("逐户认定"))
REQUEST = Duty("eligibility.request", mark("要求重算"))
EXPLAIN = Duty("eligibility.explain", mark("在命令行查看认定依据"), logged=False)
EXPORT = Duty("eligibility.export", mark("在命令行导出认定结果"), logged=False)
