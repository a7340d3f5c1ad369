"""Facts as plain data: what the register keeps, and the digest that tells whether they changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

UNLESS_NONE = {"volunteer_reports": "unless none"}
"""Marks a field that was added later: without a value the facts are as they were before."""


def to_plain(facts: Any) -> Any:
    """Turn facts into plain data: objects, lists, texts, numbers, dates in ISO 8601."""
    if is_dataclass(facts):
        return {
            field.name: to_plain(getattr(facts, field.name))
            for field in fields(facts)
            if field.metadata != UNLESS_NONE or getattr(facts, field.name) is not None
        }
    if isinstance(facts, (tuple, list)):
        return [to_plain(item) for item in facts]
    if isinstance(facts, date):  # an instant is one too
        return facts.isoformat()
    return facts


def digest(*facts: Any) -> str:
    """Return the SHA-256 of *facts* in hexadecimal; the same facts have the same one everywhere."""
    text = json.dumps(
        facts, default=_one_level, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _one_level(facts: Any) -> Any:
    """Turn one object into plain data; what is in it comes in turn, and only then takes memory."""
    if is_dataclass(facts):
        return {field.name: getattr(facts, field.name) for field in fields(facts)}
    if isinstance(facts, date):
        return facts.isoformat()
    raise TypeError(f"Not a fact: {type(facts).__name__}")
