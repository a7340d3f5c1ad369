"""What our forms share: clean text, local times, and errors of use cases at their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.i18n import get_translations
from wtforms.validators import Length, StopValidation, ValidationError
from wtforms.widgets import TextArea

from ..domain.text import clean_text
from ..errors import (
    AlreadyDone,
    Conflict,
    InvalidEntries,
    InvalidEntry,
    Message,
    Problem,
    StaleVersion,
    StorageFailed,
    VolunteerReportsError,
)
from .context import current_locale, label, lazy, notify, say, t

_E = TypeVar("_E", bound=StrEnum)

DATE_TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    """A form that knows how to run a use case and keep what was typed when it fails."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF is not typed
        """Our own catalogue instead of Flask-WTF's."""

        def get_translations(self, form: Any) -> Any:
            """WTForms' own messages in the language of the request."""
            return get_translations(["zh" if current_locale() == "zh_Hans_CN" else "en"])

    problems: tuple[Problem, ...] = ()
    """Rows or fields that a use case complained about and that have no place in the form."""

    result: Any = None
    """What the use case returned."""

    failure: VolunteerReportsError | None = None
    """The first thing that went wrong."""

    done_before: bool = False
    """The use case had nothing left to do."""

    saved: Sequence[tuple[str, str]] = ()
    """What stands otherwise in the database than in the form: label and text."""

    def fill_in(self, row: Any, **other: Any) -> None:
        """Show a row as it stands.

        Args:
            other: What a field shows instead of the row's attribute of its name. (WTForms' own
                ``obj`` would win over it.)
        """
        shown = {name: getattr(row, name) for name in self._fields if hasattr(row, name)}
        self.process(data={**shown, **other})

    def attempt(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Run a use case; tell whether it is done.

        A failure is shown at its field, or above the form, with what was typed still in it. What
        was done before (a second click) counts as done and is said.
        """
        try:
            self.result = use_case(*args, **kwargs)
        except AlreadyDone as error:
            self.done_before = True
            notify(error.message.text, "info", **error.message.values)
        except (InvalidEntry, Conflict, StorageFailed) as error:
            self.complain(error)
            return False
        return True

    def announce(self, text: str) -> None:
        """Say that it is done, unless `attempt` has said that it was done before."""
        if not self.done_before:
            notify(text)

    def compare(self, saved: BaseForm) -> None:
        """Show what stands otherwise in *saved*, and let the person save over it knowingly.

        Args:
            saved: The same form, filled in with the row as it is now.
        """
        self.version.data = saved.version.data
        self.saved = [
            (field.label.text, _text_of(field))
            for field in saved
            if field.name in self
            and not isinstance(field, (HiddenField, FileField, SubmitField))
            and (field.data or None) != (self[field.name].data or None)
        ]

    def complain(self, error: VolunteerReportsError) -> None:
        """Show an error in the form."""
        self.failure = self.failure or error
        if isinstance(error, InvalidEntries):
            self.form_errors.append(say(error.message))
            left = [p for p in error.problems if not self._show_at(p.field, p.message)]
            self.problems = (*self.problems, *left)
        elif not self._show_at(error.field, error.message):
            self.form_errors.append(say(error.message))

    @property
    def token(self) -> Any:
        """The hidden field against forged requests; nothing where the host switched that off."""
        return self.csrf_token if "csrf_token" in self else ""

    @property
    def expired(self) -> bool:
        """Whether the page was open for too long, or the request is forged."""
        return bool(self.token and self.token.errors)

    @property
    def conflict(self) -> bool:
        """Whether somebody else was faster."""
        return isinstance(self.failure, Conflict)

    @property
    def stale(self) -> bool:
        """Whether somebody else saved first, so that there is something to compare."""
        return isinstance(self.failure, StaleVersion)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.failure:
            return self.failure.status
        return 422 if self.errors else 200

    def _show_at(self, field: str | None, message: Message) -> bool:
        """Show a message at its field, if the form has it; tell whether it has."""
        if field is None or field not in self:
            return False
        self[field].errors = [*self[field].errors, say(message)]
        return True


def _text_of(field: Any) -> str:
    """Put what a field holds into words."""
    if isinstance(field, (SelectField, SelectMultipleField)):
        chosen = [str(choice[1]) for choice in field.iter_choices() if choice[2]]
        return t(", ").join(chosen)
    if isinstance(field.data, datetime):
        return f"{field.data:%Y-%m-%d %H:%M}"
    return "" if field.data is None else str(field.data)


class CleanStringField(StringField):
    """One line of clean text."""

    single_line = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed; what cannot be cleaned stays and is complained about."""
        self._refused: Message | None = None
        if not valuelist:
            return
        self.data = str(valuelist[0])
        try:
            self.data = clean_text(self.data, single_line=self.single_line)
        except InvalidEntry as error:
            self._refused = error.message

    def pre_validate(self, form: Any) -> None:
        """Complain about what could not be cleaned."""
        if getattr(self, "_refused", None):
            raise StopValidation(say(self._refused))  # type: ignore[arg-type]  # just tested


class CleanTextField(CleanStringField):
    """Several lines of clean text."""

    single_line = False
    widget = TextArea()


class LocalDateTimeField(DateTimeLocalField):
    """A local date and time, as browsers and as people write it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", DATE_TIME_FORMATS)
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(t("Write date and time like 2017-07-05 09:00.")) from error


class VersionField(HiddenField):
    """The version of the row that a form was opened with."""

    def show(self, version: int) -> None:
        """Take the version of the row as it is now."""
        self.data = str(version)

    @property
    def number(self) -> int:
        """The version; one that was tampered with matches no row."""
        text = str(self.data)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class NewIdField(HiddenField):
    """The id that the new row will have: sent twice, it is saved once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", lambda: str(uuid4()))
        super().__init__(*args, **kwargs)

    @property
    def uuid(self) -> UUID:
        """The id; one that was tampered with is replaced."""
        try:
            return UUID(str(self.data))
        except ValueError:
            return uuid4()


class ActionForm(BaseForm):
    """A button: nothing but the version and the protection against forged requests."""

    version = VersionField()


class ReasonForm(ActionForm):
    """A button that asks why."""

    reason = CleanTextField(lazy("Reason"), validators=[Length(max=500)])

    def validate_reason(self, field: CleanTextField) -> None:
        """A reason is needed."""
        if not field.data:
            raise ValidationError(t("Give the reason."))


class NeededField:
    """Validator: something must be entered; says so in our words."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, form: Any, field: Any) -> None:
        """Complain about an empty field, once."""
        if field.data in (None, "", []):
            raise StopValidation("" if field.errors else t(self._text))


class OneOfField(RadioField):
    """One of a few; where none is chosen, only its validators speak."""

    def pre_validate(self, form: Any) -> None:
        """Complain about what is not among the choices."""
        if self.data:
            super().pre_validate(form)


class WholeNumberField(IntegerField):
    """A whole number that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it; an empty field is None."""
        if valuelist and str(valuelist[0]).strip() == "":
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(t("Write a whole number.")) from error


def choices(members: Iterable[_E], *, blank: bool = False) -> list[tuple[str, str]]:
    """List the members of an enumeration for a select field."""
    listed = [(member.value, label(member)) for member in members]
    return [("", "—"), *listed] if blank else listed


def to_instant(local: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Turn a local date and time into an instant."""
    return local.replace(tzinfo=zone).astimezone(UTC) if local else None


def to_local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Turn an instant into the local date and time that a form shows."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment else None


def reason_forms(failed: BaseForm | None, failed_id: UUID | None) -> Callable[[UUID], ReasonForm]:
    """Tell the form to ask why of each row of a list: the one that failed only at its row."""
    blank = ReasonForm(formdata=None)
    return lambda row: failed if row == failed_id and isinstance(failed, ReasonForm) else blank
