"""Names of persons: no spaces between Chinese characters, standard characters, one dot."""

import re

from bangfu.documents.tables.faults import text_too_long
from bangfu.documents.tables.readings import Reading, faulty
from bangfu.kernel.characters import DOT, has_unknown, one_dot, standard_characters
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import drop_invisible, fold_width, squeeze

_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SPACE_IN_NAME = re.compile(rf"(?<={_HAN}) (?={_HAN})")
#: 张*, 张××, 张○○, 张XX: what stands for the rest of a name.
_MASK = re.compile(r"[*×●○■□#]+|(?<=[\u4e00-\u9fff])[Xx]+$")
_INVISIBLE_GONE, SPACES_GONE = mark("去零宽字符"), mark("去空格")
STANDARD, _ONE_DOT = mark("换为标准汉字"), mark("间隔号统一为·")
_UNKNOWN_CHARACTER = mark("含有本系统不能显示的字，照录，请对照证件改为标准字")


def read_name(raw: str, *, longest: int) -> Reading:
    """A person's name; a Latin one keeps its spaces."""
    visible = drop_invisible(raw)
    spaced = _SPACE_IN_NAME.sub("", squeeze(visible))
    standard = standard_characters(spaced)
    name = one_dot(standard)
    if len(name) > longest:
        return faulty(text_too_long(longest))
    steps = (
        (_INVISIBLE_GONE, visible != raw),
        (SPACES_GONE, spaced != visible),
        (STANDARD, standard != spaced),
        (_ONE_DOT, name != standard),
    )
    return Reading(name, tuple(what for what, is_so in steps if is_so), doubt=doubt_of(name))


def doubt_of(text: str) -> str:
    return _UNKNOWN_CHARACTER if has_unknown(text) else ""


def fits_name(shown: str, name: str) -> bool:
    """Whether a name that another system shows, masked or whole, may be this one: 李* is not 张三. Width,
    case, dots and spaces are the systems', not the person's.
    """
    seen = _MASK.split(fold_width(shown))
    return re.fullmatch(".*".join(re.escape(_bare(part)) for part in seen), _bare(name)) is not None


def _bare(name: str) -> str:
    plain = one_dot(standard_characters(squeeze(fold_width(name)))).casefold()
    return plain.replace(" ", "").replace(DOT, "").replace(".", "")
