"""What the children that read and set strangers' bytes can't do, tried by their own confinement."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import platform
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bangfu.documents.apart.landlock import CREATE_RULESET
from bangfu.documents.spreadsheets import errors, read_workbook
from bangfu.documents.typesetting.child import TEMPLATES
from bangfu.operations.datafolder import data_folder
from unfiltered import WITHOUT_FILTERS

HERE = Path(__file__).parent
SAMPLES = Path(__file__).parents[2] / "data"
CHILDREN = ("reader", "setter")
READ = """
from bangfu.documents.spreadsheets import errors, read_workbook
try:
    read_workbook(b"a,b\\n", "a.csv")
except errors.NotConfined as refused:
    print(refused)
"""
SET = """
from bangfu.documents.typesetting import TypesettingRefused, typeset
try:
    typeset("notice", {})
except TypesettingRefused as refused:
    print(refused)
"""

#: What the setter of papers takes: a notice of one household.
NOTICE = json.dumps(
    {
        "template": "notice",
        "data": {
            "title": "公示",
            "headline": ["公示"],
            "addressee": "各位：",
            "paragraphs": ["现予公示。"],
            "signature": "总工会",
            "day": "2010 年 9 月 30 日",
            "list_title": "名单",
            "list_note": "共 1 户",
            "columns": ["序号", "姓名"],
            "widths": [0, 1],
            "numeric": [0],
            "rows": [["1", "王××"]],
        },
    }
).encode()


def outcome(child: str, act: str, argument: object = "") -> str:
    done = subprocess.run(
        [sys.executable, HERE / "confined_act.py", child, act, str(argument)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode < 0:
        return f"killed by {-done.returncode}"
    assert done.returncode == 0, done.stderr
    return done.stdout


def holds_folders() -> bool:
    asked = ctypes.CDLL(None).syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)  # its version
    return asked >= 1


def is_refused(said: str) -> bool:
    told = re.fullmatch(r"refused (\d+) as (\d+)", said)
    return told is not None and int(told[1]) == errno.EPERM and told[2] != "0"


@pytest.mark.parametrize("child", CHILDREN)
def test_nobody_is_root_any_more(child: str):
    assert re.fullmatch(r"done as [1-9]\d*", outcome(child, "nothing"))


@pytest.mark.parametrize("child", CHILDREN)
def test_no_network_not_even_to_this_machine(child: str):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        assert is_refused(outcome(child, "connect", listening.getsockname()[1]))
        with pytest.raises(TimeoutError):
            listening.accept()
    assert is_refused(outcome(child, "pair"))


@pytest.mark.parametrize("child", CHILDREN)
@pytest.mark.parametrize(
    "act",
    [
        *("fork", "execute", "namespace", "more memory", "become root", "trace", "signal"),
        "signal by a file",
    ],
)
def test_no_other_process_and_no_more_power(child: str, act: str):
    assert is_refused(outcome(child, act, os.getpid()))


@pytest.mark.parametrize("child", CHILDREN)
def test_no_file_is_written_or_removed(child: str, tmp_path: Path):
    tmp_path.chmod(0o777)
    kept = tmp_path / "kept"
    kept.touch(mode=0o666)
    assert is_refused(outcome(child, "write", tmp_path / "new"))
    assert is_refused(outcome(child, "write", kept))
    assert is_refused(outcome(child, "remove", kept))
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize(
    ("child", "asked"),
    [("spreadsheets.child csv", b"a,b\n1,2\n"), ("typesetting.child", NOTICE)],
)
def test_a_file_that_stands_open_does_not_grow(child: str, asked: bytes, tmp_path: Path):
    """The children as they are started, whose output a pipe takes and a file does not."""
    module, *arguments = child.split()
    command = [sys.executable, "-m", f"bangfu.documents.{module}", *arguments]
    piped = subprocess.run(command, input=asked, capture_output=True, timeout=60)
    assert len(piped.stdout) > 50, piped.stderr
    kept = tmp_path / "kept"
    with kept.open("wb") as file:
        done = subprocess.run(command, input=asked, stdout=file, stderr=subprocess.PIPE, timeout=60)
    assert kept.stat().st_size == 0
    assert done.returncode != 0
    assert f"[Errno {errno.EFBIG}]".encode() in done.stderr


def test_the_reader_of_spreadsheets_opens_no_file_at_all():
    for path in ("/etc/passwd", data_folder().vault_key_file, f"/proc/{os.getpid()}/environ"):
        assert is_refused(outcome("reader", "read", path)), path
    assert is_refused(outcome("reader", "list", "/"))


def test_who_sets_papers_reads_templates_and_fonts_alone():
    """Without root's own files in the way, too: where the kernel can hold folders."""
    template = TEMPLATES / "notice.typ"
    assert outcome("setter", "read", template).startswith("done")
    assert outcome("setter", "list", "/usr/share/fonts").startswith("done")
    if os.geteuid() == 0:
        assert outcome("setter", "read", data_folder().vault_key_file).startswith("refused")
    if not holds_folders():
        pytest.skip("this kernel has no Landlock")
    for path in ("/etc/passwd", Path(__file__), f"/proc/{os.getpid()}/environ"):
        assert outcome("setter", "read", path).startswith(f"refused {errno.EACCES} "), path


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86-64 has a second way to call")
@pytest.mark.parametrize("child", CHILDREN)
def test_calls_of_another_kind_end_the_process(child: str):
    assert outcome(child, "other call") == "killed by 31"


def test_real_workbooks_are_still_read():
    assert read_workbook((SAMPLES / "messy-2025.xlsx").read_bytes(), "register.xlsx").sheets
    for name in ("messy-2025-gb18030.csv", "messy-2025-members-gb18030.csv"):
        assert read_workbook((SAMPLES / name).read_bytes(), name).sheets[0].rows


@pytest.mark.parametrize(
    ("work", "words"), [(READ, errors.NotConfined.text), (SET, "PDF 没有生成：")]
)
def test_where_no_power_can_be_taken_away_nothing_is_read(work: str, words: str):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_FILTERS + work], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(words))
