"""What happened to the offices' own forms; found in ``events`` like all others."""

from __future__ import annotations

from dataclasses import dataclass

from .event import Event

__all__ = ["FormCheckRequested", "FormChecked", "FormPutIntoUse", "FormUploaded", "FormWithdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormUploaded(Event):
    """An office uploaded a form of its own; nothing is printed with it yet."""

    subject = "office_form"
    form: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCheckRequested(Event):
    """A form of an office is to be tried again."""

    subject = "office_form"
    form: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChecked(Event):
    """A form of an office was tried with invented facts."""

    subject = "office_form"
    form: str
    number: int
    usable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPutIntoUse(Event):
    """From now on the office's papers are made with this form of its own."""

    subject = "office_form"
    form: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWithdrawn(Event):
    """The office's own form is not used any more."""

    subject = "office_form"
    form: str
    number: int
