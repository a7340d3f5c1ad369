"""Invented photographs from homes, classrooms and service counters."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from .indoors import lamps, room, standing, window
from .lettering import banner
from .look import Look
from .paint import Size, shade, soften, vary
from .person import person
from .scenery import table


def elder_care(size: Size, rng: Random) -> Image.Image:
    """Volunteers visit an old person at home."""
    image, floor = room(
        size,
        rng,
        wall=rng.choice([(226, 220, 204), (206, 216, 210), (232, 214, 196)]),
        floor=(150, 126, 104),
    )
    width, height = size
    draw = ImageDraw.Draw(image)
    window(
        image,
        (round(width * 0.06), round(height * 0.1), round(width * 0.34), round(height * 0.44)),
        rng,
    )
    draw.rectangle(
        (round(width * 0.66), round(height * 0.3), round(width * 0.95), floor + 30),
        fill=(122, 84, 56),
    )
    for shelf in range(3):
        y = round(height * (0.34 + 0.09 * shelf))
        draw.rectangle(
            (round(width * 0.68), y, round(width * 0.93), y + 60), fill=vary((150, 108, 76), rng)
        )
    sofa = vary(rng.choice([(134, 92, 70), (96, 110, 128), (150, 60, 58)]), rng)
    box = (round(width * 0.12), round(height * 0.52), round(width * 0.8), round(height * 0.8))
    draw.rounded_rectangle(box, 40, fill=sofa)
    draw.rounded_rectangle(
        (box[0], round(height * 0.66), box[2], box[3] + 20), 30, fill=shade(sofa, 1.15)
    )
    soften(image, 2.2)
    sitting = [
        Look(vest=False, grey_hair=True, seated=True, lean=0.08, arms=(0.6, 0.4), bend=(0.7, 0.6)),
        Look(seated=True, long_hair=rng.random() < 0.6, arms=(0.9, 0.5), bend=(0.4, 0.4)),
        Look(seated=True, arms=(0.7, 0.4), bend=(0.6, 0.5)),
    ]
    for place, look in enumerate(sitting):
        x = round(width * (0.24 + 0.22 * place + rng.uniform(-0.02, 0.02)))
        person(image, (x, round(height * 0.93)), round(height * 0.66), look, rng)
    standing(
        image,
        floor + 60,
        rng,
        [Look(cap=True, arms=(0.3, 0.2), tool="bag")],
        count=1,
        tall=0.62,
        places=(0.86, 0.92),
    )
    return image


def classroom(size: Size, rng: Random) -> Image.Image:
    """A volunteer teaches children at their desks."""
    image, floor = room(size, rng, wall=(222, 226, 214), floor=(140, 134, 124))
    width, height = size
    draw = ImageDraw.Draw(image)
    board = (round(width * 0.16), round(height * 0.14), round(width * 0.82), round(height * 0.44))
    draw.rectangle(
        tuple(side + move for side, move in zip(board, (-12, -12, 12, 12), strict=True)),
        fill=(150, 112, 72),
    )
    draw.rectangle(board, fill=(38, 74, 58))
    for row in range(4):
        y = board[1] + 36 + row * 52
        draw.line(
            (board[0] + 40, y, board[0] + rng.randint(260, 620), y + rng.randint(-4, 4)),
            fill=(206, 214, 206),
            width=4,
        )
    soften(image, 2.0, below=floor)
    lamps(image, rng, warm=False)
    teacher = Look(arms=(1.9, -0.2), bend=(0.3, -0.3), long_hair=rng.random() < 0.5)
    standing(image, floor - 10, rng, [teacher], count=1, tall=0.46, places=(0.15, 0.35))
    child = [
        Look(vest=False, seated=True, arms=(0.9, 0.6), bend=(0.5, 0.4), tool="paper"),
        Look(vest=False, seated=True, long_hair=True, arms=(2.6, 0.5), bend=(0.2, 0.4)),
        Look(seated=True, arms=(0.9, 0.5), bend=(0.5, 0.4)),
    ]
    for row, feet in enumerate((0.74, 0.9, 1.06)):
        for place in range(4 - row % 2):
            x = round(width * (0.16 + 0.22 * place + 0.06 * row))
            tall = round(height * (0.34 + 0.09 * row))
            person(image, (x, round(height * feet)), tall, rng.choice(child), rng)
            _desk(image, (x + 30, round(height * feet) - round(tall * 0.36), tall), rng)
    return image


def service_counter(size: Size, rng: Random) -> Image.Image:
    """The counter of a volunteer station in a public hall."""
    image, floor = room(size, rng, wall=(216, 220, 224), floor=(186, 182, 176))
    width, height = size
    for left in (0.08, 0.42, 0.74):
        window(
            image,
            (
                round(width * left),
                round(height * 0.02),
                round(width * (left + 0.2)),
                round(height * 0.16),
            ),
            rng,
        )
    banner(
        image,
        (round(width * 0.2), round(height * 0.2), round(width * 0.8), round(height * 0.28)),
        rng,
    )
    soften(image, 2.4, below=floor)
    lamps(image, rng, warm=False)
    helping = [
        Look(arms=(0.7, 0.2), bend=(0.7, 0.4), tool="paper"),
        Look(long_hair=True, arms=(0.5, 0.3), bend=(0.8, 0.5)),
    ]
    standing(image, floor + 10, rng, helping, count=3, tall=0.44)
    box = (round(width * 0.05), round(height * 0.62), round(width * 0.95), round(height * 0.84))
    table(image, box, vary((188, 148, 104), rng), rng)
    asking = [
        Look(vest=False, arms=(0.7, -0.1), bend=(0.5, -0.2), tool="bag"),
        Look(vest=False, grey_hair=True, arms=(0.6, 0.2), bend=(0.5, 0.2)),
        Look(vest=False, long_hair=True, arms=(0.6, -0.2), tool="paper"),
    ]
    standing(image, round(height * 0.9), rng, asking, count=rng.randint(2, 3), tall=0.54)
    return image


def _desk(image: Image.Image, at: tuple[int, int, int], rng: Random) -> None:
    x, y, scale = at
    draw = ImageDraw.Draw(image)
    wide = round(scale * 0.36)
    wood = vary((196, 156, 104), rng)
    draw.polygon(
        [(x - wide + 14, y - 16), (x + wide - 14, y - 16), (x + wide, y + 8), (x - wide, y + 8)],
        fill=wood,
    )
    draw.rectangle((x - wide, y + 8, x + wide, y + 30), fill=shade(wood, 0.72))
    draw.polygon(
        [(x - 30, y - 8), (x + 20, y - 10), (x + 26, y + 2), (x - 34, y + 3)], fill=(244, 242, 236)
    )
