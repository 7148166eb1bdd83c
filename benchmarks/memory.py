"""The most memory that a process holds which takes a register in or gives it out.

    python benchmarks/memory.py [--size 11k --size 200k] [--work list --work form --work import]

`list` and `form` are the background jobs as the worker runs them: the list of files, and the register
in the form it came in, numbers opened. `import` reads, judges and merges the city of the demo, once at
11k and three times, as three other cities, at 200k: what a batch holds is gone with it, so that the
number of batches costs nothing. Each in a process of its own, against what it held before it began.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import groupby, islice
from pathlib import Path

from demo_place import owner_connection
from worlds import SIZES, copied_world, world

DAY = date(2010, 10, 31)
WANTED = 512  # MB
AT_ONCE = 5_000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--work", action="append", choices=WORK)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes, works = options.size or ["11k", "200k"], options.work or list(WORK)
    if options.inside:
        WORK[works[0]](sizes[0])
        return 0
    for size in sizes:
        for work in works:  # each in a process of its own: what one held says nothing of the next
            asked = ["--inside", "--size", size, "--work", work]
            subprocess.run([sys.executable, __file__, *asked], check=True)
    return 0


def give_list(size: str) -> None:
    with world(size):
        from dataclasses import asdict

        from bangfu.organisations.queries import actor_named
        from bangfu.reporting.choosing import FileFilters
        from bangfu.reporting.jobs import export_files

        asked = {"day": str(DAY), "wanted": asdict(FileFilters())}
        given_out("list", size, export_files, asked, actor_named("city-auditor", DAY))


def give_form(size: str) -> None:
    """To an officer of the city who may have it; the demo has none."""
    with copied_world(size):
        from bangfu.accounts.models import User
        from bangfu.organisations.models import Appointment, Union
        from bangfu.organisations.queries import actor_named
        from bangfu.registry.jobs import export_long

        seal_copies()
        user = User.objects.create(username="city-filer", name="市建档员")
        city = Union.objects.get(code="44090000000")
        Appointment.objects.create(user=user, union=city, role="filer", since=date(2010, 1, 1))
        asked = {"day": str(DAY)}
        given_out("register", size, export_long, asked, actor_named("city-filer", DAY))


def seal_copies() -> None:
    """A number is sealed for its own row, so that of a copied household doesn't open: seal it anew."""
    from bangfu.scope.context import scoped
    from bangfu.scope.reach import WHOLE_REGISTER
    from bangfu.vault.enums import SecretKind
    from bangfu.vault.models import Secret
    from bangfu.vault.sealing import seal_many

    with scoped(WHOLE_REGISTER), owner_connection() as owner:
        rows = Secret.objects.order_by("kind", "id").values_list("id", "kind")
        kinds = groupby(rows.iterator(), key=lambda row: row[1])
        numbers, stride = opened_numbers()
        owner.execute("select set_config('app.reach', 'machine', false)")
        owner.execute("alter table vault_secret disable trigger user")
        owner.execute("create temp table anew (id bigint, version int, sealed bytea)")
        with owner.cursor() as cursor, cursor.copy("copy anew from stdin") as copy:
            for kind, ids in kinds:
                copies = (id_ for id_, _ in ids if id_ > stride)
                while part := list(islice(copies, AT_ONCE)):
                    known = [(id_, numbers[(id_ - 1) % stride + 1]) for id_ in part]
                    for id_, each in zip(part, seal_many(SecretKind(kind), known), strict=True):
                        copy.write_row((id_, each.key_version, each.sealed))
        owner.execute(
            "update vault_secret s set key_version = n.version, sealed = n.sealed from anew n"
            " where n.id = s.id"
        )
        owner.execute("alter table vault_secret enable trigger user")


def opened_numbers() -> tuple[dict[int, str], int]:
    """Those that open, by id, and the highest of these: copies go on from there in steps of as many."""
    from bangfu.vault.enums import SecretKind
    from bangfu.vault.errors import SealBroken
    from bangfu.vault.models import Secret
    from bangfu.vault.sealing import open_sealed

    numbers: dict[int, str] = {}
    rows = Secret.objects.order_by("id").values_list("id", "kind", "key_version", "sealed")
    for id_, kind, version, sealed in rows.iterator():
        try:
            numbers[id_] = open_sealed(SecretKind(kind), id_, version, bytes(sealed))
        except SealBroken:
            break
    return numbers, max(numbers)


def given_out(what: str, size: str, declared: object, asked: dict, actor: object) -> None:
    from bangfu.jobs.commands.begin_job import begin_job
    from bangfu.jobs.commands.run_job import run_job
    from bangfu.jobs.models import Job, JobPart
    from bangfu.scope.actors import acting, background

    with acting(actor):
        job_id = begin_job(declared, asked, on=DAY, by=actor).pk
    before = high_water()
    run_job(job_id=job_id, on=DAY, by=background())
    with acting(actor):
        job = Job.objects.get(pk=job_id)
        parts = JobPart.objects.filter(job=job).count()
        JobPart.objects.filter(job=job).delete()
    assert job.state == "done", job.failure
    print(f"{what} of {job.total:,} files as a background job ({size}), {parts} MB of workbook")
    tell(before)


def take_in(size: str) -> None:
    """The reading of spreadsheets is a child's, and counted apart."""
    with copied_world("11k"):
        from bangfu.intake.commands.import_register import import_register
        from bangfu.scope.actors import operator

        before = high_water()
        for place in range(1 if size == "11k" else 3):
            files = [(f"city-{place}.xlsx", another_city(place))]
            report = import_register(files=files, as_of=DAY, on=DAY, by=operator())
            print(f"  batch {place + 1}: {report.counts['households_new']:,} households, so far"
                  f" {high_water():.0f} MB", flush=True)  # fmt: skip
        print(f"import of the demo's city, in so many batches ({size})")
        tell(before)
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"  the child that reads the spreadsheet   most {child:6.0f} MB")


def another_city(place: int) -> bytes:
    """The demo's table with other file numbers and other persons, written by another process."""
    measured = subprocess.run(
        [sys.executable, Path(__file__).parent / "other_city.py", str(place)],
        check=True, capture_output=True,
    )  # fmt: skip
    return measured.stdout


def tell(before: float) -> None:
    print(f"  before {before:6.0f} MB   most {high_water():6.0f} MB   (wanted: {WANTED} or less)")


def high_water() -> float:
    """Megabytes that the process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


WORK: dict[str, Callable[[str], None]] = {
    "list": give_list,
    "form": give_form,
    "import": take_in,
}


if __name__ == "__main__":
    sys.exit(main())
