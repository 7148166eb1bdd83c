"""From an office's spreadsheet to a reconciled round, by browser, with the real background worker.

Every step is taken by the officer whose it is; before it, somebody else looks for the button in
vain and is refused when they post by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness import SERVER
from worker import background_worker

from . import way_cases, way_file, way_money
from .officers import Officers


@pytest.fixture
def worker(demo_copy: str) -> Iterator[None]:
    with background_worker(SERVER.urls(demo_copy)[1]):
        yield


def test_from_a_spreadsheet_to_a_reconciled_round(officers: Officers, worker: None) -> None:
    way_file.import_spreadsheet(officers)
    way_file.look_at_the_household(officers)
    submitted = way_cases.submit(officers)
    way_cases.check(officers, submitted)
    public_address = way_cases.post(officers, submitted)
    way_cases.what_the_public_sees(officers, public_address)
    way_cases.object_and_answer(officers)
    way_cases.move_past_the_posting(officers, public_address)
    way_cases.approve(officers, submitted)
    round_path = way_money.plan_and_decide(officers)
    paid_households = way_money.lock_roster(officers, round_path, submitted)
    way_money.release(officers, round_path, paid_households)
    way_money.send_and_read_answer(officers, round_path, paid_households)
    way_money.pay_again(officers, round_path)
    way_money.reconcile(officers, round_path)
    way_money.aid_is_seen(officers, paid_households)
    way_money.auditor_sees_it_all(officers)
    way_money.books_agree()
    assert officers.complaints() == []
