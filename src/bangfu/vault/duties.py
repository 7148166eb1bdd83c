from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("vault.read", mark("查看完整号码"), looks=True)
KEEP_FORM = Duty("vault.keep_form", mark("留存登录失效时填写的内容"), logged=False)
TAKE_FORM = Duty("vault.take_form", mark("取回自己填写的内容"), logged=False)
FORGET_FORMS = Duty("vault.forget_forms", mark("清除到期的填写内容"), logged=False)
READ_MANY = Duty("vault.read_many", mark("取用完整号码"), looks=True)
INDEX = Duty("vault.index", mark("补记号码的末位和校验位"), logged=False)
