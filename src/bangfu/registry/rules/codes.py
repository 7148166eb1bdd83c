"""Code lists as printed on the forms, and the other words offices use for them.

A synonym stands here only where it has one meaning: '城镇' is neither 非农业 nor 农转居 for sure,
'有' names no kind of insurance; such words go back to the office.
Source: the code lists printed on the federation's forms; ethnic groups GB/T 3304.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class CodeList:
    """`values` in the order of the form; `synonyms` lead to a value, or to '' for nothing."""

    values: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict)


def _codes(words: str, **synonyms: str) -> CodeList:
    """`synonyms`: value = its other words, separated by spaces."""
    others = {other: value for value, words_ in synonyms.items() for other in words_.split()}
    return CodeList(tuple(words.split()), MappingProxyType(others))


def _with(codes: CodeList, synonyms: Mapping[str, str]) -> CodeList:
    return CodeList(codes.values, MappingProxyType({**codes.synonyms, **synonyms}))


SEX = _codes("男 女", 男="男性", 女="女性")
MARRIAGE = _codes(
    "未婚 已婚 离异 丧偶", 离异="离婚 已离婚 离婚单身", 丧偶="丧偶未再婚", 已婚="结婚 初婚 再婚"
)
REGISTRATION = _codes("非农业 农业 农转居", 非农业="非农业户口 非农", 农业="农业户口")
WORK_STATUS = _with(
    _codes(
        "在岗 下(待)岗 失(无)业 退休 病休 内退 离休 农民工",
        在岗="在职 在岗职工",
        退休="退休人员 已退休",
        内退="内部退养",
        离休="离休人员",
    ),
    {
        "下岗": "下(待)岗",
        "待岗": "下(待)岗",
        "下岗待岗": "下(待)岗",
        "失业": "失(无)业",
        "无业": "失(无)业",
        "失业无业": "失(无)业",
    },
)
MODEL_WORKER = CodeList(
    ("全国", "省部级", "地市级", "其他"),
    MappingProxyType(
        {
            "全国劳模": "全国",
            "省部级劳模": "省部级",
            "省级": "省部级",
            "地市级劳模": "地市级",
            "市级": "地市级",
            "无": "",
            "否": "",
        }
    ),
)
HEALTH = _codes(
    "良好 恶性肿瘤 心血管病 脑血管病 终末期肾病 精神病 肝病 血液病 糖尿病 肿瘤病 腰颈椎病 高血压病 肺病 "
    "一般疾病 深度昏迷 永久瘫痪 严重阿尔茨海默病 严重帕金森病 严重运动神经元病 残疾",
    良好="健康 健康良好",
    高血压病="高血压",
    恶性肿瘤="癌症",
    终末期肾病="尿毒症",
)
DISABILITY = CodeList(
    ("视力", "听力", "言语", "智力", "肢体", "精神", "多重"),
    MappingProxyType(
        {
            **{
                f"{kind}残疾": kind
                for kind in ("视力", "听力", "言语", "智力", "肢体", "精神", "多重")
            },
            "无": "",
            "否": "",
        }
    ),
)
_GRADES_AS_PRINTED = ("一级(极重度)", "二级(重度)", "三级(中度)", "四级(轻度)")
DISABILITY_GRADE = CodeList(
    ("1", "2", "3", "4"),
    MappingProxyType(
        {
            **{f"{number}级": number for number in "1234"},
            **{f"{hanzi}级": number for hanzi, number in zip("一二三四", "1234", strict=True)},
            **dict(zip("一二三四", "1234", strict=True)),
            **dict(zip(_GRADES_AS_PRINTED, "1234", strict=True)),
            "无": "",
        }
    ),
)
HOUSING = _codes(
    "自建房 商品房 经济适用房 两限房 承租单位公房 政府廉租房 租房 其他",
    政府廉租房="廉租房",
    承租单位公房="单位公房",
    租房="租住",
)
MEDICAL_INSURANCE = _codes(
    "城镇职工医保 城镇居民医保 新农合 未参保",
    城镇职工医保="职工医保 城镇职工基本医疗保险 职工基本医疗保险",
    城镇居民医保="居民医保 城镇居民基本医疗保险",
    新农合="新型农村合作医疗 农村合作医疗",
    未参保="未参加 未参加医保",
)
CAUSE = _codes(
    "无劳动能力 有劳动能力而未就业 下岗失业 未参加社会保险 社会保险待遇落实不到位 患重特大疾病 "
    "遭受自然灾害 遭受意外事故 子女上学 其他",
    患重特大疾病="重特大疾病 患重大疾病",
    遭受自然灾害="自然灾害",
    遭受意外事故="意外事故",
    未参加社会保险="未参加社保",
)
RELATION = _codes(
    "配偶 儿子 女儿 父亲 母亲 公公 婆婆 岳父 岳母 祖父 祖母 外祖父 外祖母 孙子 孙女 外孙 外孙女 "
    "兄弟 姐妹 儿媳 女婿 其他",
    配偶="丈夫 妻子 妻 夫 爱人 老公 老婆",
    儿子="子 长子 次子 三子 独子",
    女儿="女 闺女 长女 次女 三女 独女",
    父亲="父 爸爸",
    母亲="母 妈妈",
    祖父="爷爷",
    祖母="奶奶",
    外祖父="外公 姥爷",
    外祖母="外婆 姥姥",
    兄弟="哥哥 弟弟 兄 弟",
    姐妹="姐姐 妹妹 姐 妹",
)
PERSON_KIND = _codes(
    "学龄前儿童 在校学生 在职职工 灵活就业 下岗失业 无业 务农 退休人员 丧失劳动能力",
    在校学生="学生",
    退休人员="退休",
    在职职工="在职 职工",
    无业="无业人员",
    灵活就业="灵活就业人员",
    务农="农民",
)
SCHOOL_STAGE = _codes(
    "学前 小学 初中 高中 中职 大专 本科 研究生",
    学前="幼儿园 学前教育",
    中职="中专 职高 技校",
    大专="专科 高职",
    本科="大学本科",
)
FLAG = _codes(
    "是 否",
    是="有 Y y √ ✓ ✔ TRUE True true",
    否="无 没有 N n × X x ✗ ✘ FALSE False false",
)

_GROUPS = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 "
    "东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 "
    "俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITY = CodeList(
    (*(f"{group}族" for group in _GROUPS.split()), "其他"),
    MappingProxyType({group: f"{group}族" for group in _GROUPS.split()}),
)
