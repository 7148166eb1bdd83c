"""Why a paper is refused. A refusal tells which characters, never the text they stand in."""

from __future__ import annotations

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

SHOWN = 10


class TypesettingRefused(BangfuError):
    """No paper was made."""


class FontsMissing(TypesettingRefused):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这台机器上没有可用的中文字体，不能生成 PDF。请管理员安装思源字体（Debian/Ubuntu："
                "apt-get install fonts-noto-cjk），或把字体放入 BANGFU_FONTS 指定的文件夹后再试。"
            )
        )


class MissingGlyphs(TypesettingRefused):
    """`characters` holds each one once, in the order met."""

    def __init__(self, characters: str) -> None:
        named = "、".join(_named(character) for character in characters[:SHOWN])
        more = (
            phrase(" 等 {count} 个字符", count=len(characters)) if len(characters) > SHOWN else ""
        )
        super().__init__(
            phrase(
                "现有字体打不出 {named}{more}，没有生成 PDF，以免印出空白。"
                "请核对档案中的用字，或请管理员安装含有这些字的字体后再试。",
                named=named,
                more=more,
            )
        )
        self.characters = characters


class TooHeavyToTypeset(TypesettingRefused):
    def __init__(self) -> None:
        super().__init__(phrase("内容太多，未能在限定的时间和内存内排成 PDF。请分批生成。"))


class SettingNotConfined(TypesettingRefused):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "PDF 没有生成：这台机器的系统内核不能限制排版的程序（需要 Linux 3.5 以上、带 seccomp 过滤）。"
                "请告诉系统管理员。"
            )
        )


class TypesettingFailed(TypesettingRefused):
    """The template and its data do not fit: a programming fault."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "PDF 没有生成，排版程序出错了。请过几分钟再试；仍不行的，请把出错的时间告诉系统管理员。"
            )
        )


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"“{character}”（{code}）" if character.isprintable() else code
