"""A shared card or person is settled by somebody who sees both files and brought neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from bangfu.accounts.models import User
from bangfu.acts.refusals import constraint_of
from bangfu.audit.models import Entry
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.commands.settle_overlap import settle_overlap
from bangfu.casework.enums import ParameterName, Settled, SubmitVerdict
from bangfu.casework.errors import (
    BroughtByTheSettler,
    NothingShared,
    OverlapsChanged,
    SettlementReasonMissing,
    SettlesNeither,
)
from bangfu.casework.models import OverlapSettlement
from bangfu.casework.queries.overlaps import settlements_of, standing_overlaps
from bangfu.casework.queries.settling import open_overlaps, seen_now, settling
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.cases import DAY, World

from .test_overlaps_of_cases import give_card, verdict

WHY = "两家是婆媳，合用一张卡，已上门核实"


def on_one_card(*households: Household, serial: int = 1) -> list[Household]:
    for household in households:
        give_card(household, serial)
    return list(households)


def settle(by: Actor, first: Household, *others: Household, **more) -> list[OverlapSettlement]:
    with acting(by):
        seen = seen_now(first.pk, OverlapKind.CARD, DAY)
    usual = {"belongs_to": None, "reason": WHY, "seen": seen}
    return settle_overlap(
        household_id=first.pk,
        kind=OverlapKind.CARD,
        other_ids=[each.pk for each in others],
        on=DAY,
        by=by,
        **{**usual, **more},
    )


def told(by: Actor, household: Household, on=DAY) -> list[Settled | None]:
    with acting(by):
        return [each.settled for each in standing_overlaps([household.pk], on)[household.pk]]


@pytest.fixture
def apart(world) -> list[Household]:
    """Two files on one card, of two counties."""
    return on_one_card(*world.households(1), *world.households(1, where=world.west))


def test_the_superior_who_sees_both_settles_what_neither_county_can(world, apart):
    here, there = apart
    for by in (world.reviewer, world.stranger):
        with pytest.raises(NothingShared):
            settle(by, here, there)
    settle(world.approver, here, there)
    assert told(world.reviewer, here) == [Settled.BOTH]
    assert told(world.stranger, there) == [Settled.BOTH]
    assert verdict(world, here) == SubmitVerdict.SUBMITTED
    with acting(operator()):
        assert OverlapSettlement.objects.count() == 1
        logged = Entry.objects.filter(action="casework.settle_overlap")
        assert {entry.subject for entry in logged} == {str(here.pk), str(there.pk)}
        assert WHY not in str([entry.detail for entry in logged])


def test_it_waits_on_the_desk_of_who_sees_both_until_it_is_settled(world, apart):
    def waiting(by: Actor) -> list[tuple[str, ...]]:
        with acting(by):
            return [one.file_nos for one in open_overlaps(by, DAY)]

    numbers = tuple(sorted(each.file_no for each in apart))
    assert (waiting(world.reviewer), waiting(world.approver)) == ([], [numbers])
    settle(world.approver, *apart)
    assert waiting(world.approver) == []


def test_whoever_brought_another_file_may_settle_and_whoever_brought_this_one_not(world):
    mine = {"recorded_by": world.reviewer.name}
    of_others = on_one_card(*world.households(2), serial=1)
    one_of_mine = on_one_card(*world.households(1), *world.households(1, brought=mine), serial=2)
    for files, barred in ((of_others, False), (one_of_mine, True)):
        with acting(world.reviewer):
            shown = settling(files[0], OverlapKind.CARD, world.reviewer, DAY)
        assert shown is not None
        assert shown.barred == barred


def test_why_is_for_who_sees_both_files_by_either_wall(world, apart):
    (row,) = settle(world.approver, *apart)
    for by, seen in ((world.reviewer, 0), (world.stranger, 0), (world.approver, 1)):
        with acting(by):
            assert OverlapSettlement.objects.count() == seen
            assert len(settlements_of([bytes(row.pair)], by)) == seen
        with acting(operator()):
            assert OverlapSettlement.objects.visible_to(by).count() == seen


def test_who_it_belongs_to_is_free_and_the_other_waits_until_it_is_corrected(world):
    here, there = on_one_card(*world.households(2))
    settle(world.reviewer, here, there, belongs_to=here.pk)
    assert (told(world.reviewer, here), told(world.reviewer, there)) == (
        [Settled.HERE],
        [Settled.ELSEWHERE],
    )
    assert verdict(world, here) == SubmitVerdict.SUBMITTED
    assert verdict(world, there) == SubmitVerdict.ELSEWHERE
    settle(world.reviewer, there, here, belongs_to=None)  # the newest word holds
    assert verdict(world, there) == SubmitVerdict.SUBMITTED


def test_a_file_that_is_held_up_does_not_offer_to_be_submitted(world, static_as_is):
    here, there = on_one_card(*world.households(2))
    client = Client()
    client.force_login(User.objects.get(id=world.filer.user_id))
    offered = f'href="/cases/new/?text={here.file_no}"'
    assert offered not in client.get(f"/files/{here.file_no}/").content.decode()
    settle(world.reviewer, here, there, belongs_to=here.pk)
    assert offered in client.get(f"/files/{here.file_no}/").content.decode()
    other = client.get(f"/files/{there.file_no}/").content.decode()
    assert "/cases/new/?text=" not in other


def test_it_reopens_with_another_card_and_with_another_family(world):
    five = on_one_card(*world.households(5))
    assert len(settle(world.reviewer, *five)) == 10
    assert told(world.reviewer, five[4]) == [Settled.BOTH] * 4
    (sixth,) = on_one_card(*world.households(1))
    assert sorted(map(str, told(world.reviewer, five[0]))) == ["None", *["both"] * 4]
    assert verdict(world, five[0]) == SubmitVerdict.SHARED_CARD
    with pytest.raises(OverlapsChanged):
        settle(world.reviewer, five[0], sixth, seen="of another page")
    on_one_card(*five[:2], serial=2)
    assert told(world.reviewer, five[0]) == [None]


def test_of_two_pages_open_at_once_the_second_settles_nothing(world, apart):
    """Another decision would take the first one's place without a word; so would a second click."""
    with acting(world.approver):
        seen = seen_now(apart[0].pk, OverlapKind.CARD, DAY)
    settle(world.approver, *apart, seen=seen)
    for decision in ({}, {"belongs_to": apart[0].pk}):
        with pytest.raises(OverlapsChanged):
            settle(world.approver, *apart, seen=seen, **decision)
    settle(world.approver, *apart)  # who has seen what stands may decide anew


def test_whoever_brought_or_submitted_a_file_settles_nothing_of_it(world):
    here, there = on_one_card(*world.households(2))
    with acting(operator()):
        newest = HouseholdFacts.objects.filter(household=there).latest("id")
        newest.pk, newest.recorded_by = None, world.reviewer.name
        newest.held_from -= timedelta(days=30)
        newest.save(force_insert=True)
    for name in (world.reviewer.name, "别人"):
        with pytest.raises(BroughtByTheSettler):
            settle(replace(world.reviewer, name=name), here, there)
    third, fourth = world.households(2)
    assert verdict(world, third) == SubmitVerdict.SUBMITTED
    on_one_card(third, fourth, serial=3)
    also_approver = world.officer("filer", Role.APPROVER, world.east)
    with pytest.raises(BroughtByTheSettler):
        settle(also_approver, third, fourth)
    with pytest.raises(NotPermitted):
        settle(world.filer, third, fourth)


def test_the_database_asks_the_same(world, apart):
    """Who acts, that there is such an overlap, and that it is in sight: whatever a command says."""
    (row,) = settle(world.approver, *apart)
    by = world.approver
    wrong = [
        ("settlement_of_who_acts", by, {"by_user_id": row.by_user_id + 1}),
        ("settlement_of_an_overlap", by, {"pair": b"other"}),
        ("settlement_of_an_overlap", by, {"kind": "person"}),
        ("settlement_has_a_reason", by, {"reason": ""}),
        ("settlement_by_another", by, {"by_name": "测试"}),
        ("settlement_of_an_overlap", world.reviewer, {"by_user_id": world.reviewer.user_id}),
    ]
    for constraint, actor, change in wrong:
        copied = {
            field.attname: change.get(field.attname, getattr(row, field.attname))
            for field in OverlapSettlement._meta.concrete_fields
            if field.attname not in ("id", "at")
        }
        with acting(actor), pytest.raises(IntegrityError) as refused, transaction.atomic():
            OverlapSettlement.objects.create(**copied)
        assert constraint_of(refused.value) == constraint


def test_what_says_too_little_is_refused(world):
    here, there, third = world.households(3)
    on_one_card(here, there)
    with pytest.raises(SettlementReasonMissing):
        settle(world.reviewer, here, there, reason=" \u3000")
    with pytest.raises(SettlesNeither):
        settle(world.reviewer, here, there, belongs_to=third.pk)
    with pytest.raises(NothingShared):
        settle(world.reviewer, here, there, third)
    with pytest.raises(NothingShared):
        settle(world.reviewer, here)


@pytest.mark.parametrize(("value", "expected"), [(0, "submitted"), (1, "shared_card")])
def test_a_dated_parameter_says_whether_it_blocks_submission(world: World, value, expected):
    here, _there = on_one_card(*world.households(2))
    set_case_parameter(
        place="440900", name=ParameterName.BLOCKS_SHARED_CARD, value=value, valid_from=DAY,
        source="测工发〔2010〕1号", by=operator(),
    )  # fmt: skip
    assert verdict(world, here) == expected


def test_the_page_keeps_what_was_typed_and_tells_both_files_afterwards(world, static_as_is):
    here, there = on_one_card(*world.households(2))
    client = Client()
    client.force_login(User.objects.get(id=world.reviewer.user_id))
    address = f"/overlaps/{here.file_no}/card/"
    seen = client.get(address).context["form"]["seen"].value()
    typed = {"other_ids": str(there.pk), "belongs_to": "both", "reason": "", "seen": seen}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert refused.context["form"]["belongs_to"].value() == "both"
    assert client.post(address, {**typed, "reason": WHY, "seen": "x"}).status_code == 409
    done = client.post(address, {**typed, "reason": WHY}, follow=True)
    assert f"两份档案都对：{WHY}" in done.content.decode()
    assert WHY in client.get(f"/files/{there.file_no}/").content.decode()
    assert client.get(f"/overlaps/{here.file_no}/person/").status_code == 404
