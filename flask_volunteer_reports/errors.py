"""Everything that can go wrong on purpose, as one family.

::

    VolunteerReportsError            500
    ├── ConfigurationError           the start is refused: a setting, a missing part of the host
    ├── InvalidEntry          422    what was typed cannot be; says which field and what to do
    │   └── InvalidEntries    422    several of them at once, each with its place
    ├── SignInRequired        401    nobody is signed in
    ├── NotAllowed            403    signed in, may see it, may not do this
    ├── NotFound              404    there is none, or it is a stranger's
    ├── Conflict              409    the thing is not in a state where this can be done
    │   ├── AlreadyDone       409    exactly this was done before, so a second click changes nothing
    │   ├── StaleVersion      409    somebody else saved first
    │   └── Busy              503    too many people save at the same moment
    ├── StorageFailed         507    a file could not be kept or read
    └── PaperFailed           500    a paper could not be made
        └── FormFaulty        500    an office's own form has a mistake; says in which line

Each carries a :class:`Message`: English text and the values in it, so that whoever shows it can
show it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person, not yet in a language.

    ``text`` is English with ``%(name)s`` places and is the key of the translation catalogues;
    ``values`` fill the places (texts, numbers, dates, enum members, other messages).
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


class VolunteerReportsError(Exception):
    """Base of the family; catch it to catch everything we raise on purpose.

    Args:
        text: What happened and what to do next, in English (see :class:`Message`).
        field: The form field that it is about, where there is one.
        values: What fills the places in *text*.
    """

    status: ClassVar[int] = 500

    def __init__(self, text: str, /, *, field: str | None = None, **values: object) -> None:
        self.message = Message(text, values)
        self.field = field
        super().__init__(str(self.message))

    @classmethod
    def of(cls, message: Message) -> Self:
        """Raise again as another error what one error says."""
        return cls(message.text, field=None, **message.values)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes with message and all (the press's child answers with one)."""
        return _restore, (type(self), self.__dict__)


def _restore(kind: type[VolunteerReportsError], state: dict[str, Any]) -> VolunteerReportsError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = (str(error.message),)
    return error


class ConfigurationError(VolunteerReportsError):
    """The host must change something before the application can start."""


class InvalidEntry(VolunteerReportsError):
    """What was typed or uploaded cannot be accepted as it is."""

    status = 422


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where: a row of a list, a line of a file, a form field."""

    place: Message
    message: Message
    field: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class InvalidEntries(InvalidEntry):
    """Several entries are wrong; nothing of them was saved."""

    def __init__(self, text: str, problems: Iterable[Problem], /, **values: object) -> None:
        super().__init__(text, field=None, **values)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([str(self.message), *map(str, self.problems)])


class SignInRequired(VolunteerReportsError):
    """Nobody is signed in."""

    status = 401


class NotAllowed(VolunteerReportsError):
    """The person may see the thing but not do this with it."""

    status = 403


class NotFound(VolunteerReportsError):
    """There is no such thing, or it is outside what the person may see."""

    status = 404


class Conflict(VolunteerReportsError):
    """The thing is not in a state where this can be done."""

    status = 409


class AlreadyDone(Conflict):
    """The same was done before; the second click changed nothing."""


class StaleVersion(Conflict):
    """Somebody else saved after this form was opened; nothing was overwritten."""


class Busy(Conflict):
    """So many people save at the same moment that the database could not wait; try again."""

    status = 503


class StorageFailed(VolunteerReportsError):
    """A file could not be written or read; nothing half-written remains."""

    status = 507


class PaperFailed(VolunteerReportsError):
    """A paper could not be made; the text says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with an office's own form, and where.

    ``line`` counts from 1; in a DOCX file it counts paragraphs. A warning is shown, and the form
    works all the same.
    """

    template: str
    line: int | None
    message: Message
    excerpt: str = ""
    """The lines around it, that one marked."""
    warning: bool = False


class FormFaulty(PaperFailed):
    """An office's own form has a mistake; ``faults`` lists what was found, at least one."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        if first.line is None:
            said = _FAULTY
        else:
            said = _FAULTY_PARAGRAPH if first.template.endswith(".docx") else _FAULTY_LINE
        super().__init__(
            said.text, form=first.template, line=first.line or 0, mistake=first.message
        )


_FAULTY = Message("The own form %(form)s has a mistake. %(mistake)s")
_FAULTY_LINE = Message("The own form %(form)s has a mistake in line %(line)s. %(mistake)s")
_FAULTY_PARAGRAPH = Message(
    "The own form %(form)s has a mistake in paragraph %(line)s. %(mistake)s"
)
