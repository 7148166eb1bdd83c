from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("funds.read", mark("查看资金"), logged=False)
OPEN = Duty("funds.open", mark("设立专项资金"))
RECEIVE = Duty("funds.receive", mark("收款记账"))
PROPOSE_REVERSAL = Duty("funds.propose_reversal", mark("提出红字冲正"))
REVERSE = Duty("funds.reverse", mark("办理红字冲正"))
