"""What the pages say keeps to the words agreed on: `docs/explanation/components.md`, Words.

Templates are read as they stand; of code, every literal that is no docstring.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from .reading import HAN
from .test_templates import SOURCE, templates

#: Full sentences that tell what to do, never these.
NEVER = re.compile(r"操作失败|操作没有完成|系统繁忙|未知错误|请?联系(?:系统)?管理员")
DOT = re.compile(r"[·•・‧∙⋅●]|&middot;")
#: Files whose dots are data: what a name may hold, what a masked number is drawn with.
DOTTED = {
    "documents/tables/names.py",
    "kernel/characters.py",
    "kernel/digits_in_text.py",
    "kernel/masking.py",
    "registry/rules/searching.py",
}
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}", re.DOTALL)
#: Of a window: page and program, as browsers show them.
TITLE = re.compile(r"\{% block title %\}.*?\{% endblock %\}", re.DOTALL)
BUTTON = re.compile(r"<button\b[^>]*>(.*?)</button>", re.DOTALL)
SAID = re.compile(
    r"""\{%\s*translate\s+["'](?P<said>[^"']+)["']"""
    r"|\{%\s*blocktranslate\b[^%]*%\}(?P<body>.*?)\{%\s*endblocktranslate",
    re.DOTALL,
)
#: What a part is handed: its name, and what the tag says beside it.
OPENS = re.compile(r"<c-(?P<part>confirm|form)\b(?P<handed>[^>]*?(?:\{%.*?%\}[^>]*?)*)>", re.DOTALL)
LINK = re.compile(
    r"""<a\b(?=[^>]*\bclass="btn)(?P<tag>[^>]*?(?:\{%.*?%\}[^>]*?)*)>(?P<said>.*?)</a>""", re.DOTALL
)
#: Pages that ask for something, by the name of their address; others only show.
ASKING = re.compile(r"_(new|settle|answer|columns|words)$|^(switch|own_password|import_list)$")
#: Names under which a template hands the words of its button to a part.
HANDED = re.compile(
    r"""\{%\s*translate\s+["'](?P<said>[^"']+)["']\s+as\s+(?:submit|yes)\s*%\}"""
    r"|\{%\s*blocktranslate\b[^%]*\basvar\s+(?:submit|yes)\b[^%]*%\}(?P<body>.*?)\{%\s*endblocktranslate"
    r"""|\b(?:submit|yes)="\{%\s*translate\s+'(?P<put>[^']+)'""",
    re.DOTALL,
)
#: What a button begins with. A new one is a verb that a colleague would say.
SPOKEN_VERBS = """
上传 下载 保存 修改 做成 停止 停用 先不 决定 切换 取消 对账 导入 导出 建立 录入 恢复 打印 拟定 按人查找 推进 提交 提出 撤回
改 放弃 放款 新增 显示 查找 查看 查询 模拟 登录 登记 确定 确认 立即重算 答复 接办 终止 记住 记录 设 读入 退出 采用 重设 锁定
"""
VERBS = tuple(SPOKEN_VERBS.split())


def spoken() -> Iterator[tuple[str, str]]:
    """Each text that may reach a user: where it stands, and the text."""
    for name, text in templates().items():
        yield name, TITLE.sub("", COMMENT.sub("", text))
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield from literals(path)


def literals(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in alone:
            yield str(path.relative_to(SOURCE)), one.value


def labels() -> Iterator[tuple[str, str]]:
    """The words of every button that says them itself or is handed them."""
    for name, text in templates().items():
        plain = COMMENT.sub("", text)
        for button in BUTTON.findall(plain):
            words = "".join(one["said"] or one["body"] for one in SAID.finditer(button))
            if HAN.search(words):
                yield name, " ".join(words.split())
        for one in HANDED.finditer(plain):
            yield name, " ".join((one["said"] or one["body"] or one["put"]).split())


def test_nothing_is_said_that_helps_nobody():
    assert [
        f"{name}: {NEVER.search(text)[0]}" for name, text in spoken() if NEVER.search(text)
    ] == []


def test_no_dot_stands_where_a_comma_would():
    dotted = [name for name, text in spoken() if DOT.search(text) and name not in DOTTED]
    assert dotted == []


def test_a_button_begins_with_what_it_does():
    said = list(labels())
    assert len(said) > 60
    assert [one for one in said if not one[1].startswith(VERBS)] == []


def openers() -> Iterator[tuple[str, str]]:
    """The words of every button after which something is asked first: a note that unfolds, a page in
    between, a page with a form.
    """
    for name, text in templates().items():
        plain = COMMENT.sub("", text)
        for one in OPENS.finditer(plain):
            asks = one["part"] == "confirm" or 'name="ask"' in _inside(plain, one)
            if asks and one["handed"].strip() and "cotton/" not in name:
                yield from ((name, words) for words in _handed(plain, one))
        for link in LINK.finditer(plain):
            if any(ASKING.search(address) for address in _leads_to(plain, link["tag"])):
                yield name, " ".join("".join(said_in(link["said"])).split())


def said_in(text: str) -> list[str]:
    return [one["said"] or one["body"] for one in SAID.finditer(text)]


def _inside(text: str, tag: re.Match[str]) -> str:
    return "" if tag[0].endswith("/>") else text[tag.end() :].partition(f"</c-{tag['part']}>")[0]


def _handed(text: str, tag: re.Match[str]) -> Iterator[str]:
    """The words of `label` or `submit`; of a name each that the template gives it before."""
    named = re.search(
        rf"""\b{"label" if tag["part"] == "confirm" else "submit"}="(.*?)"(?=[\s/>])""",
        tag[0],
        re.DOTALL,
    )
    assert named, tag[0]
    words = named[1]
    if said := re.search(r"translate\s+'([^']+)'", words):
        words = said[1]
    elif variable := re.match(r"\{\{\s*(\w+)\s*\}\}(.*)", words):
        told = re.compile(
            rf"""translate\s+"([^"]+)"\s+as\s+{variable[1]}\s*%|blocktranslate\b[^%]*\basvar\s+{variable[1]}\b[^%]*%\}}(.*?)\{{%\s*endblocktranslate""",
            re.DOTALL,
        )
        verbs = [one[1] or one[2] for one in told.finditer(text[: tag.start()])]
        assert verbs, tag[0]
        yield " ".join((verbs[-1] + variable[2]).split())
        return
    yield " ".join(words.split())


def _leads_to(text: str, tag: str) -> list[str]:
    """Names of the addresses in a link's tag, also those that were given a name above."""
    names = re.findall(r"""\{%\s*url\s+["'](\w+)["']""", tag)
    for variable in re.findall(r"""href="\{\{\s*(\w+)\s*\}\}""", tag):
        addresses = re.findall(
            rf"""\{{%\s*url\s+["'](\w+)["'][^%]*\bas\s+{variable}\s*%\}}""", text
        )
        names += addresses[-1:]
    return names


def test_a_button_after_which_something_is_asked_ends_so():
    said = list(openers())
    assert len(said) > 45
    assert [one for one in said if not one[1].endswith("…")] == []


def test_it_would_notice():
    assert NEVER.search("出错了，请联系管理员。")
    assert DOT.search("高州市总工会 · 3 户")
    assert not "数据".startswith(VERBS)


#: What a template says, one after the other: a sentence of several lines is said with a space between them.
SAYS = re.compile(
    r"""\{%\s*blocktranslate\b(?P<how>(?:[^%]|%(?!\}))*)%\}(?P<body>.*?)\{%\s*endblocktranslate\s*%\}"""
    r"""|\{%\s*translate\s+["'](?P<said>[^"']+)["'](?P<as>\s+as\s+\w+)?\s*%\}""",
    re.DOTALL,
)
#: Between two sentences, where nothing else is shown.
BETWEEN = re.compile(r"(?:\s|\{%\s*(?:if\b|endif)[^%]*%\})*")


def gaps(text: str) -> Iterator[str]:
    """Ends of sentences behind whose mark a page would show a space."""
    told = list(SAYS.finditer(text))
    for one in told:
        lines = [line for line in (one["body"] or "").strip().splitlines() if "{%" not in line]
        yield from (line for line in lines[:-1] if "trimmed" in one["how"] and line.strip())
    aloud = [one for one in told if not one["as"] and "asvar" not in (one["how"] or "")]
    for one, following in pairwise(aloud):
        end, between = (one["body"] or one["said"]).strip(), text[one.end() : following.start()]
        if end[-1:] in MARKS and re.search(r"^\s|\s$", between) and BETWEEN.fullmatch(between):
            yield end


#: A mark of these fills the width of a character: a space behind it tears the sentence apart.
MARKS = set("，。；：、）”？")


def test_no_sentence_is_torn_by_a_space():
    found = ((name, end) for name, text in templates().items() for end in gaps(text))
    assert [f"{name}: {end[-20:]}" for name, end in found] == []


def test_a_torn_sentence_is_found():
    assert list(gaps("{% translate '好。' %}{% translate '行。' %}")) == []
    assert list(gaps("{% translate '好。' %} {% if x %}{% translate '行。' %}{% endif %}")) == [
        "好。"
    ]
    assert list(gaps("{% blocktranslate trimmed %}\n一，\n二\n{% endblocktranslate %}")) == ["一，"]
