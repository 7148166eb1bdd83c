"""Take files in, sealed, to be read in the background and shown before anything is merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import PurePath

from procrastinate.contrib.django import app

from bangfu.acts.frame import tell, use_case
from bangfu.kernel.masking import hide_numbers
from bangfu.scope.actors import Actor
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index, seal_blob

from .. import duties
from ..enums import BatchState
from ..errors import NoFiles, ReportingDayAhead, TooManyFiles
from ..models import ImportBatch, Upload
from .at_work import be_at_work_on
from .lanes import lane_of_upload, one_at_a_time

READ = "bangfu.intake.tasks.read_batch"
MOST_FILES = 6
#: In a batch's outline: a process reads and merges it, and no job of the queue.
DIRECTLY = "directly"
LONGEST_NAME, LONGEST_SUFFIX = 100, 10  # characters
NamedFile = tuple[str, bytes]


@use_case(duties.STAGE, numbers_in=("files",))
def stage_register(
    *, files: Sequence[NamedFile], as_of: date, on: date, by: Actor, background: bool = True
) -> ImportBatch:
    """A batch that waits to be read; its job exists only if the running transaction commits.

    Args:
        files: (name, content), six at most; workers and members may be in one workbook or apart.
        as_of: the reporting day (上报日), not after `on`, today.
        background: False where the caller reads it directly, and leaves it by `leaving_work_on`.

    Raises:
        NotPermitted, NoFiles, TooManyFiles, ReportingDayAhead.
    """
    check_order(files, as_of, on)
    named = with_safe_names(files)
    batch = ImportBatch.objects.create(
        union_id=by.union_id,
        by_user_id=by.user_id,
        by_name=by.name,
        file_names=[name for name, _ in named],
        digest=_keyed(b"".join(sha256(data).digest() for _, data in named)),
        reporting_day=as_of,
        outline={} if background else {DIRECTLY: True},
        system=by.scope.system,
    )
    for name, data in named:
        _seal(batch, name, data)
    prints = [_keyed(data)[:16] for _, data in named]
    detail = {"files": prints, "as_of": str(as_of)}
    tell("batch", batch.pk, detail)
    if background:
        _have_read(batch, sum(len(data) for _, data in named))
    else:
        be_at_work_on(batch.pk)
    return batch


def read_again(batch: ImportBatch) -> None:
    """Have a batch whose files are still there read once more, within the running transaction."""
    batch.state = BatchState.WAITING
    batch.save(update_fields=["state"])
    _have_read(batch, sum(len(upload.sealed) for upload in batch.uploads.all()))


def _have_read(batch: ImportBatch, size: int) -> None:
    """Args:
    size: of its files together, in bytes.
    """
    lane = lane_of_upload(size)
    job = app.configure_task(READ, queue=lane.value, lock=one_at_a_time(lane))
    job.defer(batch_id=batch.pk)


def check_order(files: Sequence[NamedFile], as_of: date, on: date) -> None:
    """Raises NoFiles, TooManyFiles, ReportingDayAhead."""
    if not files:
        raise NoFiles
    if len(files) > MOST_FILES:
        raise TooManyFiles(MOST_FILES)
    if as_of > on:
        raise ReportingDayAhead


def with_safe_names(files: Sequence[NamedFile]) -> list[NamedFile]:
    """Names that tell the files apart and hold no long number, which might be somebody's."""
    named: dict[str, bytes] = {}
    for written, data in files:
        path = PurePath(written.replace("\\", "/"))
        stem = hide_numbers(path.stem)[:LONGEST_NAME]
        suffix = hide_numbers(path.suffix)[:LONGEST_SUFFIX]
        name, times = stem + suffix, 1
        while name in named:
            times += 1
            name = f"{stem} ({times}){suffix}"
        named[name] = data
    return list(named.items())


def _keyed(data: bytes) -> str:
    """Tells the same file again. Keyed, or guesses at a number in a short file could be tried on it."""
    return blind_index(SecretKind.ID_NUMBER, sha256(data).hexdigest()).hex()


def _seal(batch: ImportBatch, name: str, data: bytes) -> None:
    upload = Upload(batch=batch, union_id=batch.union_id, file_name=name)
    upload.sealed = seal_blob(upload_name(batch.pk, name), data)
    upload.save(force_insert=True)


def upload_name(batch_id: int, name: str) -> str:
    """What a file is sealed for: its batch and its own name; opened for nothing else."""
    return f"upload|{batch_id}|{name}"
