from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("casework.read", mark("查看申请"), looks=True)
EXPORT = Duty("casework.export", mark("导出复核名单"), looks=True)
SUBMIT = Duty("casework.submit", mark("提交认定"))
CHECK = Duty("casework.check", mark("审核通过"))
POST = Duty("casework.post", mark("公示"))
RETURN = Duty("casework.return", mark("退回"))
RETURN_POSTED = Duty("casework.return_posted", mark("公示期满后退回"), logged=False)
APPROVE = Duty("casework.approve", mark("批准"))
REFUSE = Duty("casework.refuse", mark("不予认定"))
PROPOSE = Duty("casework.propose", mark("提议调整类别"))
ADJUST = Duty("casework.adjust", mark("决定调整类别"))
OBJECT = Duty("casework.object", mark("登记异议"))
ANSWER_OBJECTION = Duty("casework.answer_objection", mark("答复异议"))
SETTLE_OVERLAP = Duty("casework.settle_overlap", mark("处理两份档案的重复"))
SET_PARAMETER = Duty("casework.set_parameter", mark("设定办案参数"))
