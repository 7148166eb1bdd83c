"""The submission of 16,000 households as the job does it, against bare INSERT … SELECT of its rows.

    python benchmarks/submit_cases.py [HOUSEHOLDS]

Makes a register of its own in a data folder of its own, and removes it. In each of RUNS turns: the
background job, chunk by chunk, from the request to its end; then cases, events and log entries of
as many other households in three statements and one commit, past the tables' own triggers and
policies. Prints the medians in processor time of this process and its backend, and by the clock.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `payees` sets up)

from __future__ import annotations

import sys

from effort import Effort, effort_of, high_water
from payees import SCOPE, officers, payees
from payment_batch import execute, fresh_statistics, tell

RUNS = 3
CASES = f"""
insert into casework_case (household_id, {SCOPE}, state, day, known_at, determination_id,
  hardship_class, income_fen, essential_fen, size, standard_fen, rule_set, facts_id,
  submitted_by_id, version, moved_on)
select household_id, {SCOPE}, 'submitted', date '2010-10-31', now(), id, hardship_class, income_fen,
  essential_fen, size, standard_fen, rule_set, facts_id, %(user)s, 1, date '2010-10-31'
from eligibility_determination where household_id > %(past)s and household_id <= %(until)s
"""
EVENTS = f"""
insert into casework_caseevent (household_id, {SCOPE}, case_id, from_state, to_state, duty, day,
  by_user_id, by_name, reason)
select household_id, {SCOPE}, id, '', 'submitted', 'casework.submit', date '2010-10-31', %(user)s,
  '样例', ''
from casework_case where household_id > %(past)s and household_id <= %(until)s
"""
ENTRIES = """
insert into audit_entry (era, xid, user_id, actor, role, union_id, action, subject_kind, subject,
  detail, digest)
select 0, 0, %(user)s, '样例', 'filer', %(union)s, 'casework.submit', 'case', id,
  jsonb_build_object('household', household_id), ''
from casework_case where household_id > %(past)s and household_id <= %(until)s
"""


def main() -> int:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 16_000
    with payees(2 * RUNS * households, approved=0):
        run(households)
    return 0


def run(households: int) -> None:
    from bangfu.scope.enums import Role

    filer = officers(Role.FILER)[Role.FILER]
    bare: list[Effort] = []
    whole: list[Effort] = []
    for n in range(RUNS):
        past = 2 * n * households
        fresh_statistics()
        whole.append(effort_of(lambda past=past: submit(past, households, filer)))
        bare.append(effort_of(lambda past=past: insert(past + households, households, filer)))
    print(f"submission of {households:,} households, medians of {RUNS}")
    tell("bare rows", bare)
    tell("the job", whole, bare)
    print(f"  {high_water()}   (wanted: 512 or less)")


def submit(past: int, households: int, filer: object) -> None:
    from bangfu.casework.jobs import submit_many
    from bangfu.jobs.commands.begin_job import begin_job
    from bangfu.jobs.commands.run_job import run_job
    from bangfu.jobs.models import Job
    from bangfu.organisations.queries import today
    from bangfu.scope.actors import acting, background

    asked = {"household_ids": list(range(past + 1, past + households + 1))}
    with acting(filer):
        job = begin_job(submit_many, asked, on=today(), by=filer)
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(filer):
        job = Job.objects.get(pk=job.pk)
    assert job.outcome == {"submitted": households, "rest": []}, (job.failure, job.outcome)


def insert(past: int, households: int, filer: object) -> None:
    from bangfu.scope.actors import acting

    numbers = {"past": past, "until": past + households}
    who = {"user": filer.user_id, "union": filer.union_id}
    with acting(filer, "casework.submit"):
        for statement in (CASES, EVENTS, ENTRIES):
            execute(statement, **numbers, **who)


if __name__ == "__main__":
    sys.exit(main())
