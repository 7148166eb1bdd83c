"""Number formats that show another number than the cell holds: 12% for 0.12, 5万元 for 5.

What a person sees is what the sheet says; the fast reader gives the bare number.
"""

import re
from zipfile import ZipFile

from bangfu.documents.spreadsheets.scanning import feed, guarded_parser

STYLES = "xl/styles.xml"
PERCENT, TEN_THOUSANDS = "%", "万"
_BUILT_IN = {"9": PERCENT, "10": PERCENT}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_SCALED = re.compile(
    r"[0#?],+(?![0#?,])|!"
)  # divides what it shows: the cell holds the true number


def shown_by_style(package: ZipFile) -> dict[str, str]:
    """Style number, as cells name it, to what follows the number that is shown."""
    if STYLES not in package.namelist():
        return {}
    formats, styles = dict(_BUILT_IN), list[str]()
    within = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        tag = name.rpartition(":")[2]
        if tag in ("cellXfs", "cellStyleXfs"):
            within = tag
        elif tag == "numFmt" and (shown := _shown(attributes.get("formatCode", ""))):
            formats[attributes.get("numFmtId", "")] = shown
        elif tag == "xf" and within == "cellXfs":
            styles.append(attributes.get("numFmtId", ""))

    parser = guarded_parser()
    parser.StartElementHandler = start
    feed(parser, package, STYLES)
    return {str(at): formats[code] for at, code in enumerate(styles) if code in formats}


def _shown(code: str) -> str:
    code = code.split(";")[0]
    if "%" in _QUOTED.sub("", code):
        return PERCENT
    return TEN_THOUSANDS if TEN_THOUSANDS in code and not _SCALED.search(code) else ""


def as_shown(value: object, shown: str) -> object:
    """The text that stands in the cell; no number stays as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    number = value * 100 if shown == PERCENT else value
    return f"{number:.10g}{shown}"
