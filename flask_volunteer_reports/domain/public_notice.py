"""How a public notice names people: enough to know oneself, too little for strangers."""

from __future__ import annotations

HIDDEN = "*"


def mask_name(name: str) -> str:
    """Hide the middle of a name: ``张*三`` for 张小三, ``张*`` for 张三, ``*`` for one character.

    Source:
        Order 685, art. 21: nothing about a volunteer is disclosed without consent.
    """
    if len(name) < 3:
        return name[:-1] + HIDDEN
    return name[0] + HIDDEN * (len(name) - 2) + name[-1]
