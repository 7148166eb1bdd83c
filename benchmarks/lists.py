"""What pages cost as the register grows while one county stays as it is.

    python benchmarks/lists.py [--size 11k --size 200k --size 1m] [--statements]

Each size in a process of its own. For each page: the blocks that its statements read, by EXPLAIN of
the very statements that Django sent; the processor time of the whole request against one act of plain SQL
for its rows and counts and of the page's template over rows that are there already, then with plain SQL also
for what any page has to ask and to write (who asks, scope, choices, log); and of the same statements with
row-level security on and off.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict

from lists_pages import pages
from page_cost import Cost, cost_of
from worlds import SIZES, world


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--statements", action="store_true", help="the dearest of each page too")
    parser.add_argument("--only", default="", help="pages with this in their words")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = options.size or ["11k", "200k"]
    if options.inside:
        print(json.dumps([asdict(cost) for cost in measure(sizes[0], options.only)]))
        return 0
    costs = {size: _measured_apart(size, options.only) for size in sizes}
    tell(costs)
    if options.statements:
        for size, its in costs.items():
            tell_statements(size, its)
    return 0


def _measured_apart(size: str, only: str) -> list[Cost]:
    asked = [sys.executable, __file__, "--inside", "--size", size, "--only", only]
    said = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [Cost(**cost) for cost in json.loads(said.splitlines()[-1])]


def measure(size: str, only: str) -> list[Cost]:
    with world(size):
        settle()
        return [cost_of(page) for page in pages() if only in page.words]


def settle() -> None:
    """As on a quiet machine in the office: one process answers, and statistics are there."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


def tell(measured: dict[str, list[Cost]]) -> None:
    sizes = list(measured)
    first, last = sizes[0], sizes[-1]
    blocks = "".join(f"{size:>10}" for size in sizes)
    print(
        f"{'blocks read':<32}{blocks}   {last}/{first}"
        f"   / by hand    ms of processor  /(SQL+template)   with around  RLS on/off"
    )
    for costs in zip(*(measured[size] for size in sizes), strict=True):
        print(_line(list(costs)))


def _line(costs: list[Cost]) -> str:
    base, here = costs[0], costs[-1]
    row = "".join(f"{cost.blocks:>10,}" for cost in costs)
    blocks = held = whole = " " * 10
    if here.plain and here.plain_whole and here.blocks_by_hand:
        blocks = f"{here.blocks / here.blocks_by_hand:10.2f}"
        held = f"{here.request / here.plain:10.2f}"
        whole = f"{here.request / here.plain_whole:10.2f}"
    secured = (here.secured + here.template) / (here.unsecured + here.template)
    return (
        f"{here.words:<32}{row}{here.blocks / base.blocks:10.2f}{blocks}"
        f"{here.request:19.1f} {held} {whole}    {secured:14.2f}"
    )


def tell_statements(size: str, costs: list[Cost]) -> None:
    print(f"\nthe dearest statements at {size}")
    for cost in costs:
        print(f"  {cost.words}: {cost.statements} statements")
        for blocks, milliseconds, sql in cost.dearest:
            print(f"    {blocks:>9,} blocks {milliseconds:8.1f} ms  {sql[:400]}")


if __name__ == "__main__":
    sys.exit(main())
