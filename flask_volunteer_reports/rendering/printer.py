"""The printer: every form is laid out once; papers are put together from laid-out pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import BinaryIO

from ..ports import Storage
from ..storage import photo_storage_name
from .assembler import Paper, Section, assemble, identifier_of
from .certificate import CERTIFICATE_TITLE, Certificate
from .laid_out import Head, LaidOut
from .orders import Batch, Filling, Order, PlainPaper
from .papers import ANNEX1_TITLE, ANNEX2_TITLE, Annex1Sheet, Annex2Table, Mark, WeeklyReport
from .press import Press
from .shelf import Shelf, unreadable
from .snapshot import digest
from .template_version import template_version
from .weekly_report import (
    ROWS_ON_A_PAGE,
    cover_of,
    sheet_label,
    standings_of,
    table_label,
    title_of,
)

_log = logging.getLogger(__name__)

_COUNTED = ("annex1", "annex2")

Templates = Mapping[str, str]
Bookmarks = tuple[tuple[int, str], ...]
Progress = Callable[[int, int], None]
"""Told how many forms of how many are laid out."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a paper on its way, with what the finished paper says about it."""

    order: Order
    key: str
    """Names facts and templates; the laid-out pages are kept under it."""
    anchor: str = ""
    bookmarks: tuple[tuple[int, str], ...] = ()


class Printer:
    """Makes papers; lays out what was not laid out before.

    Args:
        press: Lays out; asked only where it has to be.
        storage: Has the photos, and keeps laid-out pages and cut-down fonts.
        variant: The standard that the files claim: pdf/ua-1 or pdf/a-2b.
        templates: The office's own document templates by name.
    """

    def __init__(
        self,
        press: Press,
        storage: Storage,
        *,
        variant: str = "pdf/ua-1",
        templates: Templates = MappingProxyType({}),
    ) -> None:
        self._press = press
        self._storage = storage
        self._variant = variant
        self._templates = dict(templates)
        self.template_version = template_version(press.fonts, self._templates)
        """Names templates, fonts and engine; with it the same facts give the same bytes."""
        self.layouts = 0
        """How many forms (Annex 1 and Annex 2) this printer has had to lay out."""
        self._shelf = Shelf(storage)

    def lay_out(
        self,
        sheets: Sequence[Annex1Sheet],
        tables: Sequence[Annex2Table] = (),
        *,
        progress: Progress = lambda done, total: None,
    ) -> None:
        """Lay out the forms that are not yet; afterwards papers of them are made in no time.

        Raises:
            PaperFailed: A form cannot be laid out; what was laid out before it is kept.
            StorageFailed: A photo cannot be read, or the pages not be kept.
        """
        forms = [self._sheet(sheet) for sheet in sheets] + [self._table(table) for table in tables]
        self._ensure(forms, progress)

    def annex1(self, sheet: Annex1Sheet, out: BinaryIO, *, mark: Mark | None = None) -> int:
        """Write 附件1 to *out*; returns its pages. Raises as :meth:`lay_out` does."""
        return self._print([self._sheet(sheet)], ANNEX1_TITLE, sheet.filled_on, out, mark)

    def annex2(self, table: Annex2Table, out: BinaryIO, *, mark: Mark | None = None) -> int:
        """Write 附件2 to *out*; returns its pages. Raises as :meth:`lay_out` does."""
        return self._print([self._table(table)], ANNEX2_TITLE, table.last_day, out, mark)

    def certificate(
        self,
        certificate: Certificate,
        out: BinaryIO,
        *,
        progress: Progress = lambda done, total: None,
    ) -> int:
        """Write 志愿服务记录证明 to *out*; returns its pages. Raises as :meth:`lay_out` does."""
        order = Order("certificate", certificate, certificate.number)
        form = self._form(order, "", ((1, CERTIFICATE_TITLE),))
        self._ensure([form], progress)
        address = certificate.check_address
        mark = Mark(number=certificate.number, revision=0, code=certificate.code, address=address)
        title = f"{CERTIFICATE_TITLE} {certificate.number}"
        return self._print([form], title, certificate.issued_on, out, mark)

    def weekly_report(
        self,
        report: WeeklyReport,
        out: BinaryIO,
        *,
        mark: Mark | None = None,
        progress: Progress = lambda done, total: None,
    ) -> int:
        """Write the weekly report to *out*; returns its pages. Raises as :meth:`lay_out` does."""
        forms = self._forms(report)
        pages = [head.pages for head in self._ensure(forms, progress)]
        label = "未报、逾期和零报告名单"
        order = Order("weekly_standings", standings_of(report), label)
        whole = [
            self._cover(report, pages),
            *forms,
            self._form(order, "standings", ((1, label),)),
        ]
        title = title_of(report)
        return self._print(whole, title, report.produced_on, out, mark, is_report=True)

    def with_templates(self, templates: Templates) -> Printer:
        """Return a printer on the same press that asks *templates* before ours."""
        return Printer(self._press, self._storage, variant=self._variant, templates=templates)

    def fill_docx(
        self, template: bytes, facts: Annex1Sheet | Annex2Table, out: BinaryIO, *, filename: str
    ) -> None:
        """Write an office's own DOCX form, filled, to *out*.

        Raises:
            PaperFailed: The form cannot be filled.
            StorageFailed: A photo cannot be read.
        """
        names = facts.photos if isinstance(facts, Annex1Sheet) else ()
        photos = {name: self._photo(name) for name in names}
        filling = Filling(template=template, facts=facts, photos=photos, filename=filename)
        out.write(self._press.fill_docx(filling))

    def _forms(self, report: WeeklyReport) -> list[_Form]:
        """Return the sheets and tables of *report*, each with its place in the contents."""
        sheets = [
            self._sheet(sheet, f"form-{n}", () if n else ((1, "附件1"),), 2)
            for n, sheet in enumerate(report.annex1)
        ]
        tables = [
            self._table(table, f"form-{n}", () if n > len(sheets) else ((1, "附件2"),), 2)
            for n, table in enumerate(report.annex2, len(sheets))
        ]
        return sheets + tables

    def _cover(self, report: WeeklyReport, pages: Sequence[int]) -> _Form:
        """Return the cover, whose contents say the pages on which things are."""
        own = -(-len(pages) // ROWS_ON_A_PAGE) or 1
        while True:
            order = Order("weekly_cover", cover_of(report, own, pages), report.week_key)
            form = self._form(order, "cover", ((1, "封面"),))
            (head,) = self._ensure([form])
            if head.pages <= own:
                return form
            own = head.pages

    def _sheet(
        self, sheet: Annex1Sheet, anchor: str = "", above: Bookmarks = (), level: int = 1
    ) -> _Form:
        label = sheet_label(sheet)
        order = Order("annex1", sheet, sheet.organization_name)
        return self._form(order, anchor, (*above, (level, label)))

    def _table(
        self, table: Annex2Table, anchor: str = "", above: Bookmarks = (), level: int = 1
    ) -> _Form:
        label = table_label(table)
        return self._form(Order("annex2", table, label), anchor, (*above, (level, label)))

    def _form(self, order: Order, anchor: str, bookmarks: Bookmarks) -> _Form:
        key = digest(order.kind, order.facts, self.template_version)
        return _Form(order, key, anchor, bookmarks)

    def _ensure(
        self, forms: Sequence[_Form], progress: Progress = lambda done, total: None
    ) -> list[Head]:
        """See to it that all *forms* are laid out; return how they begin."""
        missing = {form.key: form for form in forms if not self._shelf.find(form.key)}
        total = len({form.key for form in forms})
        progress(total - len(missing), total)
        if missing:
            waiting = list(missing.values())
            orders = [form.order for form in waiting]
            laid_out = self._press.lay_out(orders, self._photo, self._templates)
            for count, (place, content) in enumerate(laid_out, 1):
                self._shelf.keep(waiting[place].key, content)
                self.layouts += orders[place].kind in _COUNTED
                progress(total - len(missing) + count, total)
        return [self._shelf.head(form.key) for form in forms]

    def _load(self, form: _Form) -> LaidOut:
        """Read the pages of *form*; lay it out once more where they were damaged meanwhile."""
        for _ in range(2):
            self._ensure([form])
            found = self._shelf.load(form.key)
            if found:
                return found
        raise unreadable()

    def _photo(self, name: str) -> bytes:
        return self._storage.read(photo_storage_name(name))

    def _print(
        self,
        forms: Sequence[_Form],
        title: str,
        created: date,
        out: BinaryIO,
        mark: Mark | None,
        *,
        is_report: bool = False,
    ) -> int:
        heads = self._ensure(forms)
        pages = sum(head.pages for head in heads)
        paper = Paper(
            title=title,
            created=created,
            variant=self._variant,
            sections=[
                Section(form.key, head.pages, form.anchor, form.bookmarks)
                for form, head in zip(forms, heads, strict=True)
            ],
            mark=mark,
            numbered=is_report or pages > 1 or mark is not None,
            families=self._press.families,
        )
        reasons = sorted({head.unexpected for head in heads if head.unexpected})
        if reasons:
            _log.warning("%s is rendered plainly: %s", title, "; ".join(reasons))
            out.write(self._press.render_plainly(self._plain(forms, paper)))
        else:
            by_key = {form.key: form for form in forms}
            assemble(paper, out, self._storage, lambda key: self._load(by_key[key]))
        return pages

    def _plain(self, forms: Sequence[_Form], paper: Paper) -> PlainPaper:
        """Return the order for a paper that is not put together from laid-out pages."""
        orders = tuple(form.order for form in forms)
        names = dict.fromkeys(name for order in orders for name in order.photos)
        photos = {name: self._photo(name) for name in names}
        return PlainPaper(
            batch=Batch(orders=orders, photos=photos, templates=self._templates),
            title=paper.title,
            created=paper.created,
            variant=paper.variant,
            identifier=identifier_of(paper),
            pages=tuple(section.pages for section in paper.sections),
            bookmarks=tuple(form.bookmarks for form in forms),
            anchors=tuple(form.anchor for form in forms),
            numbered=paper.numbered,
            mark=paper.mark,
        )
