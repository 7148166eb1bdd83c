"""How an app declares a background job, and how the worker finds it again.

    @job("reporting.export_files", mark("导出档案列表"))
    def export_files(work: Work, *, text: str, day: str) -> Finished: ...

in the app's `jobs.py`; a page begins it by `begin_job(export_files, {...}, on=today, by=actor)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from bangfu.acts.declared import declarations
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor


@dataclass(frozen=True)
class Finished:
    """Attributes:
    outcome: counts and ids, for the job's page; never personal data.
    file_name: of what was written to `work.write`; "" for a job that gives no file.
    """

    outcome: Mapping[str, Any] = field(default_factory=dict)
    file_name: str = ""


class Work(Protocol):
    """What a running job is handed.

    Attributes:
        by: the officer who asked, with the reach that they have now.
        place: where the last run left off; 0 at first.
        outcome: what an earlier run had kept.
    """

    by: Actor
    place: int
    outcome: dict[str, Any]

    def write(self, piece: bytes) -> None:
        """Append to the job's file."""

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is. Raises JobStopped when it was called back, OwnerGone."""

    def keep(self, place: int, outcome: Mapping[str, Any]) -> None:
        """In the running transaction: a run after this one begins at `place`.

        Raises JobStopped where another run was faster: what this one did is then not kept.
        """


@dataclass(frozen=True)
class DeclaredJob:
    """Attributes:
    page: the url name of a page that shows the outcome, "" for none.
    """

    kind: str
    source: str
    run: Callable[..., Finished]
    page: str = ""

    @property
    def title(self) -> str:
        return phrase(self.source)


def job(
    kind: str, source: str, *, page: str = ""
) -> Callable[[Callable[..., Finished]], DeclaredJob]:
    """Declare a function as a background job; it may run more than once, from where it `keep`s."""
    return lambda function: DeclaredJob(kind, source, function, page)


@cache
def declared_jobs() -> dict[str, DeclaredJob]:
    """By kind, from every app's `jobs.py`."""
    return {declared.kind: declared for _app, declared in declarations("jobs", DeclaredJob)}
