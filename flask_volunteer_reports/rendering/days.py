"""Days as Chinese papers write them."""

from __future__ import annotations

from datetime import date


def chinese_day(day: date | None) -> str:
    """Write a day as 2017年7月5日; nothing for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
