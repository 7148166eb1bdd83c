"""Why a value or a row of the register's form goes back, each with a stable code, a reason and how to
mend it; what any table's cell may be wrong in is in `documents.tables.faults`.
"""

from bangfu.documents.tables.faults import NOT_A_DATE
from bangfu.documents.tables.readings import Fault
from bangfu.kernel.phrases import mark, phrase

NUMBER_BLANK = Fault(
    "blank",
    mark("空缺"),
    mark("请补填证件号；没有身份证的，填居住证、通行证或护照的号码。"),
)
MEMBER_NUMBER_BLANK = NUMBER_BLANK._replace(
    mend=mark(
        "请补填证件号；没有身份证的，填居住证、通行证或护照的号码；"
        "未满一周岁还没有号码的，填完整的出生日期，号码可以留空。"
    )
)
BLANK = Fault("blank", mark("空缺"), mark("请补填此项后重新上报。"))
DIGITS_LOST = Fault(
    "digits-lost",
    mark("以数字存放，末几位已丢失"),
    mark("请先把该列单元格格式设为“文本”，再按证件或卡片重新录入完整号码；不能靠改格式恢复。"),
)
STORED_AS_NUMBER = Fault(
    "stored-as-number",
    mark("以数字存放"),
    mark("请先把该列单元格格式设为“文本”，再按证件重新录入完整号码。"),
)
FORMULA_BROKEN = Fault(
    "formula-broken",
    mark("公式引用失效且无缓存值"),
    mark("公式引用的单元格已被删除。请直接填写数值，或修好公式、重新计算并保存后再上报。"),
)
FORMULA_UNCACHED = Fault(
    "formula-uncached",
    mark("公式没有缓存值"),
    mark("请在 Excel 或 WPS 中打开文件、重新计算并保存，或把公式改为数值后再上报。"),
)
AFTER_REPORTING_DAY = Fault(
    "after-reporting-day",
    mark("晚于上报日"),
    mark(
        "日期不能晚于上报日。请核对年月日后改正；上报日填错的，在这一批的页面上改正上报日，不必改表。"
    ),
)
BAD_CHECK = Fault(
    "bad-check", mark("校验位不符"), mark("身份证号有录入错误。请对照身份证原件逐位核对后改正。")
)
BAD_IDENTITY_SHAPE = Fault(
    "bad-identity-shape",
    mark("不是十八位或十五位号码"),
    mark(
        "请对照原件填写完整的号码：居民身份证、居住证、永久居留身份证十八位，末位可以是 X；"
        "没有的，填旧永久居留证、来往内地（大陆）通行证或护照的号码。"
    ),
)
BAD_IDENTITY_DATE = Fault(
    "bad-identity-date", mark("号码中的出生日期不存在"), mark("请对照身份证原件逐位核对后改正。")
)
BIRTH_DIFFERS = Fault(
    "birth-differs",
    mark("与身份证号中的出生日期不一致"),
    mark("请对照身份证核对出生日期和身份证号，改正其中填错的一项。"),
)
SEX_DIFFERS = Fault(
    "sex-differs",
    mark("与身份证号顺序码不一致"),
    mark("身份证号第十七位单数为男、双数为女。请对照身份证核对性别和身份证号，改正填错的一项。"),
)
NUMBER_INSIDE = Fault(
    "number-inside",
    mark("内有证件号或银行卡号"),
    mark("证件号、银行卡号只填在各自的列。请从这一格删去号码。"),
)
FILE_NO_IS_NUMBER = Fault(
    "file-no-is-number",
    mark("像是证件号或银行卡号"),
    mark("档案编号会出现在网址和清单里，不能用证件号、卡号。请另编档案编号后重新上报。"),
)
CARD_IS_IDENTITY = Fault(
    "card-is-identity", mark("像是身份证号"), mark("请对照银行卡填写完整卡号，只填数字。")
)
BAD_CARD_SHAPE = Fault(
    "bad-card-shape", mark("不是十二至十九位数字"), mark("请对照银行卡填写完整卡号，只填数字。")
)
PHONE_SHORT = Fault("phone-short", mark("不足十一位"), mark("请填写十一位手机号；座机请带区号。"))
PHONE_LONG = Fault(
    "phone-long", mark("超过十一位"), mark("只填一个号码，十一位手机号；座机请带区号。")
)
PHONE_UNREADABLE = Fault(
    "phone-unreadable", mark("号码不可读"), mark("只填一个电话号码，不要夹带文字。")
)
BAD_FILE_NO = Fault(
    "bad-file-no", mark("编号不可读"), mark("档案编号只含数字和字母，最多三十位。请核对后改正。")
)
BAD_AREA_CODE = Fault(
    "bad-area-code",
    mark("不是六位行政区划代码"),
    mark("请填写所在县（市、区）的六位行政区划代码。"),
)
BAD_COUNT = Fault("bad-count", mark("不是有效的整数"), mark("请填一个整数；不清楚请留空。"))
BAD_YEAR = Fault("bad-year", mark("不是有效年份"), mark("请填四位年份，例如 2023。"))
BAD_FLOOR_AREA = Fault(
    "bad-floor-area", mark("面积不可读"), mark("请填平方米数，例如 81 或 81.5。")
)
TOO_MANY_CAUSES = Fault(
    "too-many-causes", mark("多于三项"), mark("次要致困原因最多填三项，用“、”隔开。")
)
COMPULSORY_EXCEEDS = Fault(
    "compulsory-exceeds-education",
    mark("大于教育支出"),
    mark("义务教育支出是教育支出的一部分，不能比它大。请核对两项金额。"),
)
UNKNOWN_FILE = Fault(
    "unknown-file",
    mark("职工档案中无此编号"),
    mark("请核对档案编号，使它与职工档案中的编号一致；如漏报了职工，请补报该职工。"),
)
UNKNOWN_UNION = Fault(
    "unknown-union",
    mark("工会名册中无此工会"),
    mark("请按工会名册填写工会全称，或先请管理员登记该工会。"),
)
MEMBER_IS_WORKER = Fault(
    "member-is-worker", mark("与本户职工本人重复"), mark("职工本人不填入家庭成员表。请删除此行。")
)
FILE_NO_TAKEN = Fault(
    "file-no-taken",
    mark("此编号已属于另一名职工"),
    mark(
        "请核对档案编号和身份证号；新建档案请使用未用过的编号。换户主的，接任的人须已是本户在档的成员："
        "请先把他连同身份证号报为家庭成员，再从换户主那一天起上报。"
    ),
)
FILE_NO_ELSEWHERE = FILE_NO_TAKEN._replace(
    reason=mark("此编号已在其他工会使用"),
    mend=mark(
        "请核对档案编号和身份证号；新建档案请使用未用过的编号。这一户已转到其他工会的，由那里的工会保留档案。"
    ),
)
PERSON_ELSEWHERE = Fault(
    "person-elsewhere",
    mark("该身份证号已在其他工会建档"),
    mark("一户只建一份档案。请联系上级工会核对，由一个工会保留档案。"),
)
_ONE_FILE = mark("一户只建一份档案。请核对后保留一份，删除另一份。")


#: Where a blank is no way out: the same fault with another advice.
OF_REQUIRED = {
    NOT_A_DATE: NOT_A_DATE._replace(
        mend=mark("请按“2025-10-31”的样式填写真实存在的日期；此项必填，不能留空。")
    ),
}


def count_too_small(least: int) -> Fault:
    """A whole number that must not be below `least`."""
    return Fault(
        "bad-count",
        phrase("至少为 {least}", least=least),
        phrase("请填不小于 {least} 的整数；不清楚请留空。", least=least),
    )


def error_value(name: str) -> Fault:
    """A formula that gives an error. Args: name: as the sheet shows it, `#REF!` say."""
    return Fault(
        "error-value",
        phrase("公式结果为错误值 {name}", name=name),
        phrase("请修好公式，或直接填写数值后重新上报。"),
    )


def not_in_list(values: tuple[str, ...]) -> Fault:
    """Another word than those of a list of codes, of which thirty at most are named."""
    shown = "、".join(values[:30])
    return Fault(
        "not-in-list", phrase("不在代码表"), phrase("请从下列各项中选填：{shown}。", shown=shown)
    )


def columns_differ(name: str, head: str, of_member: str = "") -> Fault:
    """Args:
    of_member: a head that says the same of a member; "" where members have nothing like it.
    """
    mend = phrase(
        "两列都是“{name}”，内容应当相同，或只填一列。请核对后改正；“{head}”列说的是别的事的，请改它的表头。",
        name=name,
        head=head,
    )
    if of_member:
        mend += phrase("是家庭成员的，表头写“{head}”。", head=of_member)
    return Fault("columns-differ", phrase("与“{head}”列写的不同", head=head), mend)


def exact_duplicate(where: str) -> Fault:
    """Args: where: the row that stands first, in words."""
    return Fault(
        "exact-duplicate",
        phrase("与{where}完全重复", where=where),
        phrase("请删除重复的行，只保留一行。"),
    )


def file_no_repeated(where: str) -> Fault:
    """Another row has the file number and says something else. Args: where: that row, in words."""
    return Fault(
        "file-no-repeated",
        phrase("与{where}档案编号相同而内容不同", where=where),
        phrase("同一编号只能有一行。请核对哪一行正确，删除另一行或改正编号。"),
    )


def identity_repeated(where: str) -> Fault:
    """A person twice in one household. Args: where: the first row, in words."""
    return Fault(
        "identity-repeated",
        phrase("与{where}同一身份证号", where=where),
        phrase("同一人在一户中只填一行。请核对哪一行正确，删除或改正另一行。"),
    )


def same_identity(file_no: str) -> Fault:
    """The person has a file of another number."""
    return Fault(
        "same-identity", phrase("与档案 {file_no} 同一身份证号", file_no=file_no), _ONE_FILE
    )


def same_after_upgrade(file_no: str) -> Fault:
    """An old number of fifteen digits that is, made eighteen, that of another file's worker."""
    return Fault(
        "same-after-upgrade",
        phrase("旧十五位号升位后与档案 {file_no} 同一人", file_no=file_no),
        _ONE_FILE,
    )


def same_identity_other_name(file_no: str, name: str, one_apart: bool) -> Fault:
    """The number of another file's worker under another name. Args: one_apart: of which one
    character differs.
    """
    how = phrase("姓名相差一字") if one_apart else phrase("姓名不同")
    return Fault(
        "same-identity-other-name",
        phrase(
            "与档案 {file_no} 同一身份证号，{how}（原 {name}）", file_no=file_no, how=how, name=name
        ),
        phrase("请对照身份证核对姓名和身份证号；如是同一人，只保留一份档案。"),
    )


def bad_check_alike(file_no: str, how: str) -> Fault:
    """A number whose check digit is wrong, and that is nearly another worker's. Args: how: what
    they have in common, in words.
    """
    return Fault(
        "bad-check-alike",
        phrase("校验位不符；疑与档案 {file_no} 同一人（{how}）", file_no=file_no, how=phrase(how)),
        phrase(
            "请对照身份证原件核对号码；如与档案 {file_no} 是同一人，只保留一份档案。",
            file_no=file_no,
        ),
    )


def same_but_for_slip(file_no: str) -> Fault:
    """Another file's worker of the same name and birth date has a number with a wrong check digit."""
    return Fault(
        "same-but-for-slip",
        phrase(
            "疑与档案 {file_no} 同一人（姓名、出生日期相同，该档案身份证号校验位不符）",
            file_no=file_no,
        ),
        phrase(
            "请对照身份证原件核对两份档案的号码；如与档案 {file_no} 是同一人，只保留一份档案。",
            file_no=file_no,
        ),
    )
