"""The page of what was brought in vain: for who sees both sides, and for neither side."""

from __future__ import annotations

import pytest

from bangfu.registry.models import Household, MetElsewhere
from bangfu.scope.actors import acting, operator
from bangfu.vault.models import Secret
from makers.cases import DAY, World

from .conftest import signed_in
from .test_overlaps_of_cases import give_card

pytestmark = pytest.mark.usefixtures("static_as_is")
BRINGER = "西县经办人甲"


@pytest.fixture
def here(world: World) -> Household:
    """A file of the east's, whose number the west brought in vain."""
    [household] = world.households(1)
    give_card(household, 1)
    return household


@pytest.fixture
def pair(world: World, here: Household) -> MetElsewhere:
    with acting(operator()):
        secret = Secret.objects.filter(household_ref=here.pk).latest("id")
        told = {"kind": "person", "day": DAY, "by_name": BRINGER, "batch_ref": 12, "row_number": 3}
        return MetElsewhere.objects.create(union=world.west, met=here, secret=secret, **told)


def test_the_superior_sees_both_sides_and_puts_the_pair_away(world, here, pair):
    client = signed_in(world.approver)
    page = client.get("/overlaps/").content.decode()
    for word in ("报来未成的", here.file_no, world.west.name, BRINGER, "第 12 次导入", "第 3 行"):
        assert word in page
    address = f"/overlaps/in-vain/{pair.pk}/"
    assert address in page
    assert here.file_no in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "东县保留档案"}).status_code == 303
    assert here.file_no not in client.get("/overlaps/").content.decode()
    assert client.get(address).status_code == 404


def test_neither_side_sees_it_on_any_page(world, here, pair):
    for by in (world.reviewer, world.stranger, world.filer):
        client = signed_in(by)
        for address in ("/overlaps/", "/files/", f"/files/{here.file_no}/", "/imports/", "/"):
            page = client.get(address).content.decode()
            assert "报来未成" not in page
            assert BRINGER not in page
    for by in (world.reviewer, world.stranger):
        address = f"/overlaps/in-vain/{pair.pk}/"
        assert signed_in(by).get(address).status_code == 404
        assert signed_in(by).post(address, {"reason": "x"}).status_code == 404
