from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

INSTALL = Duty("programmes.install", mark("录入送温暖的上限"), logged=False)
ADD_PARAMETER = Duty("programmes.add_parameter", mark("设定项目上限"))
