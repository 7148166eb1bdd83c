"""Names, numbers and identities are searched each by its own index, and only within reach."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.queries import actor_named
from bangfu.registry.models import Household, NameGram
from bangfu.registry.queries.households import HouseholdFilter, households
from bangfu.registry.queries.identities import files_of_identity, files_of_number
from bangfu.registry.rules.searching import folded
from bangfu.scope.actors import acting, operator
from bangfu.vault.commands.complete_numbers import complete_numbers
from bangfu.vault.commands.reveal_secret import reveal_many
from bangfu.vault.enums import Purpose
from bangfu.vault.models import Secret

DAY = date(2010, 10, 31)
pytestmark = pytest.mark.usefixtures("demo_database")


def found(username: str, text: str) -> list[str]:
    actor = actor_named(username, DAY)
    with acting(actor):
        return [one.file_no for one in households(actor, HouseholdFilter(text=text))]


def plan(username: str, text: str) -> str:
    """What the database does for the first page, as the running role within the actor's reach."""
    actor = actor_named(username, DAY)
    with acting(actor), connection.cursor() as cursor:
        rows = households(actor, HouseholdFilter(text=text)).order_by("grams__file_no")[:51]
        if any(character.isdigit() for character in text):
            rows = households(actor, HouseholdFilter(text=text))[:51]
        sql, given = rows.query.sql_with_params()
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {sql}", given)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_part_of_a_name_finds_what_reading_every_name_would():
    with acting(operator()):
        names = dict(Household.objects.values_list("file_no", "head_name"))
        county = set(
            Household.objects.filter(file_no__startswith="440981").values_list("file_no", flat=True)
        )
    some = [*sorted({name[-2:] for name in names.values()})[::400], "王", names[min(county)]]
    for text in some:
        holds = [
            number
            for number, name in sorted(names.items())
            if (name.startswith(text) if len(text) == 1 else text in name)
        ]
        assert found("city-auditor", text) == holds
        assert found("gz-reviewer", text) == [one for one in holds if one in county]


def test_a_name_that_is_mended_is_found_by_the_new_one_alone():
    with acting(operator()):
        one = Household.objects.get(file_no="4409812010000001")
        old = one.head_name
        Household.objects.filter(pk=one.pk).update(head_name="欧阳样例")
        grams = set(NameGram.objects.filter(household=one).values_list("gram", flat=True))
    assert grams == {"欧", "欧阳", "阳样", "样例"}
    assert found("gz-reviewer", "欧阳样例") == [one.file_no]
    assert one.file_no not in found("gz-reviewer", old)


def test_a_household_that_moves_takes_its_name_along():
    with acting(operator()):
        one = Household.objects.get(file_no="4409812010000001")
        other = Household.objects.get(file_no="4409822010000001")
        Household.objects.filter(pk=one.pk).update(union=other.union)
    assert one.file_no not in found("gz-reviewer", one.head_name)
    assert one.file_no in found("hz-reviewer", one.head_name)


def test_each_search_has_an_index_of_its_own():
    assert "Index Cond: (((gram)::text = " in plan("gz-reviewer", "建国")
    assert "(tier2 = " in plan("gz-reviewer", "建国")
    number = plan("gz-reviewer", "440981201000001")
    assert "household_tier2" in number
    assert "'440981201000001'" in number.split("Index Cond:", 1)[1].split("\n")[0]


def test_a_whole_identity_finds_the_file_in_reach_and_leaves_no_trace_of_itself(settings):
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    with acting(operator()):
        one = Household.objects.get(file_no="4409812010000007")
        secret = Secret.objects.filter(household_ref=one.pk, kind="id_number").first()
        number = reveal_many(secret_ids=[secret.pk], purpose=Purpose.VERIFY, by=operator())[
            secret.pk
        ]
    for username, wanted in (("gz-reviewer", [one.file_no]), ("hz-reviewer", [])):
        actor = actor_named(username, DAY)
        with acting(actor):
            assert [each.file_no for each in files_of_identity(number, actor)] == wanted
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = Client()
    client.force_login(
        User.objects.get(username="gz-reviewer"), "django.contrib.auth.backends.ModelBackend"
    )
    answer = client.post("/files/find/", {"text": f" {number.lower()} "})
    assert (answer.status_code, answer["Location"]) == (303, f"/files/{one.file_no}/")
    told = Entry.objects.filter(action="registry.find").get()
    assert (told.subject, told.detail) == ("files", {"files": 1})
    wrong = client.post("/files/find/", {"text": number[:-1]})
    assert wrong.status_code == 200
    assert number[:-1] not in wrong.content.decode()
    typed = client.get("/files/", {"text": number})
    assert (typed.status_code, typed["Location"]) == (303, "/files/")
    assert not [key for key, kept in client.session.items() if number[:-1] in str(kept)]


def by_number(username: str, text: str) -> list[str]:
    actor = actor_named(username, DAY)
    with acting(actor):
        return [one.file_no for one in files_of_number(text, actor)]


def test_the_tail_of_an_identity_number_or_of_a_file_number_finds_files_in_reach():
    with acting(operator()):
        one = Household.objects.get(file_no="4409812010000007")
        secret = Secret.objects.filter(household_ref=one.pk, kind="id_number").first()
        opened = reveal_many(secret_ids=[secret.pk], purpose=Purpose.VERIFY, by=operator())
    number = opened[secret.pk]
    for tail in (number[-4:], number[-6:].lower(), number[-12:]):
        assert one.file_no in by_number("gz-reviewer", tail)
        assert one.file_no not in by_number("hz-reviewer", tail)
    other_day = f"{(int(number[12:14]) + 1) % 100:02}{number[-4:]}"
    assert one.file_no not in by_number("gz-reviewer", other_day)
    assert by_number("gz-reviewer", "2010000007")[0] == one.file_no
    assert one.file_no in by_number("city-auditor", "0007")


def test_numbers_of_earlier_versions_get_their_tails():
    with acting(operator()):
        one = Secret.objects.filter(kind="id_number").first()
        drawn = bytes(one.tail_index)
        Secret.objects.filter(pk=one.pk).update(tail_index=None)
    complete_numbers(by=operator())
    with acting(operator()):
        assert bytes(Secret.objects.get(pk=one.pk).tail_index) == drawn


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("阿卜杜拉·买买提", ["买买提", "阿卜杜拉买买提", "拉•买", "阿卜杜拉．买买提", "阿卜杜拉・买买提"]),
        ("Émile ZOLA", ["emile zola".replace("e", "é", 1), "ÉMILEZOLA", "Ｚｏｌａ"]),
        ("龚䶮", ["龚\ue863", "龚 䶮"]),
        ("高玉山", ["⾼玉⼭", "玉 山"]),
    ],
)  # fmt: skip
def test_a_name_is_found_in_whatever_width_case_and_dots_it_is_typed(name, typed):
    with acting(operator()):
        one = Household.objects.get(file_no="4409812010000001")
        Household.objects.filter(pk=one.pk).update(head_name=name)
    for text in [name, *typed]:
        assert found("gz-reviewer", text) == [one.file_no], text


def test_the_database_folds_names_as_the_program_does():
    every = [chr(code) for code in (*range(0x20, 0x17F), *range(0xFF01, 0xFF5F))]
    names = [*filter(str.isalnum, every), *" ·.•‧∙⋅●・．･᛫․　"]
    with connection.cursor() as cursor:
        cursor.execute("select registry_searched(name) from unnest(%s::text[]) name", [names])
        told = [row[0] for row in cursor.fetchall()]
    assert dict(zip(names, told, strict=True)) == {name: folded(name) for name in names}
