"""Which fonts the papers use, which of them are installed, and what they cannot draw.

Asked of fontconfig, which also decides what Pango uses. A paper that is laid out without any font
takes its process down, so this is asked first.
"""

from __future__ import annotations

import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..config import Settings
from ..errors import PaperFailed

_LAYOUT_ONLY = frozenset("\n\t ")

NAMES = "喆堃珺昇玥垚镕䶮𠮷"
"""What GB 2312 lacks and people are called; the last two are of extensions A and B."""

_LABELS = "志愿服务活动情况表填时间单位盖章"
"""Some of what stands in the forms."""

_REGULAR = 80
_BOLD = 180
"""fontconfig's weight from which a face is called bold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFonts:
    """The families of the papers by their part, each best first."""

    text: tuple[str, ...]
    """仿宋, for all text."""
    wide: tuple[str, ...]
    """What draws the rare characters of names; compulsory."""
    titles: tuple[str, ...] = ()
    """小标宋, for titles."""
    headings: tuple[str, ...] = ()
    """黑体, for the name of an annex and the headings of sections."""

    @classmethod
    def of(cls, settings: Settings) -> PaperFonts:
        """Read them from the settings."""
        return cls(
            text=settings.paper_fonts,
            wide=settings.paper_wide_fonts,
            titles=settings.paper_title_fonts,
            headings=settings.paper_heading_fonts,
        )

    def to_arguments(self) -> list[str]:
        """Write them as arguments of a command."""
        parts = {"text": self.text, "wide": self.wide, "titles": self.titles}
        parts["headings"] = self.headings
        return [f"{part}={family}" for part, families in parts.items() for family in families]

    @classmethod
    def from_arguments(cls, arguments: Iterable[str]) -> PaperFonts:
        """Read what :meth:`to_arguments` wrote."""
        parts: dict[str, list[str]] = {"text": [], "wide": [], "titles": [], "headings": []}
        for argument in arguments:
            part, _, family = argument.partition("=")
            parts[part].append(family)
        return cls(**{part: tuple(families) for part, families in parts.items()})

    @property
    def text_chain(self) -> tuple[str, ...]:
        """The installed families in which text is set, in the order in which they are tried."""
        return _installed(self.text + self.wide)

    @property
    def title_chain(self) -> tuple[str, ...]:
        """The same for titles."""
        return _installed(self.titles + self.wide + self.text)

    @property
    def heading_chain(self) -> tuple[str, ...]:
        """The same for headings."""
        return _installed(self.headings + self.wide + self.text)

    @property
    def wide_chain(self) -> tuple[str, ...]:
        """The installed families that draw what others lack; a text family may be one."""
        return _installed(self.wide) or self.text_chain

    @property
    def title_weight(self) -> str:
        """The CSS weight at which the face of titles is used as it is: no font is made bolder."""
        best = faces(self.title_chain[:1])
        return "bold" if any(face.weight >= _BOLD for face in best) else "normal"


@dataclass(frozen=True, slots=True)
class InstalledFace:
    """One face as fontconfig lists it: where it is, and which characters it draws."""

    name: str
    """Its PostScript name."""
    path: str
    index: int
    families: frozenset[str]
    weight: float
    """80 is regular, 200 bold."""
    slant: int
    charset: str

    def draws(self, character: str) -> bool:
        """Say whether it has a glyph for *character*."""
        starts, ends = _ranges(self.charset)
        place = bisect_right(starts, ord(character)) - 1
        return place >= 0 and ord(character) <= ends[place]


def check_fonts(fonts: PaperFonts) -> None:
    """Hold that the papers can be set, and that rare characters of names do not become boxes.

    Raises:
        PaperFailed: No font is installed, none that is wide enough, the first has no Chinese, or
            fontconfig itself is missing; says what to do.
    """
    if not fonts.text_chain:
        raise PaperFailed(
            "None of the fonts of the papers is installed (%(families)s). On Debian: apt-get "
            "install fonts-noto-cjk. Then make the papers again.",
            families=", ".join(fonts.text + fonts.wide),
        )
    first = fonts.text_chain[0]
    if not all(any(face.draws(c) for face in faces((first,))) for c in _LABELS):
        raise PaperFailed(
            "“%(family)s” is the first font of the papers and has no Chinese characters. In "
            "VOLUNTEER_REPORTS_PAPER_FONTS name one first that has them.",
            family=first,
        )
    missing = undrawable(NAMES, fonts)
    if missing:
        raise PaperFailed(
            "The fonts of the papers (%(families)s) lack %(characters)s, which stand in names. On "
            "Debian: apt-get install fonts-noto-cjk; elsewhere name a font that has them in "
            "VOLUNTEER_REPORTS_PAPER_WIDE_FONTS.",
            families=", ".join(fonts.text_chain),
            characters=" ".join(missing),
        )


def undrawable(text: str, fonts: PaperFonts) -> Sequence[str]:
    """List the characters of *text* that the papers cannot draw, each once, in order.

    Only the families of the papers count: what another font of this machine would lend is not
    there on the next one. Where fontconfig cannot be asked the answer is none; ``doctor`` and
    ``check_fonts`` report it.
    """
    chain = faces(fonts.text_chain)
    if not chain:
        return []
    wanted = dict.fromkeys(character for character in text if character not in _LAYOUT_ONLY)
    return [c for c in wanted if not any(face.draws(c) for face in chain)]


def with_code_points(characters: Iterable[str]) -> str:
    """Write characters with their numbers, since what cannot be drawn cannot be read either."""
    return "、".join(f"{character}（U+{ord(character):04X}）" for character in characters)


@lru_cache(maxsize=16)
def faces(families: tuple[str, ...]) -> tuple[InstalledFace, ...]:
    """Return the installed faces of *families*, in their order; of each the regular one first."""
    regular_first = sorted(installed_faces(), key=lambda face: abs(face.weight - _REGULAR))
    return tuple(
        face
        for family in families
        for face in regular_first
        if _plain(family) in map(_plain, face.families)
    )


@lru_cache(maxsize=16)
def _installed(families: tuple[str, ...]) -> tuple[str, ...]:
    names = {_plain(name) for face in installed_faces() for name in face.families}
    return tuple(dict.fromkeys(family for family in families if _plain(family) in names))


def _plain(family: str) -> str:
    """Write a family as fontconfig compares it."""
    return family.casefold().replace(" ", "")


@lru_cache(maxsize=1)
def installed_faces() -> tuple[InstalledFace, ...]:
    """List every installed face with a PostScript name; variable fonts are left out."""
    form = (
        "%{postscriptname}|%{file}|%{index}|%{weight}|%{slant}|%{variable}|%{charset}|%{family}\n"
    )
    found = []
    for line in _fc_list(form) or []:
        name, path, index, weight, slant, variable, charset, families = line.split("|", 7)
        if name and variable == "False" and weight.replace(".", "").isdigit():
            found.append(
                InstalledFace(
                    name,
                    path,
                    int(index),
                    frozenset(families.split(",")),
                    float(weight),
                    int(slant or 0),
                    charset,
                )
            )
    return tuple(sorted(found, key=lambda face: (face.name, face.path, face.index)))


def forget() -> None:
    """Ask fontconfig again the next time."""
    for answer in (installed_faces, _installed, faces):
        answer.cache_clear()


@lru_cache(maxsize=16)
def _ranges(charset: str) -> tuple[list[int], list[int]]:
    """Read fontconfig's charsets: hexadecimal code points and ranges."""
    parts = sorted(
        (int(first, 16), int(last or first, 16))
        for first, _, last in (part.partition("-") for part in charset.split())
    )
    return [first for first, _ in parts], [last for _, last in parts]


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
