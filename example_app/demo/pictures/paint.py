"""Brushes for invented photographs: light, texture, distance.

Everything is drawn small and from a seeded generator, so that the same picture comes out every
time; the album enlarges it and adds what a telephone's camera adds.
"""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Size = tuple[int, int]

RED_VEST: Colour = (206, 32, 38)
SKIN: tuple[Colour, ...] = ((233, 190, 158), (222, 176, 142), (205, 157, 123), (239, 200, 172))
HAIR: tuple[Colour, ...] = ((26, 22, 21), (38, 30, 27), (52, 43, 38), (120, 117, 114))


def shade(colour: Colour, factor: float) -> Colour:
    """Make a colour darker (below 1) or lighter (above 1)."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def vary(colour: Colour, rng: Random, most: int = 14) -> Colour:
    """Move a colour a little, as no two leaves are alike."""
    light = rng.randint(-most, most)
    red, green, blue = (
        max(0, min(255, part + light + rng.randint(-most // 3, most // 3))) for part in colour
    )
    return red, green, blue


def gradient(size: Size, top: Colour, bottom: Colour) -> Image.Image:
    """Fade from one colour above to another below."""
    mask = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def grain(size: Size, rng: Random, cell: tuple[int, int]) -> Image.Image:
    """Make a grey pattern with spots of about *cell* pixels, soft at the edges."""
    columns, rows = (max(2, side // spot) for side, spot in zip(size, cell, strict=True))
    spots = Image.frombytes("L", (columns, rows), rng.randbytes(columns * rows))
    smooth = Image.Resampling.BICUBIC if cell[0] > 20 else Image.Resampling.BILINEAR
    return spots.resize(size, smooth)


def roughen(
    image: Image.Image, rng: Random, *, cell: tuple[int, int], strength: float
) -> Image.Image:
    """Make a surface lighter and darker in spots: grass, asphalt, plaster."""
    spots = grain(image.size, rng, cell).point(
        [round(128 + (v - 128) * strength) for v in range(256)]
    )
    return ImageChops.add(image, Image.merge("RGB", (spots, spots, spots)), 1, -128)


def sky(size: Size, rng: Random, *, horizon: Colour = (226, 234, 240)) -> Image.Image:
    """Paint a summer sky with clouds."""
    zenith = rng.choice([(92, 145, 204), (120, 162, 208), (150, 176, 204), (104, 152, 196)])
    small = (size[0] // 4, size[1] // 4)
    image = gradient(small, zenith, horizon)
    clouds = ImageChops.blend(
        grain(small, rng, (small[0] // 5, small[1] // 6)),
        grain(small, rng, (small[0] // 16, small[1] // 20)),
        0.35,
    )
    cover = clouds.point([min(235, max(0, (v - 118) * 4)) for v in range(256)])
    cover = cover.filter(ImageFilter.GaussianBlur(2))
    image.paste(Image.new("RGB", small, (248, 249, 250)), mask=cover)
    return image.resize(size, Image.Resampling.BILINEAR)


def ground(
    image: Image.Image,
    rng: Random,
    *,
    top: int,
    far: Colour,
    near: Colour,
    spots: tuple[int, int] = (26, 7),
    strength: float = 0.16,
) -> None:
    """Lay ground from the line *top* to the lower edge, coarser in front."""
    size = (image.width, image.height - top)
    surface = gradient(size, far, near)
    surface = roughen(surface, rng, cell=spots, strength=strength)
    surface = roughen(surface, rng, cell=(3, 2), strength=strength * 0.6)
    surface = roughen(surface, rng, cell=(size[0] // 5, size[1] // 7), strength=0.26)
    image.paste(surface, (0, top))


def shadow(image: Image.Image, box: tuple[float, float, float, float], strength: int = 110) -> None:
    """Darken an ellipse softly, as under a person or a tree."""
    left, top, right, bottom = (round(side) for side in box)
    margin = 14
    size = (right - left + 2 * margin, bottom - top + 2 * margin)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse(
        (margin, margin, size[0] - margin, size[1] - margin), fill=strength
    )
    mask = mask.filter(ImageFilter.BoxBlur(9))
    image.paste(Image.new("RGB", size, (22, 24, 26)), (left - margin, top - margin), mask)


def soften(image: Image.Image, radius: float, *, below: int = 0) -> None:
    """Put what has been painted so far out of focus, from the upper edge down to *below*."""
    box = (0, 0, image.width, below or image.height)
    image.paste(image.crop(box).filter(ImageFilter.BoxBlur(radius)), box)


def haze(image: Image.Image, colour: Colour, strength: int, *, below: int) -> None:
    """Let the air stand before what is far away."""
    size = (image.width, below)
    image.paste(Image.new("RGB", size, colour), (0, 0), Image.new("L", size, strength))


def glow(image: Image.Image, centre: tuple[int, int], radius: int, colour: Colour) -> None:
    """Add light around a point: a lamp, a window, a spotlight's cone on the wall."""
    spot = Image.radial_gradient("L").point([255 - v for v in range(256)])
    spot = spot.resize((2 * radius, 2 * radius), Image.Resampling.BILINEAR)
    tinted = Image.merge(
        "RGB", [spot.point([v * part // 255 for v in range(256)]) for part in colour]
    )
    x, y = centre[0] - radius, centre[1] - radius
    left, top = max(0, x), max(0, y)
    right, bottom = min(image.width, x + 2 * radius), min(image.height, y + 2 * radius)
    tinted = tinted.crop((left - x, top - y, right - x, bottom - y))
    box = (left, top, right, bottom)
    image.paste(ImageChops.add(image.crop(box), tinted), box)
