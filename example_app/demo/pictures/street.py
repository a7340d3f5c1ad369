"""Invented photographs from crossings, squares and courtyards."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from .lettering import banner
from .look import Look
from .outdoors import ASPHALT, PAVING, open_air, people, row, trees
from .paint import Size, ground, soften, vary
from .scenery import canopy, car, hedge, table


def traffic_guidance(size: Size, rng: Random) -> Image.Image:
    """Volunteers with flags stand at a zebra crossing."""
    image, horizon = open_air(size, rng, horizon=0.4, blocks=9)
    ground(image, rng, top=horizon, far=ASPHALT[0], near=ASPHALT[1], spots=(60, 6), strength=0.1)
    trees(image, horizon + 6, rng, count=5)
    for _ in range(rng.randint(2, 4)):
        car(image, rng.randint(0, image.width - 200), horizon + rng.randint(40, 90), rng)
    soften(image, 2.0, below=horizon + 70)
    _zebra(image, round(image.height * 0.66), rng)
    guiding = [
        Look(cap=True, arms=(1.35, -0.2), bend=(0.2, -0.1), tool="flag"),
        Look(cap=True, arms=(0.3, -1.3), bend=(0.2, -0.2), tool="flag"),
    ]
    passing = [
        Look(vest=False, arms=(0.4, -0.4), tool="bag"),
        Look(vest=False, long_hair=True, arms=(0.3, -0.4)),
        Look(vest=False, grey_hair=True, lean=0.08, arms=(0.2, -0.2), tool="bag"),
    ]
    people(image, horizon + 30, rng, passing, count=rng.randint(2, 4), nearest=0.8)
    people(image, horizon + 60, rng, guiding, count=rng.randint(2, 3))
    return image


def service_tables(size: Size, rng: Random) -> Image.Image:
    """Tables under a canopy on a square: advice, free clinic, collection."""
    image, horizon = open_air(size, rng, horizon=0.44, blocks=8)
    ground(image, rng, top=horizon, far=PAVING[0], near=PAVING[1], spots=(44, 9), strength=0.1)
    trees(image, horizon, rng, count=4)
    soften(image, 2.6, below=horizon + 30)
    width, height = image.size
    canopy(image, round(height * 0.2), rng)
    banner(
        image,
        (round(width * 0.12), round(height * 0.3), round(width * 0.88), round(height * 0.375)),
        rng,
    )
    doctors = rng.random() < 0.5
    helpers = [
        Look(
            vest=not doctors,
            coat=(242, 244, 246) if doctors else None,
            arms=(0.7, 0.3),
            bend=(0.6, 0.5),
        ),
        Look(
            cap=rng.random() < 0.4, long_hair=True, arms=(0.6, 0.2), bend=(0.7, 0.4), tool="paper"
        ),
    ]
    row(image, rng, helpers, feet=round(height * 0.78), tall=round(height * 0.42), count=4)
    cloth = rng.choice([(164, 30, 36), (46, 84, 140), (226, 226, 222)])
    box = (round(width * 0.08), round(height * 0.62), round(width * 0.92), round(height * 0.82))
    table(image, box, cloth, rng)
    guests = [
        Look(vest=False, grey_hair=True, lean=0.12, arms=(0.5, 0.2)),
        Look(vest=False, long_hair=True, arms=(0.5, -0.2), tool="paper"),
        Look(vest=False, arms=(0.3, -0.3), tool="bag"),
    ]
    row(
        image,
        rng,
        guests,
        feet=round(height * 1.02),
        tall=round(height * 0.5),
        count=rng.randint(2, 3),
    )
    return image


def at_the_doors(size: Size, rng: Random) -> Image.Image:
    """Volunteers hand leaflets to residents in the courtyard of a housing estate."""
    image, horizon = open_air(size, rng, horizon=0.5, blocks=4, near=True)
    ground(image, rng, top=horizon, far=PAVING[0], near=PAVING[1], spots=(36, 10), strength=0.12)
    hedge(image, (0, horizon - 10, round(image.width * 0.7), horizon + 22), rng)
    trees(image, horizon + 10, rng, count=3)
    soften(image, 2.2, below=horizon + 26)
    talking = [
        Look(cap=rng.random() < 0.6, arms=(0.8, -0.1), bend=(0.6, -0.2), tool="paper"),
        Look(long_hair=True, arms=(0.6, 0.2), bend=(0.8, 0.4), tool="paper"),
        Look(vest=False, grey_hair=True, lean=0.1, arms=(0.5, -0.2), bend=(0.4, 0)),
        Look(vest=False, long_hair=True, arms=(0.3, -0.2), tool="bag"),
    ]
    people(image, horizon + 40, rng, talking, count=rng.randint(4, 5), nearest=1.1)
    return image


def _zebra(image: Image.Image, top: int, rng: Random) -> None:
    draw = ImageDraw.Draw(image)
    bottom = top + round(image.height * 0.16)
    for x in range(-100, image.width + 200, 118):
        colour = vary((224, 222, 214), rng, 10)
        draw.polygon(
            [(x + 30, top), (x + 84, top), (x + 62, bottom), (x - 10, bottom)], fill=colour
        )
