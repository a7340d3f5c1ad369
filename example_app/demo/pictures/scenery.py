"""What stands about: trees, shrubs, houses, cars, tables, canopies."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

from .paint import Colour, shade, shadow, vary


def tree(
    image: Image.Image,
    at: tuple[int, int],
    height: int,
    rng: Random,
    *,
    leaves: Colour = (64, 110, 52),
) -> None:
    """Paint a tree with a crown of many leaves, lighter to the upper left."""
    draw = ImageDraw.Draw(image)
    x, y = at
    trunk = max(3, height // 22)
    shadow(image, (x - height * 0.2, y - height * 0.03, x + height * 0.4, y + height * 0.04), 90)
    draw.polygon(
        [
            (x - trunk, y),
            (x + trunk, y),
            (x + trunk // 2, y - height * 0.6),
            (x - trunk // 2, y - height * 0.6),
        ],
        fill=vary((92, 74, 58), rng),
    )
    for depth in range(260):
        turn, far = rng.uniform(0, 2 * math.pi), math.sqrt(rng.random())
        across, up = 0.34 * far * math.cos(turn), 0.3 * far * math.sin(turn)
        light = 0.55 + 0.45 * depth / 260 + 0.6 * (up - across * 0.6)
        radius = height * rng.uniform(0.02, 0.055)
        cx, cy = x + across * height, y - height * 0.68 - up * height
        draw.ellipse(
            (cx - radius, cy - radius * 0.8, cx + radius, cy + radius * 0.8),
            fill=vary(shade(leaves, light), rng, 16),
        )


def hedge(image: Image.Image, box: tuple[int, int, int, int], rng: Random) -> None:
    """Paint shrubs along a line."""
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    for _ in range((right - left) // 3):
        cx, cy = rng.uniform(left, right), rng.uniform(top, bottom)
        radius = rng.uniform(6, 18)
        light = 0.6 + 0.6 * (bottom - cy) / max(1, bottom - top)
        draw.ellipse(
            (cx - radius, cy - radius * 0.7, cx + radius, cy + radius * 0.7),
            fill=vary(shade((70, 108, 54), light), rng, 18),
        )


def building(image: Image.Image, box: tuple[int, int, int, int], rng: Random) -> None:
    """Paint a block of flats: a lit front with windows and balconies, a dark side."""
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    wall = vary(
        rng.choice(
            [(214, 204, 188), (196, 188, 182), (224, 218, 206), (206, 176, 152), (176, 186, 194)]
        ),
        rng,
    )
    draw.rectangle(box, fill=wall)
    side = left + round((right - left) * 0.78)
    draw.rectangle((side, top, right, bottom), fill=shade(wall, 0.72))
    floors, columns = max(3, (bottom - top) // 34), max(3, (side - left) // 36)
    for floor in range(floors):
        y = top + 10 + floor * (bottom - top) // floors
        for column in range(columns):
            x = left + 8 + column * (side - left) // columns
            glass = vary(
                rng.choice([(74, 92, 108), (96, 116, 132), (54, 66, 78), (150, 170, 186)]), rng
            )
            draw.rectangle((x, y, x + 20, y + 16), fill=glass)
            if rng.random() < 0.4:
                draw.rectangle((x - 2, y + 13, x + 23, y + 20), fill=shade(wall, 0.86))


def table(image: Image.Image, box: tuple[int, int, int, int], cloth: Colour, rng: Random) -> None:
    """Paint a long table with a cloth, papers and bottles of water on it."""
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    edge = top + (bottom - top) // 4
    shadow(image, (left + 20, bottom - 16, right + 40, bottom + 14), 100)
    draw.polygon(
        [(left + 24, top), (right - 24, top), (right, edge), (left, edge)], fill=shade(cloth, 1.12)
    )
    draw.rectangle((left, edge, right, bottom), fill=cloth)
    for x in range(left, right, 30):
        draw.line((x, edge + 4, x + rng.randint(-5, 5), bottom), fill=shade(cloth, 0.82), width=5)
    for _ in range((right - left) // 46):
        x, y = rng.randint(left + 30, right - 60), rng.randint(top + 2, edge - 12)
        if rng.random() < 0.65:
            draw.polygon(
                [(x, y + 8), (x + 10, y), (x + 40, y + 2), (x + 32, y + 12)],
                fill=vary((242, 240, 232), rng, 8),
            )
        else:
            draw.rectangle((x, y - 26, x + 9, y + 8), fill=vary((196, 214, 222), rng))
            draw.rectangle((x + 1, y - 30, x + 8, y - 25), fill=(60, 110, 170))


def car(image: Image.Image, left: int, floor: int, rng: Random) -> None:
    """Park a car in the distance."""
    draw = ImageDraw.Draw(image)
    paint = vary(
        rng.choice([(232, 232, 234), (52, 56, 64), (150, 30, 34), (60, 90, 140), (190, 192, 196)]),
        rng,
    )
    draw.ellipse((left - 6, floor - 10, left + 200, floor + 10), fill=(70, 70, 74))
    draw.polygon(
        [
            (left + 34, floor - 38),
            (left + 60, floor - 66),
            (left + 130, floor - 66),
            (left + 162, floor - 38),
        ],
        fill=(58, 72, 84),
    )
    draw.rounded_rectangle((left, floor - 42, left + 190, floor - 8), 12, fill=paint)
    draw.rectangle((left + 4, floor - 20, left + 186, floor - 12), fill=shade(paint, 0.7))
    for wheel in (left + 40, left + 150):
        draw.ellipse((wheel - 16, floor - 22, wheel + 16, floor + 8), fill=(30, 30, 32))
        draw.ellipse((wheel - 7, floor - 14, wheel + 7, floor), fill=(150, 152, 156))


def canopy(image: Image.Image, top: int, rng: Random) -> None:
    """Put up a canopy over the width of the picture."""
    draw = ImageDraw.Draw(image)
    width, height = image.size
    colour = vary(rng.choice([(188, 36, 40), (38, 92, 150), (230, 230, 226)]), rng)
    for x in (round(width * 0.08), round(width * 0.92)):
        draw.rectangle((x - 5, top + 60, x + 5, round(height * 0.8)), fill=(178, 180, 184))
    draw.polygon(
        [
            (width * 0.2, top - 60),
            (width * 0.8, top - 60),
            (width * 0.96, top + 70),
            (width * 0.04, top + 70),
        ],
        fill=colour,
    )
    for step in range(9):
        x = round(width * (0.04 + 0.92 * step / 8))
        draw.line(
            (round(width * (0.2 + 0.6 * step / 8)), top - 60, x, top + 70),
            fill=shade(colour, 0.85),
            width=3,
        )
    draw.rectangle((width * 0.04, top + 70, width * 0.96, top + 98), fill=shade(colour, 0.8))
