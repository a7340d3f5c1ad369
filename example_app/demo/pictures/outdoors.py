"""What all photographs taken outdoors share: the backdrop, and people spread over the ground."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from .look import Look
from .paint import Colour, Size, haze, sky, vary
from .person import person
from .scenery import building, tree

GRASS: tuple[Colour, Colour] = ((134, 156, 96), (84, 118, 58))


PAVING: tuple[Colour, Colour] = ((190, 184, 174), (160, 152, 140))


ASPHALT: tuple[Colour, Colour] = ((138, 138, 140), (92, 92, 96))


def open_air(
    size: Size, rng: Random, *, horizon: float, blocks: int, near: bool = False
) -> tuple[Image.Image, int]:
    """Paint sky and houses; return the picture and the line where the ground begins."""
    image = sky(size, rng)
    line = round(size[1] * (horizon + rng.uniform(-0.03, 0.03)))
    left = -rng.randint(0, 120)
    while left < size[0]:
        width = rng.randint(150, 330) * (2 if near else 1)
        height = rng.randint(120, 300) * (2 if near else 1)
        if rng.random() < blocks / 10:
            building(image, (left, line - min(height, line), left + width, line + 4), rng)
        left += width + rng.randint(-30, 70)
    haze(image, (214, 224, 230), 40 if near else 84, below=line + 4)
    return image, line


def trees(image: Image.Image, line: int, rng: Random, *, count: int) -> None:
    """Plant trees along a line."""
    for _ in range(count):
        leaves = rng.choice([(64, 108, 50), (84, 122, 54), (52, 96, 56), (104, 128, 62)])
        at = (rng.randint(-40, image.width + 40), line + rng.randint(0, 34))
        tree(image, at, round(image.height * rng.uniform(0.22, 0.44)), rng, leaves=leaves)


def people(
    image: Image.Image,
    line: int,
    rng: Random,
    looks: list[Look],
    *,
    count: int,
    nearest: float = 1.0,
) -> None:
    """Spread people over the ground, those in front taller and painted last."""
    depth = image.height - line
    steps = sorted(rng.uniform(0.16, 0.86) * nearest for _ in range(count))
    places = rng.sample(range(count), count)
    rng.shuffle(looks)
    for number, (step, place) in enumerate(zip(steps, places, strict=True)):
        x = round(image.width * (0.1 + 0.8 * (place + rng.uniform(0.2, 0.8)) / count))
        tall = round(image.height * (0.17 + 0.36 * step))
        feet = line + round(depth * min(step, 0.97))
        person(image, (x, feet), tall, looks[number % len(looks)], rng)


def row(
    image: Image.Image, rng: Random, looks: list[Look], *, feet: int, tall: int, count: int
) -> None:
    """Let people stand in a row, their feet at one height."""
    for place in range(count):
        x = round(image.width * (0.14 + 0.72 * (place + rng.uniform(0.25, 0.75)) / count))
        person(
            image,
            (x, feet + rng.randint(-8, 8)),
            round(tall * rng.uniform(0.93, 1.05)),
            looks[place % len(looks)],
            rng,
        )


def litter(image: Image.Image, line: int, rng: Random) -> None:
    """Strew some litter, so that there is something to pick up."""
    draw = ImageDraw.Draw(image)
    for _ in range(26):
        x, y = rng.randint(0, image.width), rng.randint(line + 50, image.height)
        length = rng.randint(3, 9)
        colour = vary(rng.choice([(230, 230, 224), (176, 132, 84), (120, 150, 180)]), rng)
        draw.polygon([(x, y), (x + length, y - 3), (x + length + 4, y + 3)], fill=colour)
