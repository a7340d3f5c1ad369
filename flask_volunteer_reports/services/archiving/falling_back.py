"""A paper with the office's own form, or with ours where that one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...errors import Message, PaperFailed

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Printed(Generic[_Result]):
    """What came of printing, and why it is not in the office's own form; None where it is."""

    result: _Result
    failure: Message | None = None

    def note(self, filename: str) -> Message | None:
        """Say it for the page of the job; None where there is nothing to say."""
        if self.failure is None:
            return None
        return Message(
            "%(filename)s was made with our form, because the office's own failed. %(reason)s",
            {"filename": filename, "reason": self.failure},
        )


def print_or_fall_back(
    with_own: Callable[[], _Result] | None, with_ours: Callable[[], _Result]
) -> Printed[_Result]:
    """Print with the office's own forms; where they fail, with ours, and keep the reason.

    A form is tried before it may be used, but facts can be what no trial foresaw, and a host's
    folder is not tried. The week's papers must not wait for that.

    Args:
        with_own: None where the office has no form of its own. What it wrote before it failed is
            for the caller to throw away.

    Raises:
        PaperFailed: Our own form failed as well, so it is not the form.
    """
    if with_own is None:
        return Printed(with_ours())
    try:
        return Printed(with_own())
    except PaperFailed as error:
        return Printed(with_ours(), error.message)
