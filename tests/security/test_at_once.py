"""The same thing asked for twice, one after the other or in the very same moment, happens once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from bangfu.casework.models import Case, CaseEvent
from bangfu.funds.models import Transfer
from bangfu.intake.models import ImportBatch
from bangfu.intake.tasks import merge_batch
from bangfu.registry.models import HouseholdFacts
from bangfu.rounds.models import Recovery, Round
from bangfu.scope.actors import acting, operator

from .asking import signed_in
from .shop import Shop

AT_ONCE = 4


def at_once(username: str, ask: Callable) -> list[int]:
    """Statuses of the same request from several windows of one officer, let go together."""
    start = Barrier(AT_ONCE)
    clients = [signed_in(username) for _ in range(AT_ONCE)]

    def one(client) -> int:
        try:
            start.wait(timeout=20)
            return ask(client).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, clients))


def test_an_objection_is_answered_and_its_case_approved_once(shop: Shop):
    case_id = shop.cases["school"]
    page = f"/objections/{shop.objections['school']}/answer/"
    answer = {"outcome": "dismissed", "answer": "不成立"}
    statuses = at_once("gz-reviewer", lambda client: client.post(page, answer))
    assert statuses.count(303) >= 1
    assert set(statuses) <= {303, 409, 422}
    with acting(operator()):
        version = Case.objects.get(pk=case_id).version
    typed = {"cases": f"{case_id}:{version}", "note": ""}
    statuses = at_once("city-approver", lambda client: client.post("/cases/approve/", typed))
    assert set(statuses) <= {303, 409}
    with acting(operator()):
        assert CaseEvent.objects.filter(case_id=case_id, to_state="approved").count() == 1


def test_a_batch_is_merged_once(shop: Shop):
    batch_id = shop.batches["gaozhou"]
    page = f"/imports/{batch_id}/merge/"
    statuses = at_once("gz-filer", lambda client: client.post(page, {"reading": "1"}))
    assert set(statuses) <= {302, 409}
    for _ in range(2):  # the background, and once more as after a kill
        merge_batch(batch_id=batch_id)
    with acting(operator()):
        assert ImportBatch.objects.get(pk=batch_id).state == "merged"
        assert HouseholdFacts.objects.filter(source="import", source_id=batch_id).count() == 1


def test_money_that_came_in_is_booked_once(shop: Shop):
    page = f"/funds/{shop.funds['gaozhou']}/receive/"
    typed = {"amount": "12.34", "reference": "进账单 7", "day": "2010-11-14", "key": "one-form"}
    assert set(at_once("gz-fund", lambda client: client.post(page, typed))) == {302}
    with acting(operator()):
        assert Transfer.objects.filter(amount=1234).count() == 1


def test_the_same_form_with_another_amount_is_refused(shop: Shop):
    page = f"/funds/{shop.funds['gaozhou']}/receive/"
    typed = {"amount": "56.78", "reference": "进账单 8", "day": "2010-11-14", "key": "two-forms"}
    client = signed_in("gz-fund")
    assert client.post(page, typed).status_code == 302
    assert client.post(page, {**typed, "amount": "56.79"}).status_code == 409


def test_money_is_claimed_back_once(shop: Shop):
    """What is decided on a round without moving it: a click in five windows at once."""
    with acting(operator()):
        version = Round.objects.get(pk=shop.rounds["gaozhou"]).version
        before = Recovery.objects.count()
    page = f"/rounds/{shop.rounds['gaozhou']}/awards/{shop.awards['gaozhou']}/recover/"
    typed = {"amount": "7.77", "reason": "重复享受", "version": str(version)}
    statuses = at_once("city-approver", lambda client: client.post(page, typed))
    assert set(statuses) <= {302, 303, 409}
    assert statuses.count(303) == 1
    with acting(operator()):
        assert Recovery.objects.count() == before + 1


def test_a_stale_page_changes_nothing(shop: Shop):
    typed = {"version": "999", "reason": "不办了"}
    page = f"/rounds/{shop.rounds['city']}/cancel/"
    assert signed_in("city-fund").post(page, typed).status_code == 409
    with acting(operator()):
        assert Round.objects.get(pk=shop.rounds["city"]).state == "planned"


def test_two_officers_take_the_same_step_once(shop: Shop):
    """The filer and the reviewer drop and merge the same batch; one of them is told."""
    batch_id = shop.batches["huazhou"]
    client = signed_in("hz-reviewer")
    assert client.post(f"/imports/{batch_id}/drop/").status_code == 302
    assert client.post(f"/imports/{batch_id}/merge/", {"reading": "1"}).status_code == 409
    with acting(operator()):
        assert not HouseholdFacts.objects.filter(source="import", source_id=batch_id).exists()
