"""Why a spreadsheet is refused. Each message says what the sender should do."""

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import mark, phrase


class SpreadsheetRefused(BangfuError):
    """The file can't be read; `code` is stable, the message is for the sender."""

    code = "refused"
    text = mark("文件无法读取。请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”后重新上传。")

    def __init__(self) -> None:
        super().__init__(phrase(self.text))


class TooLarge(SpreadsheetRefused):
    code = "too-large"
    text = mark("文件超过 30 MB。请删除图片和无关工作表，或拆成几个文件后分别上传。")


class UnknownExtension(SpreadsheetRefused):
    code = "unknown-extension"
    text = mark(
        "只接受 .xlsx 和 .csv 文件。请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”后上传。"
    )


class LyingExtension(SpreadsheetRefused):
    code = "lying-extension"
    text = mark(
        "文件内容与扩展名不符。请在 Excel 或 WPS 中打开核对，"
        "另存为“Excel 工作簿（.xlsx）”或“CSV（逗号分隔）”后上传，不要直接改扩展名。"
    )


class OldFormat(SpreadsheetRefused):
    code = "old-format"
    text = mark(
        "这是旧版 Excel（.xls）或其他格式的表格。请打开后另存为“Excel 工作簿（.xlsx）”再上传。"
    )


class Encrypted(SpreadsheetRefused):
    code = "encrypted"
    text = mark("文件设有打开密码。请打开文件，取消密码并保存后再上传。")


class HasMacros(SpreadsheetRefused):
    code = "has-macros"
    text = mark("文件含有宏，不予打开。请另存为不含宏的“Excel 工作簿（.xlsx）”后上传。")


class Damaged(SpreadsheetRefused):
    code = "damaged"
    text = mark("文件已损坏或没有传完整。请在电脑上打开确认能正常显示，重新保存后再上传。")


class Suspicious(SpreadsheetRefused):
    code = "suspicious"
    text = mark(
        "文件结构异常（解压后过大或含有不允许的定义），不予打开。"
        "请新建一个工作簿，只把数据粘贴进去，另存为 .xlsx 后上传。"
    )


class TooManyCells(SpreadsheetRefused):
    code = "too-many-cells"
    text = mark(
        "工作表超过 20 万行、300 列，或远处有零散内容。"
        "请删除数据区以外的行和列（含空白格式），或拆成几个文件后上传。"
    )


class TooManyParts(SpreadsheetRefused):
    code = "too-many-sheets"
    text = mark("工作簿里的工作表太多。请只保留要导入的工作表后上传。")


class TooMuchAtOnce(SpreadsheetRefused):
    code = "too-much-at-once"
    text = mark(
        "表格内容太多，一次读不下（最多约 4 万户连同家庭成员）。"
        "请按县（市、区）拆成几个表，分几次上传。"
    )


class UnknownEncoding(SpreadsheetRefused):
    code = "unknown-encoding"
    text = mark("文本编码无法识别。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后上传。")


class Empty(SpreadsheetRefused):
    code = "empty"
    text = mark("文件是空的。请确认选对了文件后重新上传。")


class TooHeavy(SpreadsheetRefused):
    code = "too-heavy"
    text = mark("读取文件超出了时间或内存限制。请删除无关内容，或拆成几个文件后分别上传。")


class NotConfined(SpreadsheetRefused):
    """Nothing of the file was read; whoever looks after the machine has to act, not the sender."""

    code = "not-confined"
    text = mark(
        "没有读取文件：这台机器的系统内核不能限制读表的程序（需要 Linux 3.5 以上、带 seccomp 过滤）。"
        "文件本身没有问题，请告诉系统管理员。"
    )


BY_CODE = {kind.code: kind for kind in SpreadsheetRefused.__subclasses__()}
