"""A page of fifty files through the whole web stack, against the same rows by hand-written SQL.

    python benchmarks/list_page.py

A county's reviewer looks at the first page and at one deep in the list. Medians of one run.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `demo_place` sets up)

from __future__ import annotations

import sys
from datetime import date

from demo_place import demo_place, median_of, tell

DAY = date(2010, 10, 31)
TIMES = 30
BY_HAND = """
select h.file_no, h.head_name, u.name, h.system, h.opened_on,
       d.hardship_class, d.income_fen, d.size, f.employer,
       exists (select from eligibility_waiting w where w.household_id = h.id
         and w.from_day <= %(day)s and w.until_day > %(day)s) as stale
from registry_household h
join organisations_union u on u.id = h.union_id
left join eligibility_determination d on d.household_id = h.id
  and d.holds_from <= %(day)s and d.holds_until > %(day)s
left join registry_householdfacts f on f.id = d.facts_id
where h.tier2 = %(union)s and h.file_no > %(after)s
order by h.file_no limit 51
"""


def main() -> int:
    with demo_place():
        run()
    return 0


def run() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bangfu.accounts.models import User
    from bangfu.organisations.queries import actor_named
    from bangfu.reporting.choosing import FileFilters
    from bangfu.reporting.files import file_page
    from bangfu.scope.actors import acting

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    reviewer = actor_named("gz-reviewer", DAY)
    client = Client()
    client.force_login(
        User.objects.get(pk=reviewer.user_id), "django.contrib.auth.backends.ModelBackend"
    )

    def by_hand(after: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            asked = {"day": DAY, "union": reviewer.union_id, "after": after}
            cursor.execute(BY_HAND, asked)
            return list(cursor.fetchall())

    def view(after: str) -> None:
        assert client.get("/files/", {"after": after}).status_code == 200

    for words, after in (("first page", ""), ("deep page", "4409812010001500")):
        with acting(reviewer):
            assert len(by_hand(after)) == 51
            raw = median_of(TIMES, lambda after=after: by_hand(after))
            page = median_of(
                TIMES, lambda after=after: file_page(reviewer, DAY, FileFilters(), after=after)
            )
        whole = median_of(TIMES, lambda after=after: view(after))
        print(f"list of files, {words}")
        tell("SQL by hand", raw)
        tell("the page's rows", page, raw)
        tell("the whole request, rendered and logged", whole, raw)


if __name__ == "__main__":
    sys.exit(main())
