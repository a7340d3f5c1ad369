"""Pages of archiving: the register, the four classes, media coverage, packages, office forms."""

from __future__ import annotations

from flask import Blueprint


def create_blueprint() -> Blueprint:
    """Make the blueprint of this workflow."""
    return Blueprint("archiving", __name__)
