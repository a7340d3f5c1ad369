"""Papers in an office's own forms; one that fails is printed in ours, and the reason kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import BinaryIO

from ...errors import Message, PaperFailed
from ...rendering.office_printer import OfficePrinter
from ...rendering.papers import Annex1Sheet, Annex2Table, Mark, WeeklyReport
from ...rendering.printer import Printer
from ...rendering.snapshot import digest
from .falling_back import Printed, print_or_fall_back
from .office_templates import OfficeTemplates

Form = Annex1Sheet | Annex2Table
Progress = Callable[[int, int], None]

MOST_FAILURES = 3
"""Of one kind of form; what fails three times is not tried with every other sheet of the week."""


class OwnForms:
    """Prints the papers of one office.

    Args:
        printer: Prints with our forms; what prints with the office's is made of it.
        office: Prints the files that can be edited, with our forms.
        templates: The forms of the office that are not ours.
    """

    def __init__(self, printer: Printer, office: OfficePrinter, templates: OfficeTemplates) -> None:
        self._ours = printer
        self._office = office
        self._docx = templates.docx
        self._own = printer.with_templates(templates.html) if templates.html else None
        self._failures: dict[Form, Message] = {}
        version = (self._own or printer).template_version
        word = OfficeTemplates(docx=templates.docx).digest
        self.template_version = digest(version, word) if word else version
        """Names the office's forms, also where a paper fell back: it is not made again for that."""

    def lay_out(
        self, sheets: Sequence[Annex1Sheet], tables: Sequence[Annex2Table], *, progress: Progress
    ) -> None:
        """Lay the forms out, in the office's own form where that is possible.

        Raises:
            PaperFailed: A form cannot be laid out in our form either.
            StorageFailed: A photo cannot be read, or the pages not be kept.
        """
        if self._own is None:
            self._ours.lay_out(sheets, tables, progress=progress)
            return
        try:
            self._own.lay_out(sheets, tables, progress=progress)
        except PaperFailed:
            self._lay_out_singly(self._own, sheets, tables, progress)

    def annex1(self, sheet: Annex1Sheet, out: BinaryIO, mark: Mark) -> Printed[int | None]:
        """Write 附件1 as PDF; the result is its pages."""
        return self._print([sheet], out, lambda printer: printer.annex1(sheet, out, mark=mark))

    def annex2(self, table: Annex2Table, out: BinaryIO, mark: Mark) -> Printed[int | None]:
        """Write 附件2 as PDF; the result is its pages."""
        return self._print([table], out, lambda printer: printer.annex2(table, out, mark=mark))

    def weekly_report(self, report: WeeklyReport, out: BinaryIO, mark: Mark) -> Printed[int | None]:
        """Write the weekly report; all its forms are ours when one of them has to be."""
        forms: list[Form] = [*report.annex1, *report.annex2]
        return self._print(
            forms, out, lambda printer: printer.weekly_report(report, out, mark=mark)
        )

    def annex1_docx(self, sheet: Annex1Sheet, out: BinaryIO) -> Printed[int | None]:
        """Write 附件1 for Word."""
        return self._fill("annex1.docx", sheet, out, lambda: self._office.annex1_docx(sheet, out))

    def annex2_docx(self, table: Annex2Table, out: BinaryIO) -> Printed[int | None]:
        """Write 附件2 for Word."""
        return self._fill("annex2.docx", table, out, lambda: self._office.annex2_docx(table, out))

    def annex2_xlsx(self, table: Annex2Table, out: BinaryIO) -> Printed[int | None]:
        """Write 附件2 for Excel, which has no form of an office's own."""
        self._office.annex2_xlsx(table, out)
        return Printed(None)

    def _lay_out_singly(
        self,
        own: Printer,
        sheets: Sequence[Annex1Sheet],
        tables: Sequence[Annex2Table],
        progress: Progress,
    ) -> None:
        """Find out which forms fail; what was laid out before is found again."""
        for forms in (sheets, tables):
            failed: list[Message] = []
            for form in forms:
                if len(failed) < MOST_FAILURES:
                    try:
                        own.lay_out(*_by_kind([form]))
                        continue
                    except PaperFailed as error:
                        failed.append(error.message)
                self._failures[form] = failed[-1]
        count = len(sheets) + len(tables)
        self._ours.lay_out(
            *_by_kind(self._failures),
            progress=lambda done, total: progress(count - total + done, count),
        )

    def _print(
        self, forms: Iterable[Form], out: BinaryIO, write: Callable[[Printer], int]
    ) -> Printed[int | None]:
        known = next((self._failures[form] for form in forms if form in self._failures), None)
        own = None if known else self._own

        def with_ours() -> int:
            _afresh(out)
            return write(self._ours)

        printed: Printed[int | None] = print_or_fall_back(
            (lambda: write(own)) if own else None, with_ours
        )
        return replace(printed, failure=known) if known else printed

    def _fill(
        self, name: str, form: Form, out: BinaryIO, with_ours: Callable[[], None]
    ) -> Printed[int | None]:
        """Fill a Word form; it has no pages before somebody opens it."""
        own = self._docx.get(name)
        if own is None:
            with_ours()
            return Printed(None)

        def afresh() -> None:
            _afresh(out)
            with_ours()

        return print_or_fall_back(
            lambda: self._ours.fill_docx(own, form, out, filename=name), afresh
        )


def _afresh(out: BinaryIO) -> None:
    """Throw away what a form wrote before it failed."""
    out.seek(0)
    out.truncate()


def _by_kind(forms: Iterable[Form]) -> tuple[list[Annex1Sheet], list[Annex2Table]]:
    forms = list(forms)
    return (
        [form for form in forms if isinstance(form, Annex1Sheet)],
        [form for form in forms if isinstance(form, Annex2Table)],
    )
