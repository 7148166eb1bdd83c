"""Background jobs: for their owner alone, stopped when asked, taken up again, and gone after a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.acts.attempts import NOT_IN_SIGHT, NOT_PERMITTED, REFUSED, often
from bangfu.acts.frame import act
from bangfu.audit.models import Entry
from bangfu.jobs import declaring
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.commands.forget_results import forget_results
from bangfu.jobs.commands.give_up_lost import give_up_lost
from bangfu.jobs.commands.run_job import PIECE, run_job
from bangfu.jobs.commands.stop_job import stop_job
from bangfu.jobs.declaring import DeclaredJob, Finished, Work
from bangfu.jobs.enums import JobState, Lane
from bangfu.jobs.errors import ResultGone
from bangfu.jobs.models import Job, JobPart
from bangfu.jobs.queries import jobs_of, result_of
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_named, today
from bangfu.rounds.duties import RELEASE
from bangfu.scope.actors import Actor, acting, background, operator
from harness import by_the_owner

pytestmark = pytest.mark.usefixtures("demo_database")
NAME = "张三（样例）"


def written(work: Work, *, name: str, pieces: int) -> Finished:
    for number in range(pieces):
        work.write(f"{name}{number:07d}\n".encode() * 20_000)
        work.progress(number + 1, pieces)
    return Finished({"lines": pieces * 20_000}, "list.csv")


def leave() -> None:
    Appointment.objects.filter(user=User.objects.get(username="gz-filer")).update(
        until=today() - timedelta(days=1)
    )


def overtake() -> None:
    """As another run of the same job does, two parts further on."""
    with acting(background()):
        job = Job.objects.get(state=JobState.RUNNING)
        job.place, job.outcome = job.place + 2, {"seen": [*range(job.place + 2)]}
        job.save(update_fields=["place", "outcome"])


def counted(
    work: Work, *, upto: int, breaks_at: int = -1, leaves_at: int = -1, overtaken_at: int = -1
) -> Finished:
    while work.place < upto:
        if work.place == overtaken_at:
            overtake()
        with acting(work.by):
            work.keep(work.place + 1, {"seen": [*work.outcome.get("seen", []), work.place]})
        if work.place == breaks_at:
            raise KeyboardInterrupt  # the worker is killed
        if work.place == leaves_at:
            leave()
        work.progress(work.place, upto)
    return Finished(work.outcome)


def calls_itself_back(work: Work, *, job_owner: str) -> Finished:
    """Stopped between two pieces: the first is sealed, the second comes too late."""
    work.write(b"x" * PIECE)
    with acting(background()):
        running = Job.objects.get(state=JobState.RUNNING)
        assert running.parts.count() == 1
    owner = who(job_owner)
    with acting(owner):
        stop_job(job_id=running.pk, by=owner)
    work.write(b"x" * PIECE)
    raise AssertionError("it went on")


def releases(work: Work) -> Finished:
    """Another's duty, as of an officer whose appointment changed meanwhile."""
    with act(RELEASE, work.by):
        raise AssertionError("it was permitted")


WRITTEN, COUNTED = (
    DeclaredJob("test.written", "写", written),
    DeclaredJob("test.count", "数", counted),
)
STOPPED = DeclaredJob("test.stop", "停", calls_itself_back)
BEYOND = DeclaredJob("test.beyond", "越", releases)


@pytest.fixture(autouse=True)
def declared():
    """The worker finds these as it finds those of the apps' `jobs.py`."""
    kinds = declaring.declared_jobs()
    mine = {each.kind: each for each in (WRITTEN, COUNTED, STOPPED, BEYOND)}
    kinds.update(mine)
    yield
    for kind in mine:
        del kinds[kind]


def who(username: str) -> Actor:
    return actor_named(username, today())


def run(job_id: int) -> None:
    """As the worker does."""
    run_job(job_id=job_id, on=today(), by=background())


def asked(declared: DeclaredJob, username: str = "gz-filer", **request: object) -> int:
    actor = who(username)
    with acting(actor):
        return begin_job(declared, request, on=today(), by=actor, lane=Lane.SMALL).pk


def job_as_it_is(job_id: int) -> Job:
    with acting(operator()):
        return Job.objects.get(pk=job_id)


def test_a_file_lies_sealed_in_pieces_and_comes_back_whole():
    job_id = asked(WRITTEN, name=NAME, pieces=4)
    sealed_request = bytes(job_as_it_is(job_id).request)
    assert sealed_request
    run(job_id)
    job, owner = job_as_it_is(job_id), who("gz-filer")
    assert (job.state, job.done, job.total, job.file_name) == ("done", 4, 4, "list.csv")
    whole = b"".join(f"{NAME}{number:07d}\n".encode() * 20_000 for number in range(4))
    with acting(owner):
        assert b"".join(result_of(job, owner)) == whole
        parts = [bytes(one.sealed) for one in JobPart.objects.filter(job=job)]
    assert len(parts) == -(-len(whole) // PIECE) > 1
    assert not any(NAME.encode() in part for part in [*parts, sealed_request])
    assert bytes(job.request) == b""
    with connection.cursor() as cursor:
        cursor.execute(
            "select args::text, queue_name from procrastinate_jobs order by id desc limit 1"
        )
        assert cursor.fetchone() == (f'{{"job_id": {job_id}}}', "small")


def test_nobody_else_sees_it_not_even_in_the_same_union():
    job_id = asked(WRITTEN, name=NAME, pieces=1)
    run(job_id)
    for username in ("gz-reviewer", "hz-reviewer", "city-auditor"):
        other = who(username)
        with acting(other):
            assert list(jobs_of(other)) == []
    with acting(who("hz-reviewer")):  # and the database shows a stranger neither job nor part
        assert (Job.objects.count(), JobPart.objects.count()) == (0, 0)


def test_a_job_called_back_ends_at_its_next_step_and_keeps_nothing():
    job_id = asked(STOPPED, job_owner="gz-filer")
    run(job_id)
    job = job_as_it_is(job_id)
    assert (job.state, job.file_name) == ("stopped", "")
    assert bytes(job.request) == b""  # what was asked may hold a name
    with acting(operator()):
        assert not JobPart.objects.exists()
    run(job_id)  # the queue asks once more: it stays stopped
    assert job_as_it_is(job_id).state == "stopped"


def test_a_killed_job_goes_on_where_it_last_kept_its_place():
    job_id = asked(COUNTED, upto=5, breaks_at=3)
    with pytest.raises(KeyboardInterrupt):
        run(job_id)
    assert (job_as_it_is(job_id).state, job_as_it_is(job_id).place) == ("running", 3)
    run(job_id)
    job = job_as_it_is(job_id)
    assert (job.state, job.outcome) == ("done", {"seen": [0, 1, 2, 3, 4]})


def test_a_killed_export_begins_anew_without_the_pieces_of_the_first_run():
    job_id = asked(WRITTEN, name=NAME, pieces=2)
    with acting(operator()):
        Job.objects.filter(pk=job_id).update(state=JobState.RUNNING)
        JobPart.objects.create(job_id=job_id, number=0, sealed=b"of the run that was killed")
    run(job_id)
    owner = who("gz-filer")
    with acting(owner):
        assert b"".join(result_of(job_as_it_is(job_id), owner)).count(b"\n") == 40_000


def test_what_breaks_is_told_without_what_it_held():
    job_id = asked(WRITTEN, name=NAME, pieces="many")
    run(job_id)
    job = job_as_it_is(job_id)
    assert job.state == "failed"
    assert "TypeError" in job.failure
    assert NAME not in job.failure
    assert bytes(job.request) == b""


def test_who_left_meanwhile_has_nothing_done_in_their_name():
    job_id = asked(COUNTED, upto=2)
    leave()
    run(job_id)
    job = job_as_it_is(job_id)
    assert (job.state, job.place) == ("failed", 0)
    assert "已不在岗" in job.failure


def test_what_an_officer_may_not_do_is_an_attempt_in_the_log_at_its_doublings():
    often.forget()
    officer = who("gz-filer").user_id
    for job_id in [asked(BEYOND) for _job in range(5)]:
        run(job_id)
        assert "须由放款人" in job_as_it_is(job_id).failure
    leaves = asked(COUNTED, upto=5, leaves_at=2)
    run(leaves)
    with acting(operator()):
        told = Entry.objects.filter(action__in=(NOT_PERMITTED, NOT_IN_SIGHT, REFUSED))
        assert [
            (each.action, each.user_id, each.subject, each.detail["tries"])
            for each in told.order_by("id")
        ] == [(NOT_PERMITTED, officer, "jobs.run", tries) for tries in (1, 2, 4)]


def test_an_account_that_was_locked_has_nothing_done_in_its_name():
    job_id = asked(COUNTED, upto=2)
    User.objects.filter(username="gz-filer").update(is_active=False)
    run(job_id)
    assert (job_as_it_is(job_id).state, job_as_it_is(job_id).place) == ("failed", 0)


def test_a_job_that_is_done_stays_done_when_it_is_called_back():
    job_id = asked(WRITTEN, name=NAME, pieces=1)
    run(job_id)
    owner = who("gz-filer")
    stop_job(job_id=job_id, by=owner)
    assert job_as_it_is(job_id).state == "done"
    with acting(owner):
        assert b"".join(result_of(job_as_it_is(job_id), owner)).count(b"\n") == 20_000
    assert not Entry.objects.filter(action="jobs.stop").exists()


def test_who_leaves_while_it_runs_has_no_more_done_in_their_name():
    job_id = asked(COUNTED, upto=5, leaves_at=2)
    run(job_id)
    job = job_as_it_is(job_id)
    assert (job.state, job.place) == ("failed", 2)
    assert "已不在岗" in job.failure


def test_of_two_runs_the_one_that_is_behind_gives_way():
    """A worker that was thought dead goes on beside the one that took the job again."""
    job_id = asked(COUNTED, upto=5, overtaken_at=2)
    run(job_id)
    job = job_as_it_is(job_id)
    assert (job.state, job.place, job.outcome) == ("running", 4, {"seen": [0, 1, 2, 3]})
    run(job_id)
    assert job_as_it_is(job_id).outcome == {"seen": [0, 1, 2, 3, 4]}


def test_a_result_is_gone_after_its_time():
    job_id = asked(WRITTEN, name=NAME, pieces=1)
    run(job_id)
    assert forget_results(by=background()) == 0
    with acting(operator()):
        Job.objects.filter(pk=job_id).update(kept_until=timezone.now())
    assert forget_results(by=background()) == 1
    owner = who("gz-filer")
    with acting(owner), pytest.raises(ResultGone):
        result_of(job_as_it_is(job_id), owner)


def test_a_job_that_the_queue_has_lost_ends_and_says_so():
    lost, held, young = (asked(WRITTEN, name=NAME, pieces=1) for _job in range(3))
    ago = "update jobs_job set asked_at = now() - case id when %s then 9 else 11 end * interval '1 minute'"
    by_the_owner("jobs_job", ago, young)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed' where args <> %s::jsonb",
                       [f'{{"job_id": {held}}}'])  # fmt: skip
    assert give_up_lost(by=background()) == 1
    states = [job_as_it_is(each).state for each in (lost, held, young)]
    assert states == ["failed", "waiting", "waiting"]
    assert "请重新提出" in job_as_it_is(lost).failure
    run(held)
    assert job_as_it_is(held).state == "done"
