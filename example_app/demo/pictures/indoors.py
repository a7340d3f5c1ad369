"""What all photographs taken indoors share: the room, its light, and people in it."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from .look import Look
from .paint import Colour, Size, glow, gradient, ground, roughen, shade
from .person import person
from .scenery import table


def room(size: Size, rng: Random, *, wall: Colour, floor: Colour) -> tuple[Image.Image, int]:
    """Paint wall and floor; return the picture and the line between them."""
    image = gradient(size, shade(wall, rng.uniform(0.92, 1.05)), shade(wall, 0.84))
    image = roughen(image, rng, cell=(300, 220), strength=0.06)
    line = round(size[1] * rng.uniform(0.56, 0.61))
    ground(
        image,
        rng,
        top=line,
        far=shade(floor, 0.92),
        near=shade(floor, 1.08),
        spots=(150, 10),
        strength=0.08,
    )
    ImageDraw.Draw(image).rectangle((0, line - 14, size[0], line), fill=shade(floor, 0.7))
    return image, line


def window(image: Image.Image, box: tuple[int, int, int, int], rng: Random) -> None:
    """Paint a window with daylight behind it."""
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    image.paste(
        gradient((right - left, bottom - top), (226, 238, 246), (190, 212, 190)), (left, top)
    )
    for bar in (left, (left + right) // 2, right):
        draw.rectangle((bar - 5, top - 5, bar + 5, bottom + 5), fill=(236, 236, 232))
    for bar in (top, bottom):
        draw.rectangle((left, bar - 5, right, bar + 5), fill=(236, 236, 232))
    glow(image, ((left + right) // 2, (top + bottom) // 2), rng.randint(300, 380), (26, 28, 26))


def lamps(image: Image.Image, rng: Random, *, warm: bool) -> None:
    """Let three lamps shine from the ceiling."""
    colour = (44, 36, 18) if warm else (22, 25, 28)
    for place in range(3):
        x = round(image.width * (0.2 + 0.3 * place))
        glow(image, (x, rng.randint(0, 60)), round(image.width * 0.24), colour)


def standing(
    image: Image.Image,
    floor: int,
    rng: Random,
    looks: list[Look],
    *,
    count: int,
    tall: float,
    places: tuple[float, float] = (0.1, 0.9),
) -> None:
    """Let people stand in a line; ``places`` are shares of the width, from and to."""
    first, last = places
    for place in range(count):
        x = first + (last - first) * (place + rng.uniform(0.2, 0.8)) / count
        feet = floor + round(image.height * rng.uniform(0.1, 0.16))
        height = round(image.height * tall * rng.uniform(0.94, 1.05))
        person(image, (round(image.width * x), feet), height, looks[place % len(looks)], rng)


def seated(image: Image.Image, rng: Random, looks: list[Look], *, count: int) -> None:
    """Let people sit behind a table along the lower edge."""
    width, height = image.size
    for place in range(count):
        x = round(width * (0.12 + 0.76 * (place + rng.uniform(0.3, 0.7)) / count))
        person(
            image, (x, round(height * 1.0)), round(height * 0.52), looks[place % len(looks)], rng
        )
    front = (round(width * 0.04), round(height * 0.86), round(width * 0.96), round(height * 1.1))
    table(image, front, (186, 140, 92), rng)
