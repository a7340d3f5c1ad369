"""A paper with the office's own form, or with ours where that one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...errors import Message, PaperFailed
from ...rendering.papers import RenderedFile

_Forms = TypeVar("_Forms")


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper, and why it is not in the office's own form; None where it is as it should be."""

    file: RenderedFile
    failure: Message | None = None

    @property
    def note(self) -> Message | None:
        """What the page of the job says about it."""
        if self.failure is None:
            return None
        return Message(
            "%(filename)s was made with our form, because the office's own failed. %(reason)s",
            {"filename": self.file.filename, "reason": self.failure},
        )


@dataclass(frozen=True, slots=True)
class OwnForms(Generic[_Forms]):
    """The own forms of an office, and what stands for "none" in their place."""

    forms: _Forms
    none: _Forms


def print_or_fall_back(own: OwnForms[_Forms], render: Callable[[_Forms], RenderedFile]) -> Printed:
    """Render with the office's own forms; where they fail, with ours, and say so.

    A form is tried before it may be used, but facts can be what no trial foresaw, and a host's
    folder is not tried. The week's papers must not wait for that.

    Raises:
        PaperFailed: Our own form failed as well, so it is not the form.
    """
    if not own.forms:
        return Printed(render(own.none))
    try:
        return Printed(render(own.forms))
    except PaperFailed as error:
        return Printed(render(own.none), error.message)
