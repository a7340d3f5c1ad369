"""Which documents the papers of a week are, and who can write their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from uuid import UUID

from ...domain.register import PaperKind
from ...models import FileFormat
from ...rendering.papers import Annex1Sheet, Annex2Table, Mark, WeeklyReport
from ...rendering.snapshot import digest
from ..queries.papers import WeekFacts
from ..queries.register import PaperKey
from .falling_back import Printed
from .own_forms import OwnForms

Write = Callable[[BinaryIO, Mark], Printed[int | None]]
"""Writes one file of a document; the result is its pages, where it has pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDocument:
    """One paper of the week: what it is about, what it says, and who writes its files."""

    kind: PaperKind
    subject: str
    """Unchanging within its office, campaign, week and kind."""
    title: str
    facts: Any
    area_id: UUID
    organization_id: UUID | None = None
    stem: str
    """Of the names of its files: of codes, days and numbers, never of what people typed."""
    files: Mapping[FileFormat, Write]

    @property
    def key(self) -> PaperKey:
        """Which paper of the week it is."""
        return self.kind, self.subject

    @property
    def facts_sha256(self) -> str:
        """Tells whether it says something else than before; the day of printing is nothing else."""
        if isinstance(self.facts, WeeklyReport):
            return digest(replace(self.facts, produced_on=self.facts.last_day))
        return digest(self.facts)


def plan_week(facts: WeekFacts, forms: OwnForms) -> Iterator[PlannedDocument]:
    """List the documents of a week in their order: weekly report, every Annex 1, every Annex 2."""
    if facts.weekly_report and facts.city_id:
        report = facts.weekly_report
        yield PlannedDocument(
            kind=PaperKind.WEEKLY_REPORT,
            subject="week",
            title=report.week_key,
            facts=report,
            area_id=facts.city_id,
            stem="weekly-report",
            files={FileFormat.PDF: lambda out, mark: forms.weekly_report(report, out, mark)},
        )
    stems: dict[str, int] = {}
    for annex1 in facts.annex1:
        stem = _stem(annex1.sheet, stems)
        yield PlannedDocument(
            kind=PaperKind.ANNEX1,
            subject=str(annex1.report.report_id),
            title=f"{annex1.sheet.organization_name}　{annex1.sheet.title}"[:300],
            facts=annex1.sheet,
            area_id=annex1.report.receiving_area_id,
            organization_id=annex1.report.organization_id,
            stem=f"annex1/{stem}",
            files=_annex1_files(annex1.sheet, forms),
        )
    for annex2 in facts.annex2:
        yield PlannedDocument(
            kind=PaperKind.ANNEX2,
            subject=annex2.table.area_code,
            title=annex2.table.area_name,
            facts=annex2.table,
            area_id=annex2.area_id,
            stem=f"annex2/{annex2.table.area_code}",
            files=_annex2_files(annex2.table, forms),
        )


def forms_of(papers: Iterable[Any]) -> tuple[Sequence[Annex1Sheet], Sequence[Annex2Table]]:
    """List the forms that papers consist of, each once; those of a weekly report among them."""
    sheets: list[Annex1Sheet] = []
    tables: list[Annex2Table] = []
    for facts in papers:
        if isinstance(facts, WeeklyReport):
            sheets.extend(facts.annex1)
            tables.extend(facts.annex2)
        elif isinstance(facts, Annex1Sheet):
            sheets.append(facts)
        else:
            tables.append(facts)
    return list(dict.fromkeys(sheets)), list(dict.fromkeys(tables))


def _stem(sheet: Annex1Sheet, stems: dict[str, int]) -> str:
    stem = f"{sheet.organization_code}-{sheet.starts_at:%Y%m%d}"
    stems[stem] = stems.get(stem, 0) + 1
    return f"{stem}-{stems[stem]}"


def _annex1_files(sheet: Annex1Sheet, forms: OwnForms) -> Mapping[FileFormat, Write]:
    return {
        FileFormat.PDF: lambda out, mark: forms.annex1(sheet, out, mark),
        FileFormat.DOCX: lambda out, mark: forms.annex1_docx(sheet, out),
    }


def _annex2_files(table: Annex2Table, forms: OwnForms) -> Mapping[FileFormat, Write]:
    return {
        FileFormat.PDF: lambda out, mark: forms.annex2(table, out, mark),
        FileFormat.DOCX: lambda out, mark: forms.annex2_docx(table, out),
        FileFormat.XLSX: lambda out, mark: forms.annex2_xlsx(table, out),
    }
