"""What was paid, line by line of the figures: in all as the ledger has it, and within one's reach."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from bangfu.accounts.models import User
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import Determination, Mark
from bangfu.funds.models import Account
from bangfu.registry.models import Household
from bangfu.reporting.figures import Figures, Grouping, figures, unions_below, with_aid
from bangfu.scope.actors import Actor, acting, operator
from makers import payees, rounds
from makers.determinations import forget

pytestmark = pytest.mark.django_db
EAST, WEST = "440981", "440982"


@pytest.fixture
def paid_out() -> payees.World:
    """Three households of one county and two of another; the bank returns every fourth."""
    world = payees.make_world()
    payees.families(world, 3)
    payees.families(world, 2, start=10, union="huazhou")
    rounds.answered(world, rounds.released(world), return_every=4)
    return world


def forget_determinations() -> None:
    """As after an upgrade, before everybody is decided anew."""
    with acting(operator()):
        forget(Determination.objects.all())


def decide_everybody() -> None:
    with acting(operator()):
        for household in Household.objects.all():
            Mark.objects.create(household_id=household.pk, from_day=household.opened_on)
        redecide(on=payees.TODAY, by=operator())


def seen(by: Actor, grouping: Grouping = Grouping.AREA) -> Figures:
    with acting(by):
        return with_aid(figures(payees.TODAY, grouping, by), by)


def aid(table: Figures) -> dict[str, tuple[int, int]]:
    return {row.code: (row.aid_households, row.aid_fen) for row in table.rows if row.aid_fen}


@pytest.mark.parametrize("decided", [False, True])
@pytest.mark.parametrize("grouping", list(Grouping))
def test_the_lines_add_up_to_what_the_ledger_has_paid(paid_out, grouping, decided):
    forget_determinations()
    if decided:
        decide_everybody()
    table = seen(paid_out["auditor"], grouping)
    assert table.total.households == (5 if decided else 0)
    with acting(operator()):
        ledger = Account.objects.get(fund=paid_out.fund, kind="paid").balance
    assert sum(row.aid_fen for row in table.rows) == table.total.aid_fen == ledger == 800_000
    assert table.total.aid_households == 4


def test_each_sees_the_own_households_aid(paid_out):
    assert aid(seen(paid_out["auditor"])) == {EAST: (3, 600_000), WEST: (1, 200_000)}
    assert aid(seen(paid_out["gaozhou"])) == {EAST: (3, 600_000)}
    assert aid(seen(paid_out["huazhou"])) == {WEST: (1, 200_000)}


def test_a_paid_place_without_a_line_gets_one(paid_out):
    by = paid_out["auditor"]
    with acting(by):
        table = figures(payees.TODAY, Grouping.AREA, by)
        bare = Figures(table.day, table.grouping, table.rows[:1], table.total)
        assert with_aid(bare, by).total.aid_fen == 800_000


def test_another_year_has_none(paid_out):
    by = paid_out["auditor"]
    with acting(by):
        table = figures(payees.TODAY.replace(year=2011), Grouping.AREA, by)
        assert with_aid(table, by).total.aid_fen == 0


@pytest.fixture
def auditor(paid_out, settings) -> Client:
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    decide_everybody()
    client = Client()
    user = User.objects.get(pk=paid_out["auditor"].user_id)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_and_the_workbook_show_it(paid_out, auditor):
    text = auditor.get(reverse("figures_rows"), {"open": EAST}).content.decode()
    assert text.count("6,000.00") == 2  # the county and, opened, its one union
    assert text.count("8,000.00") == 1
    book = openpyxl.load_workbook(io.BytesIO(auditor.get(reverse("figures_export")).content))
    for sheet in book.worksheets:
        assert [cell.value for cell in sheet[2]][-2:] == ["本年已发放（户）", "本年已发放（元）"]
        assert sheet.freeze_panes == "A3"
        assert [cell.value for cell in sheet[sheet.max_row]][-2:] == [4, 8000]


def test_the_unions_of_a_line_add_up_to_it(paid_out, auditor):
    by = paid_out["auditor"]
    with acting(by):
        below = unions_below(payees.TODAY, Grouping.AREA, EAST, by)
    assert [(row.code, row.aid_fen) for row in below] == [("G", 600_000)]


def test_each_figure_opens_into_the_awards_that_it_counts(paid_out, auditor):
    """To the fen and by `?on=`, each line as the total; a day before anything arrived has none."""
    page = auditor.get(reverse("figures_rows"), {"open": EAST})
    lines = [*page.context["lines"], *page.context["below"], page.context["total"]]
    opened = [auditor.get(line.aid_href) for line in lines]
    told = [(each.context["page"].paid_fen, each.context["page"].households) for each in opened]
    assert told == [(line.row.aid_fen, line.row.aid_households) for line in lines]
    assert told == [(600_000, 3), (200_000, 1), (600_000, 3), (800_000, 4)]
    for each in opened:
        shown = each.context["page"]
        assert sum(one.payment.amount_fen for one in shown.rows) == shown.paid_fen
        for one in shown.rows:
            assert one.payment.household.file_no in each.content.decode()
    desk = auditor.get(reverse("figures")).content.decode()
    assert escape(lines[-1].aid_href) in desk
    before = auditor.get(reverse("aid_counted"), {"on": payees.OPENED.isoformat()})
    assert (before.context["page"].paid_fen, before.context["page"].rows) == (0, [])
