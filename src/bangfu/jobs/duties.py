from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("jobs.read", mark("查看自己的后台任务"), looks=True)
STOP = Duty("jobs.stop", mark("停止自己的后台任务"))
FETCH = Duty("jobs.fetch", mark("下载自己后台任务的文件"), looks=True)
RUN = Duty("jobs.run", mark("办理后台任务"), logged=False)
FORGET = Duty("jobs.forget", mark("清除到期的任务结果"), logged=False)
GIVE_UP = Duty("jobs.give_up", mark("结束无人办理的后台任务"), logged=False)
