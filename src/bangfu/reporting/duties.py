from bangfu.acts.duties import Duty
from bangfu.kernel.phrases import mark

READ = Duty("reporting.read", mark("查看工作台"), logged=False)
FIGURES = Duty("reporting.figures", mark("查看统计"), logged=False)
FIGURES_EXPORT = Duty("reporting.figures_export", mark("导出统计"), looks=True)
EXPORT_FILES = Duty("reporting.export_files", mark("导出档案列表"), logged=False)
READ_LOG = Duty("reporting.read_log", mark("查看日志"), logged=False)
