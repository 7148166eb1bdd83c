"""Every benchmark, one after another: `make bench`. Each prints ratios from within one run.

Each runs in a process and a data folder of its own, so that none warms another's caches. One by
name takes its own options: `make bench ARGS="lists --size 1m"`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: file, what it holds against what
ALL = (
    ("assess_sql.py", "认定：规则函数（polars）对手写 DuckDB SQL，一百万户"),
    ("assess_register.py", "认定：从数据库到结果，对手写 DuckDB SQL"),
    ("import_register.py", "导入：整条通路，对同样行的裸 COPY"),
    ("list_page.py", "档案列表一页，对它的 SQL"),
    ("payment_batch.py", "十万人的花名册和放款，对裸 INSERT … SELECT"),
    ("submit_cases.py", "一万六千户成批提交，对裸 INSERT … SELECT"),
    ("lists.py", "列表：同一个县在 1.1 万户和 20 万户中读的块"),
    ("memory.py", "导出档案列表，进程最多占用的内存"),
    ("officers.py", "五十人同时办公，1.1 万户"),
)


def main() -> int:
    """Run all, or those named on the command line with what follows; exit 1 if any failed."""
    known = {name.removesuffix(".py") for name, _ in ALL}
    wanted = {word for word in sys.argv[1:] if word in known}
    options = [word for word in sys.argv[1:] if word not in known]
    failed = []
    for name, words in ALL:
        if wanted and name.removesuffix(".py") not in wanted:
            continue
        print(f"\n== {words}", flush=True)
        if subprocess.run([sys.executable, HERE / name, *options], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\n没有跑完：{'、'.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
