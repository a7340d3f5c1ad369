"""What went wrong with an office's own form, for the person who wrote it, with the line."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable, Mapping

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from ..errors import Fault, Message
from .sandbox import MOST_CHARACTERS, MOST_SECONDS, Refused, TooLong, TooSlow

_WIDEST = 160
_AROUND = 2


def fault_of(error: Exception, templates: Mapping[str, str]) -> Fault:
    """Find the line of *templates* at which *error* was raised, and say what it means.

    An error that is raised in one of our own templates is put down to the form that it names, or
    to the first.
    """
    place = _place_of(error, templates)
    if place is None:
        named = [name for name in templates if repr(name) in str(error)]
        name, line = (named or sorted(templates))[0], None
    else:
        name, line = place
    return Fault(
        template=name,
        line=line,
        message=message_of(error),
        excerpt=excerpt(templates[name], line),
    )


def _place_of(error: Exception, templates: Mapping[str, str]) -> tuple[str, int] | None:
    """Name the innermost line of *templates* in the traceback, which Jinja made to show them."""
    if isinstance(error, TemplateSyntaxError) and error.name in templates:
        return str(error.name), error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    places = [(f.filename, f.lineno) for f in frames if f.filename in templates and f.lineno]
    if places and isinstance(error, RecursionError):
        return Counter(places).most_common(1)[0][0]  # the call, not where the stack was full
    return places[-1] if places else None


def excerpt(source: str, line: int | None) -> str:
    """Show the lines around *line*, numbered, that one marked; nothing without a line."""
    if line is None:
        return ""
    lines = source.splitlines()
    first, last = max(1, line - _AROUND), min(len(lines), line + _AROUND)
    return "\n".join(
        f"{'>' if number == line else ' '}{number:5}  {_short(lines[number - 1])}"
        for number in range(first, last + 1)
    )


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]} …"


def line_of(source: str, text: str) -> int | None:
    """Return the first line of *source* in which *text* stands."""
    place = source.find(text)
    return source.count("\n", 0, place) + 1 if place >= 0 else None


_KINDS: tuple[tuple[type[Exception], Message], ...] = (
    (
        TooSlow,
        Message(
            "This takes longer than %(seconds)s seconds. A loop may have no end.",
            {"seconds": MOST_SECONDS},
        ),
    ),
    (
        TooLong,
        Message(
            "The form writes more than %(count)s characters. A loop may have no end.",
            {"count": MOST_CHARACTERS},
        ),
    ),
    (RecursionError, Message("This calls itself without an end.")),
    (MemoryError, Message("This needs more memory than a form may have.")),
)


def _unknown_fact(match: re.Match[str]) -> Message:
    return Message("The form knows no “%(name)s”: it is none of its facts.", {"name": match[1]})


# Jinja speaks English only; what it says most often is said in the reader's language.
_SAYINGS: tuple[tuple[str, Callable[[re.Match[str]], Message]], ...] = (
    (r"'(\w+)' is undefined", _unknown_fact),
    (r".* has no (?:attribute|element) '?(\w+)'?", _unknown_fact),
    (
        r"access to attribute '(\w+)' of .* is unsafe",
        lambda m: Message("A form may not use “%(name)s”.", {"name": m[1]}),
    ),
    (
        r"the template .* does not export the requested name '(\w+)'",
        lambda m: Message("The form must define the macro “%(name)s”.", {"name": m[1]}),
    ),
    (
        r"No filter named '(\w+)'",
        lambda m: Message("There is no filter “%(name)s”.", {"name": m[1]}),
    ),
    (r"No test named '(\w+)'", lambda m: Message("There is no test “%(name)s”.", {"name": m[1]})),
    (
        r"Encountered unknown tag '(\w+)'",
        lambda m: Message("There is no tag “%(name)s” here.", {"name": m[1]}),
    ),
    (
        r"Unexpected end of template.*needs to be closed is '(\w+)'",
        lambda m: Message("“%(name)s” is opened and never closed.", {"name": m[1]}),
    ),
    (
        r"expected token '(.+)', got '(.+)'",
        lambda m: Message(
            "“%(got)s” cannot stand here; “%(wanted)s” is expected.", {"got": m[2], "wanted": m[1]}
        ),
    ),
    (
        r"unexpected (?:char )?[\"']?(.+?)[\"']?(?: at \d+)?$",
        lambda m: Message("“%(got)s” cannot stand here.", {"got": m[1]}),
    ),
    (
        r"macro '(\w+)' takes",
        lambda m: Message(
            "The macro “%(name)s” is called with more than it takes: see the description of the "
            "forms.",
            {"name": m[1]},
        ),
    ),
    (r"division by zero|.* by zero", lambda m: Message("This divides by zero.")),
)


def message_of(error: Exception) -> Message:
    """Say what *error* means for the person who wrote the form."""
    for kind, message in _KINDS:
        if isinstance(error, kind):
            return message
    if isinstance(error, Refused):
        return error.said
    if isinstance(error, TemplateNotFound):
        return Message("There is no template “%(name)s”.", {"name": error.name or ""})
    said = str(error.message if isinstance(error, TemplateError) and error.message else error)
    for pattern, in_words in _SAYINGS:
        if found := re.match(pattern, said, re.DOTALL):
            return in_words(found)
    if isinstance(error, SecurityError):
        return Message("A form may not do this: %(detail)s", {"detail": said})
    return Message("This cannot be worked out: %(detail)s", {"detail": said})
