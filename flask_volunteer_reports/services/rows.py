"""How a query that is handed on is typed, whatever its columns."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Select

Rows: TypeAlias = "Select[*tuple[Any, ...]]"
AnyRows = TypeVar("AnyRows", bound="Select[*tuple[Any, ...]]")
