"""Minutes as people read them."""

from __future__ import annotations


def hours_text(minutes: int) -> str:
    """Write minutes as hours with at most one decimal, never rounded up: 119 is ``1.9``."""
    tenths = abs(minutes) // 6
    text = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return f"-{text}" if minutes < 0 and tenths else text


def hours_number(minutes: int) -> float:
    """Return minutes as hours with at most one decimal, never rounded up: 119 is 1.9."""
    tenths = abs(minutes) // 6
    return (tenths if minutes >= 0 else -tenths) / 10
