"""Invented photographs from parks, river banks and slopes."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from .look import Look
from .outdoors import GRASS, PAVING, litter, open_air, people, trees
from .paint import Colour, Size, ground, soften, vary
from .scenery import hedge, tree


def park_clean_up(size: Size, rng: Random) -> Image.Image:
    """Volunteers sweep a path in a park and pick up litter."""
    image, horizon = open_air(size, rng, horizon=0.42, blocks=5)
    ground(image, rng, top=horizon, far=GRASS[0], near=GRASS[1], spots=(22, 7), strength=0.2)
    _path(image, horizon, rng, PAVING)
    hedge(image, (0, horizon - 12, image.width, horizon + 16), rng)
    trees(image, horizon, rng, count=7)
    soften(image, 2.4, below=horizon + 40)
    litter(image, horizon, rng)
    working = [
        Look(cap=True, lean=0.35, arms=(0.55, 0.35), bend=(0.3, 0.4), tool="broom"),
        Look(lean=0.7, arms=(0.5, 0.2), bend=(0.1, 0.2), tool="bag"),
        Look(cap=rng.random() < 0.5, long_hair=True, arms=(0.4, -0.2), tool="bag"),
        Look(lean=0.28, arms=(0.5, 0.4), bend=(0.3, 0.3), tool="broom"),
        Look(vest=False, arms=(0.2, -0.2)),
    ]
    people(image, horizon, rng, working, count=rng.randint(4, 6))
    return image


def river_care(size: Size, rng: Random) -> Image.Image:
    """Volunteers collect rubbish on the bank of a river."""
    image, horizon = open_air(size, rng, horizon=0.36, blocks=7)
    water = round(image.height * 0.3)
    ground(
        image,
        rng,
        top=horizon,
        far=(152, 172, 176),
        near=(98, 124, 122),
        spots=(90, 4),
        strength=0.2,
    )
    _glints(image, (horizon + 8, horizon + water), rng)
    ground(image, rng, top=horizon + water, far=(150, 146, 106), near=(98, 106, 62), strength=0.24)
    hedge(image, (0, horizon + water - 14, image.width, horizon + water + 14), rng)
    soften(image, 2.0, below=horizon + water)
    trees(image, horizon + water + 30, rng, count=2)
    litter(image, horizon + water, rng)
    working = [
        Look(cap=True, lean=0.55, arms=(0.4, 0.2), tool="bag"),
        Look(lean=0.8, arms=(0.4, 0.1), bend=(0.1, 0.1), tool="bag"),
        Look(long_hair=True, arms=(0.5, -0.1), tool="bag"),
        Look(arms=(0.9, 0.2), bend=(0.6, 0.2)),
    ]
    people(image, horizon + water - 20, rng, working, count=rng.randint(4, 6))
    return image


def tree_planting(size: Size, rng: Random) -> Image.Image:
    """Volunteers plant saplings on a slope."""
    image, horizon = open_air(size, rng, horizon=0.38, blocks=3)
    ground(
        image,
        rng,
        top=horizon,
        far=(150, 150, 96),
        near=(122, 92, 62),
        spots=(34, 10),
        strength=0.26,
    )
    trees(image, horizon, rng, count=8)
    soften(image, 2.6, below=horizon + 30)
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        x = rng.randint(40, image.width - 40)
        y = rng.randint(horizon + 60, image.height - 60)
        draw.ellipse((x - 44, y - 10, x + 44, y + 18), fill=vary((94, 66, 44), rng))
        tree(image, (x, y), 90 + (y - horizon) // 4, rng, leaves=(92, 146, 66))
    working = [
        Look(lean=0.45, arms=(0.5, 0.4), bend=(0.2, 0.3), tool="spade"),
        Look(cap=True, lean=0.3, arms=(0.4, 0.3), tool="spade"),
        Look(long_hair=True, lean=0.6, arms=(0.5, 0.3)),
        Look(vest=False, cap=True, arms=(0.2, -0.3), tool="spade"),
    ]
    people(image, horizon, rng, working, count=rng.randint(4, 6))
    return image


def _path(image: Image.Image, line: int, rng: Random, colours: tuple[Colour, Colour]) -> None:
    lane = image.copy()
    ground(lane, rng, top=line, far=colours[0], near=colours[1], spots=(30, 9), strength=0.12)
    mask = Image.new("L", image.size, 0)
    bend, width = rng.uniform(0.35, 0.65) * image.width, image.width
    ImageDraw.Draw(mask).polygon(
        [
            (bend - 30, line),
            (bend + 30, line),
            (width * 0.95, image.height),
            (width * 0.1, image.height),
        ],
        fill=255,
    )
    image.paste(lane, mask=mask)


def _glints(image: Image.Image, rows: tuple[int, int], rng: Random) -> None:
    draw = ImageDraw.Draw(image)
    for _ in range(420):
        x, y = rng.randint(0, image.width), rng.randint(*rows)
        length = 4 + (y - rows[0]) // 5
        draw.line((x, y, x + length, y), fill=vary((196, 210, 212), rng, 26), width=1)
