"""Where in a TOML text a key stands: the standard reader keeps no line numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_HEADER = re.compile(r"\s*(\[\[|\[)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=")
_OUTSIDE_TEXT = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


def lines_of_keys(text: str) -> dict[str, int]:
    """Map each table and key of a well-formed TOML text to its line.

    Returns:
        Dotted paths such as ``deadline.weekday`` or ``themes[3].code`` to line numbers from 1.
    """
    lines: dict[str, int] = {}
    seen: Counter[str] = Counter()
    table, depth, quote = "", 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        if not depth and not quote:
            if header := _HEADER.match(line):
                table = re.sub(r"\s", "", header[2])
                if header[1] == "[[":
                    seen[table] += 1
                    table = f"{table}[{seen[table] - 1}]"
                lines.setdefault(table, number)
                continue
            if key := _KEY.match(line):
                name = re.sub(r"\s", "", key[1])
                lines[f"{table}.{name}" if table else name] = number
                rest = line[key.end() :]
        depth, quote = _still_open(rest, depth, quote)
    return lines


def nearest_line(lines: Mapping[str, int], path: str) -> int:
    """Return the line of *path*, or of the nearest row, list or table around it that has one."""
    while path and path not in lines:
        path = re.sub(r"(\[\d+\]|\.?[^.\[\]]+)$", "", path)
    return lines.get(path, 1)


def _still_open(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Follow brackets and multi-line texts through one line."""
    if quote:
        _, found, line = line.partition(quote)
        if not found:
            return depth, quote
    for token in _OUTSIDE_TEXT.finditer(line):
        if token[0] in ('"""', "'''"):
            return _still_open(line[token.end() :], depth, token[0])
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
    return depth, ""
