"""`bangfu import`, as a script calls it: exit codes, the row report, a server that starts and stops."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def bangfu(tmp_path, migrated_folder):
    tmp_path.chmod(0o755)
    folder = tmp_path / "data"
    migrated_folder(folder)
    told = {"BANGFU_DATA": str(folder)}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "DJANGO_"))}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bangfu.operations.cli", *map(str, arguments)]
        return subprocess.run(
            command, env={**kept, **told}, capture_output=True, text=True, check=False
        )

    yield run
    EmbeddedServer(DataFolder(folder)).destroy()


def test_unions_then_a_register_with_rejected_rows(bangfu, tmp_path):
    report = tmp_path / "report.csv"
    unions = bangfu("import", "unions", DATA / "unions-xingtai.csv")
    assert (unions.returncode, unions.stderr.count("错")) == (0, 0)
    workers, members = (DATA / f"messy-2025{part}-gb18030.csv" for part in ("", "-members"))
    register = ("import", "register", workers, "--members", members, "--as-of", "2025-10-31")
    tried = bangfu(*register, "--dry-run")
    assert tried.returncode == 2
    assert "没有导入" in tried.stdout
    done = bangfu(*register, "--report", report)
    assert done.returncode == 2
    assert "新建 287 户" in done.stdout
    with report.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["结论"] for row in rows} == {
        "skip",
        "header",
        "reject",
        "accept",
        "accept-normalised",
    }
    again = bangfu(*register)
    assert "未变 287 户" in again.stdout
    nobody = bangfu(*register, "--by", "nobody")
    assert nobody.returncode == 1
    assert "没有用户名为 nobody 的用户" in nobody.stderr
