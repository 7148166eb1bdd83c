from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("rounds.read", mark("查看批次"), logged=False)
PLAN = Duty("rounds.plan", mark("拟定批次"))
DECIDE = Duty("rounds.decide", mark("登记联席会议决定"))
LOCK_ROSTER = Duty("rounds.lock_roster", mark("锁定花名册"))
RELEASE = Duty("rounds.release", mark("放款"))
SEND = Duty("rounds.send", mark("导出发放文件"))
TAKE_ANSWER = Duty("rounds.take_answer", mark("读入银行回单"))
FORGET_ANSWERS = Duty("rounds.forget_answers", mark("清除到期没有读入的回单"))
EXPLAIN_WORDS = Duty("rounds.explain_words", mark("说明银行用词"))
SIMULATE_BANK = Duty("rounds.simulate_bank", mark("模拟银行答复"))
DECIDE_RETURN = Duty("rounds.decide_return", mark("处理退回"))
RECONCILE = Duty("rounds.reconcile", mark("对账结清"))
CANCEL = Duty("rounds.cancel", mark("取消批次"))
RECOVER = Duty("rounds.recover", mark("决定追回"))
BOOK_RECOVERED = Duty("rounds.book_recovered", mark("追回款到账"))
END_CLAIM = Duty("rounds.end_claim", mark("撤销追回或核销"))
