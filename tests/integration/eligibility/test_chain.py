"""A household's determinations leave no day out and tell none twice, whoever writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from bangfu.acts.refusals import constraint_of
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import FOR_GOOD, Determination, DeterminationPast, Mark
from bangfu.scope.actors import acting, operator
from beside import beside, until_it_waits
from makers.determinations import KEEP, decide_otherwise, forget
from makers.registers import CITY, OPENED, World

JUNE, JULY = date(2010, 6, 1), date(2010, 7, 1)

MOMENT = datetime(2035, 1, 1, tzinfo=UTC)


@pytest.fixture
def decided(world) -> Determination:
    """One household with one determination, in force for good."""
    world.adopt()
    world.standard(CITY, 300)
    household = world.file("A", income=250)
    redecide(on=OPENED, by=operator())
    with acting(operator()):
        return Determination.objects.select_related("household").get(household=household)


def another(row: Determination, begins: date, ends: date, follows: date | None) -> Determination:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in Determination._meta.concrete_fields
        if field.name not in {"id", "holds_from", "holds_until", "follows"}
    }
    return Determination.objects.create(
        **kept, holds_from=begins, holds_until=ends, follows=follows
    )


def settled() -> None:
    """Ask now what the database else asks at the commit."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def refusal(act: Callable[[], object]) -> str:
    """The constraint by which the database refuses it, at the latest at the commit."""

    def whole() -> None:
        with acting(operator()):
            act()
            settled()

    with pytest.raises(IntegrityError) as refused:
        whole()
    return refused.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("begins", "ends", "follows", "constraint"),
    [
        (JUNE, FOR_GOOD, JUNE, "determination_end"),  # the end is open once
        (OPENED, JULY, None, "determination_start"),
        (date(2010, 1, 1), JUNE, None, "determination_first"),  # overlaps, as a second beginning
        (JUNE, JULY, JUNE, "determination_chain"),  # overlaps: nothing ends there
        (JUNE, JULY, JULY, "determination_link"),
        (JULY, JUNE, JULY, "determination_order"),
    ],
)
def test_overlaps_and_gaps_are_refused(decided, begins, ends, follows, constraint):
    assert refusal(lambda: another(decided, begins, ends, follows)) == constraint


def test_a_row_in_the_middle_is_not_taken_out(decided):
    with acting(operator()):
        decide_otherwise(Determination.objects.filter(pk=decided.pk), holds_until=JUNE)
        middle = another(decided, JUNE, JULY, JUNE)
        another(decided, JULY, FOR_GOOD, JULY)
        settled()
    assert (
        refusal(lambda: forget(Determination.objects.filter(pk=middle.pk))) == "determination_chain"
    )


def test_a_number_that_is_not_the_households_is_refused(decided):
    with acting(operator()):
        decide_otherwise(Determination.objects.filter(pk=decided.pk), holds_until=JUNE)
    decided.file_no = "B"
    assert refusal(lambda: another(decided, JUNE, FOR_GOOD, JUNE)) == "determination_file_no"


@pytest.mark.parametrize(
    "statement",
    [
        "update eligibility_determination set hardship_class = '意外致困户'",
        "update eligibility_determination set income_fen = 1, decision = decision + 1",
        "update eligibility_determination set holds_until = '2030-01-01'",
        "update eligibility_determination set decided_at = now()",
        "delete from eligibility_determination",
    ],
)
def test_nothing_that_was_known_is_rewritten_or_goes_without_being_kept(decided, statement):
    def rewrite() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert refusal(rewrite) == "determination_kept"


@pytest.mark.parametrize(
    "kept", ["determination_id = 0", "hardship_class = 'x'", "holds_until = '2030-01-01'"]
)
def test_what_is_kept_is_what_was_known(decided, kept):
    """A past row of another decision, or one that says something else, keeps nothing."""
    column, value = kept.split(" = ")
    copied = KEEP.replace("d.decision", value if column == "determination_id" else "d.decision")
    if column != "determination_id":
        copied = copied.replace(f"d.{column}", value)

    def rewrite() -> None:
        with connection.cursor() as cursor:
            cursor.execute(copied, [MOMENT, [decided.pk]])
            cursor.execute(
                "update eligibility_determination set hardship_class = '意外致困户',"
                " decision = decision + 1000, decided_at = %s",
                [MOMENT],
            )

    assert refusal(rewrite) == "determination_kept"


@pytest.mark.parametrize("column", ["holds_until", "facts_id", "hardship_class"])
def test_of_what_goes_it_is_kept_on_what_facts_it_stood(decided, column):
    """A past row of other facts, days or class keeps nothing of a determination that goes."""
    others = {"holds_until": "'2030-01-01'", "facts_id": "0", "hardship_class": "'x'"}
    copied = KEEP.replace(f"d.{column}", others[column])

    def go() -> None:
        with connection.cursor() as cursor:
            cursor.execute(copied, [MOMENT, [decided.pk]])
            cursor.execute("delete from eligibility_determination")

    assert refusal(go) == "determination_kept"


def test_what_was_known_only_grows(decided, world):
    world.change(decided.household, JUNE, own_income_fen=90_000)
    redecide(on=OPENED, by=operator())
    with acting(operator()):
        past = DeterminationPast.objects.get()
        now = Determination.objects.order_by("holds_from")
        assert (past.determination_id, past.holds_until) == (decided.decision, FOR_GOOD)
        assert [row.holds_from for row in now] == [OPENED, JUNE]
        assert past.known_until == now[0].decided_at == now[1].decided_at
        for statement in (
            "update eligibility_determinationpast set hardship_class = '低保户'",
            "delete from eligibility_determinationpast",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_a_row_decided_anew_gets_a_number_and_no_index_is_written(decided, world):
    """Where its class, its place and its days stay: what changes is what the decision stands on."""
    before = rows_written()
    world.change(decided.household, OPENED, own_income_fen=24_900)
    redecide(on=OPENED, by=operator())
    with acting(operator()):
        now = Determination.objects.get()
        past = DeterminationPast.objects.get()
    assert (now.pk, now.hardship_class) == (decided.pk, decided.hardship_class)
    assert now.facts_id != decided.facts_id
    assert now.decision > decided.decision == past.determination_id
    updated, kept_in_place = (
        now_ - before_ for now_, before_ in zip(rows_written(), before, strict=True)
    )
    assert updated == kept_in_place == 1


def rows_written() -> tuple[int, int]:
    """How many determinations this transaction updated, and of how many no index learnt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_stat_get_xact_tuples_updated(t), pg_stat_get_xact_tuples_hot_updated(t)"
            " from (select 'eligibility_determination'::regclass::oid t) named"
        )
        return cursor.fetchone()


def test_of_two_writers_at_once_the_second_is_refused(fresh_database):
    """Even of those who take no lock: somebody who mends a row by hand, say."""
    world = World()
    household = world.file("A")
    redecide(on=OPENED, by=operator())
    with acting(operator()):
        row = Determination.objects.get(household=household)
        forget(Determination.objects.filter(pk=row.pk))

    def second() -> None:
        with acting(operator()):
            another(row, JUNE, FOR_GOOD, None)

    with acting(operator()):
        another(row, OPENED, FOR_GOOD, None)
        writing, ended = beside(second)
        until_it_waits(writing)  # to see whether the first one stays
    writing.join(timeout=60)
    (refused,) = ended
    assert isinstance(refused, IntegrityError)
    assert constraint_of(refused) == "determination_end"
    assert not Mark.objects.exists()
