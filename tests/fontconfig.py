"""A machine with chosen fonts: fontconfig sees these and nothing else."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph


def save_font(path: Path, family: str, letters: str) -> None:
    """Save a font that draws these letters, all of them as blanks, and nothing else."""
    names = {ord(letter): f"uni{ord(letter):04X}" for letter in letters}
    glyphs = [".notdef", *names.values()]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap(names)
    font.setupGlyf({name: Glyph() for name in glyphs})
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    font.setupHorizontalHeader()
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": path.stem})
    font.setupOS2()
    font.setupPost()
    font.save(path)


def only_fonts_of(folder: Path) -> Path:
    """Write a configuration for ``FONTCONFIG_FILE`` with the fonts of *folder* alone."""
    configuration = folder.with_suffix(".conf")
    configuration.write_text(
        f"<fontconfig><dir>{folder}</dir>"
        f"<cachedir>{folder.with_suffix('.cache')}</cachedir></fontconfig>",
        "utf-8",
    )
    return configuration
