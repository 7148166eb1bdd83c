from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

INSTALL = Duty("organisations.install", mark("建立系统"))
MOVE_DAY = Duty("organisations.move_day", mark("推进演示日期"))
READ_UNIONS = Duty("organisations.read_unions", mark("查看工会"), logged=False)
IMPORT_UNIONS = Duty("organisations.import_unions", mark("导入工会"))
ADMINISTER = Duty("organisations.administer", mark("查看系统设置"), logged=False)
APPOINT = Duty("organisations.appoint", mark("任职"))
END_APPOINTMENT = Duty("organisations.end_appointment", mark("终止任职"))
SECOND_APPOINTMENT = Duty("organisations.second_appointment", mark("确认任职"))
TAKE_OFFICE = Duty("organisations.take_office", mark("到任"))
HAND_OVER = Duty("organisations.hand_over", mark("请人代办"))
TAKE_UP = Duty("organisations.take_up", mark("接办"))
DECLINE = Duty("organisations.decline", mark("不接办"))
WITHDRAW_APPOINTMENT = Duty("organisations.withdraw_appointment", mark("撤回任职"))
