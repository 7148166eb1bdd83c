"""What scripts rely on: exit codes, messages, and that a command leaves nothing running."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bangfu.operations.cli import command_parser
from bangfu.operations.embedded import EmbeddedServer

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
ServerIn = Callable[[Path], EmbeddedServer]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "缺少参数"),
        ("explode", "没有 explode"),
        ("assess --on 2010-10-31", "缺少参数：--out"),
        ("assess --on 31.10.2010 --out out.csv", "不是日期"),
        ("assess --on 2010-10-31 --out /no/such/folder/out.csv", "不能写入"),
        ("import register no-such-file.xlsx", "文件不存在"),
        ("import unions no-such-file.csv --members x", "不存在"),
        ("rules adopt 2016 --place 44098 --from 2010-01-01", "不是行政区划代码"),
        ("rules adopt 1999 --place 440900 --from 2010-01-01", "没有 1999"),
        ("pay 1 --by x", "须给出其中之一"),
        ("up --port 70000", "不是端口号"),
        ("check everything", "没有 everything"),
    ],
)
def test_wrong_usage_fails_with_a_message(line: str, said: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        command_parser().parse_args(line.split())
    assert ended.value.code == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        "up", "import", "import unions", "import standards", "import register", "rules",
        "rules adopt", "assess", "explain", "figures", "pay", "check", "backup", "restore",
        "password",
    ],
)  # fmt: skip
def test_every_command_explains_itself(line: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        command_parser().parse_args([*line.split(), "--help"])
    assert ended.value.code == 0
    assert "退出码：0 完成；1 失败" in capsys.readouterr().out


def test_a_busy_port_is_named_before_anything_starts(place: Path, bangfu: Bangfu):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        refused = bangfu(place / "data", "up", "--port", number)
    assert refused.returncode == 1
    assert f"端口 {number} 已被别的程序占用" in refused.stderr
    assert not (place / "data/postgres").exists()


def test_a_folder_that_cannot_be_made_is_named(place: Path, bangfu: Bangfu):
    (place / "file").touch()
    refused = bangfu(place / "file/data", "check")
    assert refused.returncode == 1
    assert f"数据文件夹 {place / 'file/data'} 不能使用" in refused.stderr
