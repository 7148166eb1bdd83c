"""Forms: groups, messages that say what to do, a summary that leads to the field."""

from datetime import date

from django import forms

from bangfu.web.forms_base import DayInput, GroupedForm


class Visit(GroupedForm):
    GROUPS = [("谁", ["name"])]
    name = forms.CharField(label="姓名", help_text="与身份证一致")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect)
    on = forms.DateField(label="日期", required=False, widget=DayInput())
    paper = forms.FileField(label="材料", error_messages={"required": "请附上材料。"})

    def clean(self) -> None:
        raise forms.ValidationError("这一户今天已有走访记录。")


def test_what_no_group_names_comes_last() -> None:
    groups = [(group.title, [field.name for field in group.fields]) for group in Visit().groups()]
    assert groups == [("谁", ["name"]), ("", ["kind", "on", "paper"])]


def test_the_summary_says_what_to_do_and_where() -> None:
    lines = {(line.target, line.text) for line in Visit({}).error_lines()}
    assert lines == {
        ("id_name", "请填写姓名。"),
        ("id_kind_0", "请选择类别。"),
        ("id_paper", "请附上材料。"),
        ("", "这一户今天已有走访记录。"),
    }


def test_a_field_is_tied_to_its_hint_and_error() -> None:
    html = str(Visit({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_kind_error"' in html
    assert "style=" not in html


def test_days_are_iso_whatever_the_language() -> None:
    assert 'value="2010-10-31"' in str(Visit(initial={"on": date(2010, 10, 31)})["on"])


def test_a_plain_form_is_shown_too() -> None:
    class Plain(forms.Form):
        word = forms.CharField(label="口令")

    assert "口令" in str(Plain())
    assert "需要修改" in str(Plain({}))
