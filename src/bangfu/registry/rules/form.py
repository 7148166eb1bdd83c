"""The register form: its fields, their kinds, and the header words offices put over them.

One list for reading, exporting and checking. `zh` is the column name of the contract form,
`attr` the name in the program.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from bangfu.registry.rules import codes
from bangfu.registry.rules.codes import CodeList


class ValueKind(StrEnum):
    """What a field holds, and the Python type its value has."""

    FILE_NO = "file-no"  # str
    NAME = "name"  # str
    TEXT = "text"  # str
    IDENTITY = "identity"  # str, 18 characters
    CARD = "card"  # str
    PHONE = "phone"  # str
    AREA_CODE = "area-code"  # str, 6 digits
    CODE = "code"  # str, of the field's list
    CODES = "codes"  # tuple of str, of the field's list, three at most
    FLAG = "flag"  # bool
    DATE = "date"  # date
    MONTH = "month"  # date; a year and month are enough
    BIRTH_DATE = "birth-date"  # date; of a year and month the identity number tells the day
    AMOUNT = "amount"  # int, fen, never negative
    COUNT = "count"  # int
    YEAR = "year"  # int
    FLOOR_AREA = "floor-area"  # Decimal, square metres


class FormKind(StrEnum):
    WORKER = "职工档案"
    MEMBER = "家庭成员"


@dataclass(frozen=True)
class Field:
    """`personal`: tells of a person and is never logged; `least`: smallest sensible count;
    `longest`: most characters of a text; `detail`: no rule reads it, so that what can't be read in it
    is left out and told, and its row is taken; `monthly`: an amount a month, others are of twelve months.
    """

    zh: str
    attr: str
    kind: ValueKind
    synonyms: tuple[str, ...] = ()
    codes: CodeList | None = None
    required: bool = False
    personal: bool = True
    least: int = 0
    longest: int = 40
    detail: bool = False
    monthly: bool = False


@dataclass(frozen=True)
class Form:
    kind: FormKind
    fields: tuple[Field, ...]
    by_attr: dict[str, Field] = field(init=False, repr=False, compare=False)
    by_header: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_attr", {each.attr: each for each in self.fields})
        headers = {word: each for each in self.fields for word in (each.zh, *each.synonyms)}
        object.__setattr__(self, "by_header", headers)


def _field(
    zh: str,
    attr: str,
    kind: ValueKind,
    others: str = "",
    codes: CodeList | None = None,
    **more: bool,
) -> Field:
    return Field(
        zh,
        attr,
        kind,
        tuple(others.split()),
        codes,
        more.get("required", False),
        more.get("personal", True),
        least=1 if attr in _AT_LEAST_ONE else 0,
        longest=_LONGEST.get(attr, 40),
        detail=attr in _DETAILS,
        monthly=attr in _MONTHLY,
    )


_AT_LEAST_ONE = ("size", "school_years")
LONGEST_NAME = 100  # of minorities in characters, of foreigners in Latin letters
_LONGEST = {
    "file_no": 30,
    "name": LONGEST_NAME,
    "address": 200,
    "employer": 80,
    "workplace": 80,
    "bank": 80,
    "remark": 400,
}
_MONTHLY = ("own_income_fen", "income_fen")
#: What no rule reads and nobody is known by.
_DETAILS = frozenset(
    [
        "ethnicity",
        "marriage",
        "registration",
        "phone",
        "address",
        "employer",
        "employer_kind",
        "employer_condition",
        "work_status",
        "work_since",
        "model_worker",
        "health",
        "disability",
        "disability_grade",
        "housing",
        "floor_area",
        "single_parent",
        "jobless_household",
        "medical_insurance",
        "on_dibao",
        "declared_income_fen",
        "main_cause",
        "secondary_causes",
        "bank",
        "card_number",
        "consent_on",
        "remark",
        "kind",
        "school_stage",
        "school_entry_year",
        "school_years",
        "workplace",
    ]
)
_K = ValueKind

_FILE_NO = _field(
    "档案编号", "file_no", _K.FILE_NO, "档案号 编号 职工编号 职工档案号 职工档案编号 困难职工档案编号 档案号码",
    required=True, personal=False,
)  # fmt: skip
_IDENTITY_WORDS = "身份证号码 证件号码 身份证 公民身份号码 身份证件号码 证件号"
_BIRTH_WORDS = "出生年月日 出生年月 生日"
_INSURANCE_WORDS = "医疗保险 医保 医疗保险状况 参保状况 医保类型"

WORKER_FORM = Form(
    FormKind.WORKER,
    (
        _FILE_NO,
        _field("姓名", "name", _K.NAME, "职工姓名 困难职工姓名 户主姓名", required=True),
        _field("性别", "sex", _K.CODE, "", codes.SEX),
        _field("身份证号", "id_number", _K.IDENTITY, _IDENTITY_WORDS, required=True),
        _field("出生日期", "birth_date", _K.BIRTH_DATE, _BIRTH_WORDS),
        _field("民族", "ethnicity", _K.CODE, "族别", codes.ETHNICITY),
        _field("婚姻状况", "marriage", _K.CODE, "婚姻 婚否 婚姻情况", codes.MARRIAGE),
        _field("户口类型", "registration", _K.CODE, "户籍类型 户口性质 户口", codes.REGISTRATION),
        _field("手机", "phone", _K.PHONE, "联系电话 手机号码 手机号 电话 联系方式"),
        _field("家庭住址", "address", _K.TEXT, "住址 现住址 家庭地址 地址"),
        _field("行政区划代码", "area_code", _K.AREA_CODE, "区划代码 行政区划 地区代码 户口所在地行政区划 户籍所在地行政区划 户口所在地区划"),
        _field("县市区", "area_name", _K.TEXT, "县区 区县 所属县市区 地区", personal=False),
        _field("所属工会", "union_name", _K.TEXT, "工会名称 工会 基层工会 所在工会", personal=False),
        _field("工作单位", "employer", _K.TEXT, "单位名称 单位 所在单位 用人单位"),
        _field("单位性质", "employer_kind", _K.TEXT, "企业性质"),
        _field("单位状况", "employer_condition", _K.TEXT, "企业状况 单位情况"),
        _field("所属系统", "system", _K.TEXT, "系统 行业系统 所属行业", personal=False),
        _field("工作状态", "work_status", _K.CODE, "就业状态 工作状况", codes.WORK_STATUS),
        _field("参加工作时间", "work_since", _K.MONTH, "参加工作日期 工作时间"),
        _field("劳模类型", "model_worker", _K.CODE, "劳模 劳模级别", codes.MODEL_WORKER),
        _field("健康状况", "health", _K.CODE, "健康情况 身体状况", codes.HEALTH),
        _field("残疾类别", "disability", _K.CODE, "残疾类型 残疾种类", codes.DISABILITY),
        _field("残疾等级", "disability_grade", _K.CODE, "残疾级别", codes.DISABILITY_GRADE),
        _field("住房类型", "housing", _K.CODE, "房屋类型 住房性质", codes.HOUSING),
        _field("建筑面积", "floor_area", _K.FLOOR_AREA, "住房面积 房屋面积 住房建筑面积"),
        _field("住房套数", "homes", _K.COUNT, "住房数量 房产套数 房屋套数"),
        _field("机动车", "vehicle", _K.FLAG, "有无机动车 机动车辆 是否有机动车 车辆"),
        _field("单亲", "single_parent", _K.FLAG, "是否单亲 单亲家庭 是否单亲家庭 是否为单亲家庭"),
        _field("零就业家庭", "jobless_household", _K.FLAG, "是否零就业家庭 是否为零就业家庭 零就业"),
        _field(
            "医保状况", "medical_insurance", _K.CODE, _INSURANCE_WORDS, codes.MEDICAL_INSURANCE
        ),
        _field("享受低保", "on_dibao", _K.FLAG, "是否享受低保 是否低保 低保"),
        _field(
            "本人月平均收入", "own_income_fen", _K.AMOUNT,
            "本人月均收入 本人月收入 月收入(本人) 月平均收入 月均收入 月收入",
        ),
        _field(
            "家庭非薪资年收入", "other_income_fen", _K.AMOUNT,
            "非薪资年收入 家庭其他非薪资年收入 家庭其他年收入 家庭非工资年收入 其他年收入",
        ),
        _field(
            "家庭年度总收入", "declared_income_fen", _K.AMOUNT,
            "家庭年总收入 家庭年收入 家庭总收入 年度总收入",
        ),
        _field("家庭人口", "size", _K.COUNT, "家庭人口数 人口 家庭人数 人口数"),
        _field("医疗支出", "medical_fen", _K.AMOUNT, "医疗费用 医疗费支出 医药费"),
        _field("残疾支出", "disability_cost_fen", _K.AMOUNT, "残疾费用 残疾康复支出"),
        _field("教育支出", "education_fen", _K.AMOUNT, "教育费用 上学支出"),
        _field(
            "其中义务教育支出", "compulsory_education_fen", _K.AMOUNT,
            "其中:义务教育支出 义务教育支出 义务教育阶段支出",
        ),
        _field("住房支出", "housing_cost_fen", _K.AMOUNT, "住房费用 房租支出"),
        _field("就业成本", "employment_cost_fen", _K.AMOUNT, "必要就业成本 就业支出"),
        _field("其他刚性支出", "other_essential_fen", _K.AMOUNT, "其他支出 其它刚性支出"),
        _field("意外损失", "loss_fen", _K.AMOUNT, "意外损失金额"),
        _field("意外赔付", "compensation_fen", _K.AMOUNT, "意外赔付金额 保险赔付"),
        _field(
            "主要致困原因", "main_cause", _K.CODE, "主要困难原因 致困原因 困难原因", codes.CAUSE
        ),
        _field("次要致困原因", "secondary_causes", _K.CODES, "次要困难原因 其他致困原因", codes.CAUSE),
        _field("开户行", "bank", _K.TEXT, "开户银行 银行名称 开户行名称"),
        _field("银行卡号", "card_number", _K.CARD, "银行账号 卡号 账号 银行卡 银行帐号 帐号"),
        _field("建档日期", "opened_on", _K.DATE, "建档时间 建档年月日", required=True),
        _field("授权核对日期", "consent_on", _K.DATE, "授权日期 核对授权日期"),
        _field("备注", "remark", _K.TEXT, "说明"),
    ),
)  # fmt: skip

MEMBER_FORM = Form(
    FormKind.MEMBER,
    (
        _FILE_NO,
        _field("姓名", "name", _K.NAME, "成员姓名 家庭成员姓名", required=True),
        _field(
            "关系", "relation", _K.CODE, "与职工关系 称谓 与户主关系 户主关系 与本人关系 家庭关系",
            codes.RELATION, required=True,
        ),
        _field("性别", "sex", _K.CODE, "", codes.SEX),
        _field("身份证号", "id_number", _K.IDENTITY, _IDENTITY_WORDS, required=True),
        _field("出生日期", "birth_date", _K.BIRTH_DATE, _BIRTH_WORDS),
        _field("健康状况", "health", _K.CODE, "健康情况 身体状况", codes.HEALTH),
        _field("残疾类别", "disability", _K.CODE, "残疾类型 残疾种类", codes.DISABILITY),
        _field("残疾等级", "disability_grade", _K.CODE, "残疾级别", codes.DISABILITY_GRADE),
        _field("身份", "kind", _K.CODE, "人员类别 成员身份 人员身份", codes.PERSON_KIND),
        _field("学段", "school_stage", _K.CODE, "就读学段 学历阶段 当前学历", codes.SCHOOL_STAGE),
        _field("入学年份", "school_entry_year", _K.YEAR, "入学年度 入学时间"),
        _field("学制", "school_years", _K.COUNT, "学制年限 年制"),
        _field("工作或就读单位", "workplace", _K.TEXT, "工作单位 就读学校 工作(就读)单位 单位或学校 学校或单位"),
        _field("月收入", "income_fen", _K.AMOUNT, "月均收入 月平均收入 本人月收入"),
        _field(
            "医保状况", "medical_insurance", _K.CODE, _INSURANCE_WORDS, codes.MEDICAL_INSURANCE
        ),
    ),
)  # fmt: skip

FORMS = (WORKER_FORM, MEMBER_FORM)
