"""How somebody in a photograph is dressed and holds themselves."""

from __future__ import annotations

from dataclasses import dataclass

from .paint import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a person is dressed and holds themselves; lengths are shares of the height."""

    vest: bool = True
    cap: bool = False
    coat: Colour | None = None
    """A long coat, as doctors wear, or a costume."""
    grey_hair: bool = False
    long_hair: bool = False
    lean: float = 0.0
    """Radians to the front; positive bends towards the right."""
    arms: tuple[float, float] = (0.25, -0.2)
    """Angles of the upper arms against hanging straight down."""
    bend: tuple[float, float] = (0.3, -0.3)
    """How much the forearms go on turning at the elbow."""
    seated: bool = False
    tool: str = ""
    """``broom``, ``flag``, ``bag``, ``paper``, ``spade`` or nothing in the right hand."""
