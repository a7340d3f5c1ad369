"""Which fonts are installed, and which characters they cannot draw.

Asked of fontconfig, which also decides what Pango uses. A paper that is laid out without any font
takes its process down, so this is asked first.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..errors import PaperFailed

_LAYOUT_ONLY = frozenset("\n\t ")


def check_fonts(families: Sequence[str]) -> str:
    """Return the first of *families* that is installed.

    Raises:
        PaperFailed: None is, or fontconfig itself is missing; says what to install.
    """
    installed = installed_families()
    for family in families:
        if family in installed:
            return family
    raise PaperFailed(
        "None of the fonts of the papers is installed (%(families)s). On Debian: apt-get install "
        "fonts-noto-cjk. Then make the papers again.",
        families=", ".join(families),
    )


def undrawable(text: str) -> Sequence[str]:
    """List the characters of *text* that no installed font can draw, each once, in order.

    Where fontconfig cannot be asked the answer is none; ``doctor`` and ``check_fonts`` report it.
    """
    drawable = _drawable()
    if drawable is None:
        return []
    wanted = dict.fromkeys(character for character in text if character not in _LAYOUT_ONLY)
    return [character for character in wanted if ord(character) not in drawable]


@lru_cache(maxsize=1)
def installed_families() -> frozenset[str]:
    """Name every installed font family, in all of its spellings."""
    lines = _fc_list("%{family}\n") or []
    return frozenset(name for line in lines for name in line.split(","))


@dataclass(frozen=True, slots=True)
class InstalledFace:
    """One face as fontconfig lists it."""

    name: str
    """Its PostScript name."""
    path: str
    index: int
    families: frozenset[str]
    weight: float
    """80 is regular, 200 bold."""
    slant: int


@lru_cache(maxsize=1)
def installed_faces() -> tuple[InstalledFace, ...]:
    """List every installed face with a PostScript name; variable fonts are left out."""
    form = "%{postscriptname}|%{file}|%{index}|%{weight}|%{slant}|%{variable}|%{family}\n"
    found = []
    for line in _fc_list(form) or []:
        name, path, index, weight, slant, variable, families = line.split("|", 6)
        if name and variable == "False" and weight.replace(".", "").isdigit():
            family_names = frozenset(families.split(","))
            found.append(
                InstalledFace(name, path, int(index), family_names, float(weight), int(slant or 0))
            )
    return tuple(sorted(found, key=lambda face: (face.name, face.path, face.index)))


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int] | None:
    lines = _fc_list("%{charset}\n")
    if not lines:
        return None
    return frozenset(_code_points({part for line in lines for part in line.split()}))


def _code_points(ranges: Iterable[str]) -> Iterable[int]:
    """Read fontconfig's charsets: hexadecimal code points and ranges."""
    for part in ranges:
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _fc_list(form: str) -> list[str] | None:
    try:
        answer = subprocess.run(  # noqa: S603 -- no part of it comes from outside
            ["fc-list", f"--format={form}"],  # noqa: S607 -- wherever the system keeps it
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return [line for line in answer.stdout.splitlines() if line]
