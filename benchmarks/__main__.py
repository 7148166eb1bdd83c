"""Every benchmark, one after another: `make bench`. Each prints ratios from within one run.

Each runs in a process and a data folder of its own, so that none warms another's caches.
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
    ("payment_batch.py", "放款十万人，对裸 INSERT … SELECT"),
)


def main() -> int:
    """Run all, or those named on the command line; exit 1 if any failed."""
    wanted = set(sys.argv[1:])
    failed = []
    for name, words in ALL:
        if wanted and name.removesuffix(".py") not in wanted:
            continue
        print(f"\n== {words}", flush=True)
        if subprocess.run([sys.executable, HERE / name], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\n没有跑完：{'、'.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
