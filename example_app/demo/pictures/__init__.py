"""Invented photographs: twelve scenes of volunteer service, drawn from a seeded generator."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image

from . import care, culture, nature, street
from .paint import Size

SCENES: dict[str, Callable[[Size, Random], Image.Image]] = {
    "park": nature.park_clean_up,
    "river": nature.river_care,
    "planting": nature.tree_planting,
    "traffic": street.traffic_guidance,
    "tables": street.service_tables,
    "doors": street.at_the_doors,
    "library": culture.library,
    "exhibition": culture.exhibition,
    "stage": culture.stage_performance,
    "elders": care.elder_care,
    "classroom": care.classroom,
    "counter": care.service_counter,
}
"""What can be drawn, by name: a picture of a size, the same for the same generator."""

__all__ = ["SCENES", "Size"]
