"""Keep the catalogues complete: ``python -m tools.translations`` adds new messages, drops old ones.

The key of a message is its English text in the source. ``--check`` changes nothing and fails when
something is missing, left over or has other places (%(name)s) than its key.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "flask_volunteer_reports"
TEMPLATES = ROOT / "templates" / "volunteer_reports"
CATALOGUE = PACKAGE / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"

# Which argument of which call is a message.
CALLS = {
    "Message": 0,
    "t": 0,
    "lazy": 0,
    "notify": 0,
    "announce": 0,
    "tell": 0,
    "NeededField": 0,
    "complain": 1,
}
ERRORS = re.compile(
    r"ConfigurationError|Invalid(?:Entry|Entries)|SignInRequired|Not(?:Allowed|Found)|Conflict|"
    r"AlreadyDone|StaleVersion|Busy|(?:Storage|Paper)Failed"
)
# These hand messages on that others wrote.
CARRIERS = {
    "command.py",
    "context.py",
    "errors.py",
    "forms.py",
    "i18n.py",
    "templating.py",
    "toml_table.py",
}
# Singular and plural, as in t("%(count)s report", "%(count)s reports", count=3).
WITH_PLURAL = {"t"}
_TEXT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\bt\(\s*{_TEXT}(?:,\s*{_TEXT})?")
PLACES = re.compile(r"%\((\w+)\)s")


class NotLiteral(Exception):
    """A message is put together at run time, so no catalogue can hold it."""


def messages() -> dict[str, list[str]]:
    """Collect every message of the source, with the files in which it stands."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for text in _in_python(path):
            found.setdefault(text, []).append(str(path.relative_to(ROOT)))
    for path in sorted(TEMPLATES.rglob("*.html")):
        if "documents" in path.parts:
            continue  # the papers are Chinese
        for match in TEMPLATE_CALL.finditer(path.read_text("utf-8")):
            for literal in filter(None, match.groups()):
                text = ast.literal_eval(literal)
                found.setdefault(text, []).append(str(path.relative_to(ROOT)))
    return found


def _in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        place = 0 if ERRORS.fullmatch(name) else CALLS.get(name)
        if place is None or len(node.args) <= place:
            continue
        for argument in node.args[place : place + (2 if name in WITH_PLURAL else 1)]:
            yield from _literals(argument, path)


def _literals(node: ast.expr, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body, path)
        yield from _literals(node.orelse, path)
    elif isinstance(node, (ast.Subscript, ast.BoolOp)):
        return
    elif not isinstance(node, ast.Attribute) and path.name not in CARRIERS:
        raise NotLiteral(f"{path}:{node.lineno}")


def read() -> Catalog:
    """Read the Chinese catalogue; an empty one where there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans_CN")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def problems() -> list[str]:
    """Say what is wrong with the catalogue."""
    wanted, catalogue = messages(), read()
    known = {str(entry.id): str(entry.string) for entry in catalogue if entry.id}
    wrong = [f"not translated: {text}" for text in wanted if not known.get(text)]
    wrong += [f"left over: {text}" for text in known if text not in wanted]
    wrong += [
        f"other places: {text}"
        for text, said in known.items()
        if said and set(PLACES.findall(text)) != set(PLACES.findall(said))
    ]
    return wrong


def update() -> None:
    """Write the catalogue anew: new messages empty, old ones gone."""
    old = {str(entry.id): str(entry.string) for entry in read() if entry.id}
    catalogue = Catalog(
        locale="zh_Hans_CN",
        project="flask_volunteer_reports",
        version="0",
        last_translator="the authors",
        language_team="the authors",
        msgid_bugs_address="the authors",
        fuzzy=False,
        header_comment="# Simplified Chinese for flask_volunteer_reports.",
        # Not the time of the run: the same messages must give the same file.
        creation_date=datetime(2017, 6, 1, tzinfo=UTC),
        revision_date=datetime(2017, 6, 1, tzinfo=UTC),
    )
    for text, files in sorted(messages().items()):
        catalogue.add(text, old.get(text, ""), locations=[(file, 0) for file in sorted(set(files))])
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, include_lineno=False, omit_header=False)


def main(arguments: list[str]) -> int:
    """Update or check; return the exit code."""
    if "--check" not in arguments:
        update()
    wrong = problems()
    print("\n".join(wrong) or "The catalogues are complete.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
