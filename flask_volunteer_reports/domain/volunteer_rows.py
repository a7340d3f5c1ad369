"""Rows of a spreadsheet with volunteers: which column is which, and what is wrong in a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ..errors import InvalidEntry, Message
from .volunteers import (
    check_name,
    check_own_phone,
    check_volunteer_no,
    read_month,
    refuse_id_card,
)

_T = TypeVar("_T")

COLUMNS: Mapping[str, str] = {
    "volunteer_no": "志愿者编号",
    "name": "姓名",
    "phone": "联系电话",
    "born_in": "出生年月",
    "area": "区域编码",
    "consented_on": "同意日期",
}
"""The columns that we read, as our own files name them."""

_ALSO = {
    "volunteer_no": (
        *("编号", "志愿者号", "志愿者号码", "注册号", "志愿者注册号"),
        *("volunteer no", "volunteer no.", "volunteer number"),
    ),
    "name": ("名字", "志愿者姓名", "full name", "volunteer name"),
    "phone": (
        *("电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"),
        *("phone", "mobile", "phone number", "mobile number", "telephone"),
    ),
    "born_in": ("出生月份", "出生日期", "生日", "month of birth", "born", "date of birth"),
    "area": ("区域", "所在区域", "area code"),
    "consented_on": ("同意书日期", "签署日期", "date of consent", "consent date", "consented on"),
}
_HEADINGS = {
    heading: column
    for column, chinese in COLUMNS.items()
    for heading in (chinese, column, *_ALSO[column])
}
_ID_CARD = ("身份证", "证件号", "idcard", "identitycard")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRead:
    """One row that is right by itself; ``None`` and empty where the file says nothing."""

    number: int
    name: str
    volunteer_no: str
    phone: str
    born_in: date | None
    area: str
    consented_on: date | None


def find_headings(cells: Sequence[str]) -> Mapping[int, str] | None:
    """Read the columns off a row: place to name; None where *cells* is no row of headings.

    Raises:
        InvalidEntry: There is a column for ID-card numbers, or two for the same.
    """
    plain = ["".join(cell.split()).casefold() for cell in cells]
    known = {heading.replace(" ", ""): column for heading, column in _HEADINGS.items()}
    found = {place: known[cell] for place, cell in enumerate(plain) if cell in known}
    if "name" not in found.values():
        return None
    if any(word in cell for cell in plain for word in _ID_CARD):
        raise InvalidEntry(
            "The file has a column for ID-card numbers. Delete it: they are kept nowhere. A "
            "volunteer number is enough.",
            field="file",
        )
    for column in COLUMNS:
        if [*found.values()].count(column) > 1:
            raise InvalidEntry(
                "Two columns have the heading “%(heading)s”. Delete one of them.",
                field="file",
                heading=COLUMNS[column],
            )
    return found


def read_volunteer_row(
    number: int,
    cells: Mapping[str, str],
    *,
    formulas: Collection[str],
    merged: bool,
    today: date,
) -> tuple[RowRead | None, list[Message]]:
    """Judge one row by itself.

    Args:
        cells: What is written, by column.
        formulas: The columns in which a formula or an error stands instead of a value.

    Returns:
        The row, or None and everything that is wrong with it.
    """
    problems: list[Message] = []

    def part(check: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return check()
        except InvalidEntry as error:
            problems.append(error.message)
            return otherwise

    if merged:
        problems.append(
            Message("Cells of this row are merged. Undo the merging, and write out each cell.")
        )
    problems += [
        Message(
            "In the column “%(heading)s” stands a formula or an error. Copy the column, and insert "
            "it as values.",
            {"heading": COLUMNS[column]},
        )
        for column in sorted(formulas)
    ]
    if formulas:  # what a formula was worth when the file was saved is not what was written
        return None, problems
    row = RowRead(
        number=number,
        name=part(lambda: check_name(cells.get("name", "")), ""),
        volunteer_no=part(lambda: check_volunteer_no(cells.get("volunteer_no", "")), ""),
        phone=part(lambda: check_own_phone(cells.get("phone", "")), ""),
        born_in=part(lambda: read_month(cells.get("born_in", ""), today), None),
        area=part(lambda: _area(cells.get("area", "")), ""),
        consented_on=part(lambda: _day(cells.get("consented_on", ""), today), None),
    )
    return (None if problems else row), problems


def to_cells(row: RowRead) -> dict[str, str]:
    """Write a good row as plain texts, from which :func:`from_cells` reads it."""
    return {
        "name": row.name,
        "volunteer_no": row.volunteer_no,
        "phone": row.phone,
        "born_in": f"{row.born_in:%Y-%m}" if row.born_in else "",
        "area": row.area,
        "consented_on": row.consented_on.isoformat() if row.consented_on else "",
    }


def from_cells(number: int, cells: Mapping[str, str]) -> RowRead:
    """Read back what :func:`to_cells` wrote."""
    born, consented = cells["born_in"], cells["consented_on"]
    return RowRead(
        number=number,
        name=cells["name"],
        volunteer_no=cells["volunteer_no"],
        phone=cells["phone"],
        born_in=date.fromisoformat(f"{born}-01") if born else None,
        area=cells["area"],
        consented_on=date.fromisoformat(consented) if consented else None,
    )


def without_id_cards(cells: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of a wrong row: everything but ID-card numbers, cut to a length."""
    kept = {}
    for column, text in cells.items():
        try:
            refuse_id_card(text)
        except InvalidEntry:
            continue
        kept[column] = text[:200]
    return kept


def _area(text: str) -> str:
    refuse_id_card(text)
    return text.strip()


def _day(text: str, today: date) -> date | None:
    refuse_id_card(text)
    plain = text.strip().removesuffix(" 00:00")
    if not plain:
        return None
    for sign in "/.年月":
        plain = plain.replace(sign, "-")
    try:
        year, month, day = map(int, plain.removesuffix("日").split("-"))
        found = date(year, month, day)
    except ValueError as error:
        raise InvalidEntry(
            "“%(value)s” is not a day such as 2012-03-05.", value=text[:40]
        ) from error
    if found > today:
        raise InvalidEntry("The day lies in the future.")
    return found
