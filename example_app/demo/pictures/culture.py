"""Invented photographs from libraries, museums and stages."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from .indoors import lamps, room, seated, standing
from .lettering import banner
from .look import Look
from .paint import Size, glow, gradient, ground, roughen, shade, soften, vary


def library(size: Size, rng: Random) -> Image.Image:
    """Volunteers sort books and help readers between the shelves."""
    image, floor = room(size, rng, wall=(222, 214, 198), floor=(168, 132, 96))
    width, height = size
    for left in range(-20, width, 330):
        _shelf(image, (left, round(height * 0.16), left + 310, floor + 10), rng)
    soften(image, 2.8, below=floor + 14)
    lamps(image, rng, warm=True)
    sorting = [
        Look(arms=(1.2, 0.4), bend=(0.6, 0.5), tool="paper"),
        Look(long_hair=True, arms=(0.8, 0.3), bend=(0.9, 0.4), tool="paper"),
        Look(vest=False, arms=(0.6, 0.2), bend=(0.8, 0.3), tool="paper"),
    ]
    standing(image, floor, rng, sorting, count=rng.randint(2, 3), tall=0.5)
    reading = [
        Look(vest=False, seated=True, lean=0.2, arms=(0.8, 0.6), bend=(0.6, 0.4), tool="paper"),
        Look(
            seated=True, long_hair=True, lean=0.15, arms=(0.8, 0.5), bend=(0.6, 0.4), tool="paper"
        ),
    ]
    seated(image, rng, reading, count=rng.randint(2, 4))
    return image


def exhibition(size: Size, rng: Random) -> Image.Image:
    """A volunteer explains pictures on a museum's wall."""
    image, floor = room(size, rng, wall=(206, 204, 196), floor=(126, 112, 100))
    draw = ImageDraw.Draw(image)
    width, height = size
    for left in range(round(width * 0.04), width - 120, round(width * 0.24)):
        box = (left, round(height * 0.2), left + round(width * 0.19), round(height * 0.46))
        draw.rectangle(
            tuple(side + move for side, move in zip(box, (-10, -10, 10, 10), strict=True)),
            fill=(92, 66, 40),
        )
        scene = gradient(
            (box[2] - box[0], box[3] - box[1]), vary((176, 168, 140), rng), vary((86, 98, 84), rng)
        )
        image.paste(roughen(scene, rng, cell=(40, 22), strength=0.7), box[:2])
        glow(image, ((box[0] + box[2]) // 2, box[1]), round(width * 0.13), (56, 48, 30))
    soften(image, 1.8, below=floor)
    guide = [
        Look(arms=(1.7, -0.2), bend=(0.3, -0.2)),
        Look(long_hair=True, arms=(1.6, 0.3), bend=(0.2, 0.8)),
    ]
    listening = [
        Look(vest=False, arms=(0.2, -0.2)),
        Look(vest=False, long_hair=True, arms=(0.6, 0.2), bend=(1.2, 0.3)),
        Look(vest=False, grey_hair=True, arms=(0.2, -0.1)),
    ]
    standing(image, floor, rng, guide, count=1, tall=0.5, places=(0.02, 0.14))
    standing(
        image, floor + 40, rng, listening, count=rng.randint(3, 5), tall=0.52, places=(0.22, 0.98)
    )
    return image


def stage_performance(size: Size, rng: Random) -> Image.Image:
    """Singers and dancers on a stage, the public's heads in front."""
    width, height = size
    image = gradient(size, (92, 16, 24), (150, 28, 34))
    draw = ImageDraw.Draw(image)
    for x in range(0, width, 46):
        draw.rectangle((x, 0, x + rng.randint(14, 24), height), fill=vary((112, 18, 26), rng))
    image = roughen(image, rng, cell=(30, 160), strength=0.3)
    boards = round(height * 0.62)
    ground(
        image, rng, top=boards, far=(150, 104, 70), near=(70, 48, 38), spots=(120, 6), strength=0.2
    )
    banner(
        image,
        (round(width * 0.14), round(height * 0.08), round(width * 0.86), round(height * 0.17)),
        rng,
    )
    soften(image, 2.2)
    dress = rng.choice([(226, 196, 90), (70, 150, 160), (232, 120, 150), (240, 240, 242)])
    dancing = [
        Look(vest=False, coat=dress, long_hair=True, arms=(2.3, -2.2), bend=(0.4, -0.4)),
        Look(vest=False, coat=dress, long_hair=True, arms=(1.8, -0.6), bend=(0.6, -0.8), lean=0.12),
        Look(vest=False, coat=shade(dress, 0.8), arms=(1.4, -1.4), bend=(0.9, -0.9)),
    ]
    standing(image, boards - 40, rng, dancing, count=rng.randint(4, 6), tall=0.36)
    for _ in range(4):
        at = (rng.randint(0, width), round(height * rng.uniform(0.0, 0.3)))
        glow(image, at, round(width * 0.3), rng.choice([(70, 60, 30), (50, 24, 70), (20, 50, 70)]))
    draw = ImageDraw.Draw(image)
    for x in range(-40, width, 105):
        crown, radius = round(height * rng.uniform(0.88, 0.94)), rng.randint(38, 48)
        draw.ellipse(
            (x, crown, x + 2 * radius, crown + 2.3 * radius), fill=vary((28, 22, 24), rng, 6)
        )
        draw.ellipse((x - 50, crown + 80, x + 150, height + 120), fill=vary((40, 38, 46), rng, 14))
    return image


def _shelf(image: Image.Image, box: tuple[int, int, int, int], rng: Random) -> None:
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    draw.rectangle(box, fill=(84, 58, 38))
    rows = 5
    for row in range(rows):
        base = top + (row + 1) * (bottom - top) // rows - 8
        x = left + 10
        while x < right - 22:
            thick, tall = rng.randint(8, 20), rng.randint(56, 84)
            colour = rng.choice(
                [
                    (170, 52, 48),
                    (60, 90, 130),
                    (206, 176, 96),
                    (84, 120, 84),
                    (222, 214, 200),
                    (110, 74, 110),
                ]
            )
            draw.rectangle((x, base - tall, x + thick, base), fill=vary(colour, rng, 24))
            draw.rectangle(
                (x + 2, base - tall + 14, x + thick - 2, base - tall + 20), fill=(232, 226, 206)
            )
            x += thick + 2
        draw.rectangle((left, base, right, base + 9), fill=(122, 86, 56))
