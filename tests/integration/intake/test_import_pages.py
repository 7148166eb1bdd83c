"""The pages of importing: what an office gets back opens again as what it sent."""

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.documents.spreadsheets import read_workbook


@pytest.fixture
def filer(demo_database, static_as_is) -> Client:
    client = Client()
    user = User.objects.get(username="gz-filer")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_whole_register_goes_out_in_the_form_it_came_in(filer):
    answer = filer.post("/imports/export/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    sheets = {
        sheet.name: len(sheet.rows) for sheet in read_workbook(answer.content, "a.xlsx").sheets
    }
    assert sheets == {"职工档案": 2013 + 1, "家庭成员": 7013 - 2013 + 1}
    assert Entry.objects.get(action="registry.export").detail["households"] == 2013


def test_a_file_without_a_register_says_so_at_the_form(filer):
    answer = filer.post("/imports/", {"as_of": "2010-10-31"})
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()


def test_the_template_is_a_register_without_rows(filer):
    answer = filer.get("/imports/template.xlsx")
    sheets = read_workbook(answer.content, "t.xlsx").sheets
    assert [sheet.name for sheet in sheets][:2] == ["职工档案", "家庭成员"]
