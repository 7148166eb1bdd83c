"""One look for every form: the renderer, the base form with groups, and the fields all pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangfu.acts.errors import NumberWhereNoneIs
from bangfu.acts.frame import is_only_shown
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.numbers_in_text import holds_number, say_refused
from bangfu.scope.errors import NotPermitted

from .refusals import Refusal, hear, said_before
from .rendering.widgets import drawn

Result = TypeVar("Result")
RefusedAt = Mapping[type[BangfuError], str | None]
Checks = Mapping[str, Callable[[dict[str, Any]], object]]


class Renderer(TemplatesSetting):
    """Set as FORM_RENDERER. The names are our own: `django.forms` would win over its own names."""

    form_template_name = "ui/form_groups.html"
    field_template_name = "ui/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        widget = drawn(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if widget is None else widget


@dataclass(frozen=True)
class Group:
    title: str
    fields: list[BoundField]


@dataclass(frozen=True)
class ErrorLine:
    """One line of the summary; `target` is the id of the input to jump to, "" for the whole form."""

    target: str
    label: str
    text: str


class Pairs(BaseChoiceIterator):
    """Values and labels to choose from, as they are: Django looks at each of a plain list three times."""

    def __init__(self, pairs: Sequence[tuple[Any, Any]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.pairs)


class DayInput(forms.DateInput):
    """The browser's own date picker; the value is always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NoNumbers(forms.BaseForm):
    """What is typed freely holds no identity or card number: each such field says so, and what to do.

    Every form of ours starts from this; a test holds it. Numbers have fields and a place of their own.
    What a form says of what was typed quotes none either.
    """

    #: Fields that are asked for a number, which is not kept: searches.
    TAKES_NUMBERS: ClassVar[frozenset[str]] = frozenset()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name, field in self.fields.items():
            told = self.cleaned_data.get(name)
            if not isinstance(told, str) or not _is_typed(field) or name in self.TAKES_NUMBERS:
                continue
            if refused := say_refused(told):
                self.add_error(name, refused)
        for name, errors in self.errors.as_data().items():
            self.errors[name].data = [_without_numbers(each) for each in errors]


class FormRefused(Exception):
    """A form was not taken; its page is shown again with everything that was typed.

    `refusal` is the command's, None where the form itself found what to change.
    """

    def __init__(self, refusal: BangfuError | None = None) -> None:
        super().__init__(str(refusal or ""))
        self.refusal = refusal


class Grouped(NoNumbers):
    """Lays a form out by `GROUPS`: pairs of a title and the names of its fields, in order.

    Fields that no group names come last, under no title. The page shows it with
    `<c-form :form="form">`, which renders groups, hints, errors and the error summary.
    Mix it into forms that exist already: `class SignIn(Grouped, AuthenticationForm)`.
    """

    GROUPS: ClassVar[list[tuple[str, list[str]]]] = []
    #: The field at which a command's refusal is shown; None is above the form.
    REFUSED_AT: ClassVar[RefusedAt] = {}
    #: Where refusals stand that REFUSED_AT does not name.
    OTHERS_AT: ClassVar[str | None] = None
    #: Whether a page has said what is wrong with it (`refusals.unseen`).
    is_told = False

    def __init__(self, *args: Any, checks: Checks | None = None, **kwargs: Any) -> None:
        """Args:
        checks: by field, what a command would refuse of it; asked for beside what else is wrong, so
            that all is told at once. Each gets what is in order so far.
        """
        self.checks = checks or {}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required_message(field)
            field.error_messages["max_length"] = _(
                "最多 %(limit_value)d 个字，现在是 %(show_value)d 个字。"
            )
            field.error_messages["min_length"] = _(
                "至少 %(limit_value)d 个字，现在是 %(show_value)d 个字。"
            )
            field.error_messages["min_value"] = _("不能小于 %(limit_value)s。")
            field.error_messages["max_value"] = _("不能大于 %(limit_value)s。")

    def _post_clean(self) -> None:
        super()._post_clean()
        for name, check in self.checks.items():
            try:
                if name in self.cleaned_data:
                    check(self.cleaned_data)
            except BangfuError as refusal:
                self.add_error(name, str(refusal))

    def send(self, command: Callable[[dict[str, Any]], Result]) -> Result:
        """Run the command with what was typed, and give back its result.

        What the command refuses becomes an error of this form, and nothing that it wrote is kept.
        Refusals that concern nothing typed pass: who may not act, and, unless REFUSED_AT names
        them, those with a status of their own, such as a page that others have overtaken.

        Raises:
            FormRefused: the form holds what was typed and what to change; show it again.
        """
        if self.is_valid() and not is_only_shown():
            try:
                with transaction.atomic():
                    return command(self.cleaned_data)
            except NotPermitted:
                raise
            except BangfuError as refusal:
                if type(refusal) not in self.REFUSED_AT and _has_own_status(refusal):
                    hear(Refusal(self, None))  # its page gives back what was typed
                    raise
                field = self._stands_at(refusal)
                self.add_error(field, str(refusal))
                hear(Refusal(self, (field or "", str(refusal))))
                raise FormRefused(refusal) from refusal
        for at, words in said_before():
            if not at or at in self.cleaned_data:  # where the form itself has nothing against it
                self.add_error(at or None, words)
        hear(Refusal(self, None))
        raise FormRefused

    def _stands_at(self, refusal: BangfuError) -> str | None:
        if isinstance(refusal, NumberWhereNoneIs) and refusal.argument in self.fields:
            return refusal.argument
        return self.REFUSED_AT.get(type(refusal), self.OTHERS_AT)

    def groups(self) -> list[Group]:
        named = {name for _title, names in self.GROUPS for name in names}
        rest = [field.name for field in self.visible_fields() if field.name not in named]
        layout = [*self.GROUPS, ("", rest)]
        return [
            Group(title, [self[name] for name in names if name in self.fields])
            for title, names in layout
            if any(name in self.fields for name in names)
        ]

    def error_lines(self) -> list[ErrorLine]:
        """For the page that shows them: what it asked for counts as told."""
        self.is_told = True
        return [
            ErrorLine(_jump_target(self, name), _label(self, name), str(text))
            for name, texts in self.errors.items()
            for text in texts
        ]


class GroupedForm(Grouped, forms.Form):
    """What the forms of this project start from."""


def in_order(form: forms.BaseForm) -> dict[str, Any] | None:
    """What was typed, for a page that asks once more; None where something is to be changed first."""
    return form.cleaned_data if form.is_valid() else None


def status_with(*shown: object) -> HTTPStatus:
    """The status of a page that shows these: 422 where a form among them was refused."""
    refused = any(isinstance(part, forms.BaseForm) and part.errors for part in shown)
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _is_typed(field: forms.Field) -> bool:
    """Freely, and not a password, which is kept nowhere as it is."""
    return isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput)


def _without_numbers(error: forms.ValidationError) -> forms.ValidationError:
    """What a field says of a value it does not take quotes it: the choice that is none, the line that is no day."""
    [words] = error.messages
    if not holds_number(words):
        return error
    return forms.ValidationError(without_numbers(words), code=error.code)


def _has_own_status(refusal: BangfuError) -> bool:
    status = getattr(refusal, "status", HTTPStatus.UNPROCESSABLE_ENTITY)
    return bool(status != HTTPStatus.UNPROCESSABLE_ENTITY)


def _required_message(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("请勾选此项。")
    if isinstance(field, forms.FileField):
        return _("请选择文件。")
    verb = _("请选择") if isinstance(field, forms.ChoiceField) else _("请填写")
    return f"{verb}{field.label or ''}。"


def _jump_target(form: forms.BaseForm, name: str) -> str:
    if name == NON_FIELD_ERRORS or form[name].is_hidden:
        return ""
    field = form[name]
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def _label(form: forms.BaseForm, name: str) -> str:
    return "" if name == NON_FIELD_ERRORS else str(form[name].label)
