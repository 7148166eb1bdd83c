from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

CREATE = Duty("accounts.create", mark("建立用户"))
CREATE_LASTING = Duty("accounts.create_lasting", mark("建立用户并给长期密码"), logged=False)
DISABLE = Duty("accounts.disable", mark("停用用户"))
ENABLE = Duty("accounts.enable", mark("恢复用户"))
RESET_PASSWORD = Duty("accounts.reset_password", mark("重设密码"))
CONFIRM_PASSWORD = Duty("accounts.confirm_password", mark("确认重设密码"))
SET_PASSWORD = Duty("accounts.set_password", mark("修改密码"))
SWITCH = Duty("accounts.switch", mark("切换岗位"))
