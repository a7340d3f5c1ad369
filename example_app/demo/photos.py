"""The album: photographs of reports, no two alike, and samples as telephones take them.

All this takes a while, so two processes do it while the city's history is being played. A drawing
gives several photographs: from a little nearer, from the other side, in another light.
"""

from __future__ import annotations

import io
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from random import Random
from statistics import NormalDist
from typing import NamedTuple

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from flask_volunteer_reports.rendering.photos import Photo, PhotoLimits, process_photo

from .pictures import SCENES, Size

LETTERED = ("tables", "counter", "stage")
"""Scenes with a slogan, which can neither be mirrored nor cut."""
SHOTS = {scene: 6 if scene in LETTERED else 10 for scene in SCENES}
"""How many photographs are made of one drawing."""
BROAD = ("library", "stage")
"""Scenes that need a telephone held level."""
DRAWN: Size = (1280, 960)
TAKEN_SMALL: Size = (1280, 960)
"""The smallest size of a telephone: 700 of them are made while a person waits."""

SAMPLES = tuple(SCENES)[::2]
UPRIGHT = "planting"
"""The sample that is taken with the telephone held upright."""
DRAWN_LARGE: Size = (1600, 1200)
TAKEN: Size = (4000, 3000)

_CAMERAS = (
    ("HUAWEI", "EVA-AL10"),
    ("Apple", "iPhone 7"),
    ("OPPO", "OPPO R9s"),
    ("vivo", "vivo X9"),
)
_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _TAKEN_AT = 0x010F, 0x0110, 0x0112, 0x9003
_TURNED = 6
"""The sensor lay on its side: whoever shows the picture turns it upright."""

# Noise is looked up from random bytes, because the generator of Pillow cannot be seeded.
_NOISE = [
    max(0, min(255, round(128 + NormalDist(0, 5.5).inv_cdf((byte + 0.5) / 256))))
    for byte in range(256)
]


class Wanted(NamedTuple):
    """A photograph that was ordered: which one of a scene."""

    scene: str
    number: int


class Shot(NamedTuple):
    """One photograph: the file that is uploaded, and what the site makes of it."""

    upload: bytes
    photo: Photo


class Album:
    """Photographs in the making; taking one out waits until it is there."""

    def __init__(self, limits: PhotoLimits) -> None:
        self.limits = limits
        self._pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
        self._samples = {scene: self._pool.submit(photograph, scene) for scene in SAMPLES}
        self._ordered: Counter[str] = Counter()
        self._begun: Counter[str] = Counter()
        self._shots: dict[Wanted, tuple[Future[list[Shot]], int]] = {}
        self._prepared: dict[bytes, Photo] = {}

    def order(self, scene: str) -> Wanted:
        """Order one more photograph of a scene."""
        wanted = Wanted(scene, self._ordered[scene])
        self._ordered[scene] += 1
        return wanted

    def develop(self) -> None:
        """Begin with what has been ordered and some more; neighbours are of different drawings."""
        for scene, ordered in self._ordered.items():
            first = self._begun[scene]
            if first >= ordered:
                continue
            drawings = -(-(ordered - first) // SHOTS[scene]) + 1
            for number in range(first, first + drawings):
                shots = self._pool.submit(take, scene, number, self.limits)
                for place in range(SHOTS[scene]):
                    self._shots[Wanted(scene, number + place * drawings)] = shots, place
            self._begun[scene] += drawings * SHOTS[scene]

    def take_out(self, wanted: Wanted) -> bytes:
        """Return a photograph for its upload, once."""
        shots, place = self._shots.pop(wanted)
        shot = shots.result()[place]
        self._prepared[shot.upload] = shot.photo
        return shot.upload

    def process(self, upload: bytes, limits: PhotoLimits) -> Photo:
        """Do with an upload what the site does, or return what a process did with it before."""
        prepared = self._prepared.pop(upload, None)
        return prepared if prepared and limits == self.limits else process_photo(upload, limits)

    def samples(self) -> Iterator[tuple[str, bytes]]:
        """Return one photograph each of some scenes, which is in no report."""
        for scene, sample in self._samples.items():
            yield scene, sample.result()

    def close(self) -> None:
        """Let the processes go."""
        self._pool.shutdown(cancel_futures=True)


def take(scene: str, number: int, limits: PhotoLimits) -> list[Shot]:
    """Draw a scene, photograph it several times and do what the site does with every upload."""
    rng = Random(f"{scene}-{number}")
    upright = scene not in BROAD and rng.random() < 0.2
    drawing = SCENES[scene]((DRAWN[1], DRAWN[0]) if upright else DRAWN, rng)
    drawing = _through_the_lens(drawing, rng)
    mirrored = drawing.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    shots = []
    for place in range(SHOTS[scene]):
        if scene in LETTERED:
            upload = _photographed(drawing, rng, nearest=0.86)
        else:
            upload = _photographed(mirrored if place % 2 else drawing, rng, nearest=0.76)
        shots.append(Shot(upload, process_photo(upload, limits)))
    return shots


def _photographed(drawing: Image.Image, rng: Random, *, nearest: float) -> bytes:
    """Take part of a drawing in a light of its own; EXIF with a position."""
    share = rng.uniform(nearest, 0.98)
    width, height = round(drawing.width * share), round(drawing.height * share)
    upright = drawing.height > drawing.width
    left, top = rng.randint(0, drawing.width - width), rng.randint(0, drawing.height - height)
    image = drawing.resize(
        (TAKEN_SMALL[1], TAKEN_SMALL[0]) if upright else TAKEN_SMALL,
        Image.Resampling.BILINEAR,
        box=(left, top, left + width, top + height),
    )
    light, warmth = rng.uniform(0.86, 1.12), rng.uniform(-10, 10)
    image = image.point(
        [
            min(255, max(0, round(v * light + tint)))
            for tint in (warmth, 0, -warmth)
            for v in range(256)
        ]
    )
    if upright:
        image = image.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84, exif=_exif(rng, upright=upright))
    return out.getvalue()


def photograph(scene: str) -> bytes:
    """Draw a scene and save it as a telephone would: 12 megapixels, noise, EXIF with a position."""
    rng = Random(scene)
    upright = scene == UPRIGHT
    image = SCENES[scene]((DRAWN_LARGE[1], DRAWN_LARGE[0]) if upright else DRAWN_LARGE, rng)
    image = _through_the_lens(image, rng)
    if upright:
        image = image.transpose(Image.Transpose.ROTATE_90)
    # Smoothly to half the size, then every point four times: what is lost is below the noise.
    half = image.convert("YCbCr").resize((TAKEN[0] // 2, TAKEN[1] // 2), Image.Resampling.BILINEAR)
    luma, blue, red = half.resize(TAKEN, Image.Resampling.NEAREST).split()
    noise = Image.frombytes("L", TAKEN, rng.randbytes(TAKEN[0] * TAKEN[1])).point(_NOISE)
    image = Image.merge("YCbCr", (ImageChops.add(luma, noise, 1, -128), blue, red))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86, exif=_exif(rng, upright=upright))
    return out.getvalue()


def _through_the_lens(image: Image.Image, rng: Random) -> Image.Image:
    """Soften, darken the corners, pale and tint the colours a little."""
    image = image.filter(ImageFilter.BoxBlur(rng.uniform(0.8, 1.2)))
    image = ImageEnhance.Color(image).enhance(rng.uniform(0.7, 0.9))
    image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.92, 1.06))
    warmth = rng.uniform(-9, 9)
    red, green, blue = image.split()
    red = red.point([min(255, max(0, round(v + warmth))) for v in range(256)])
    blue = blue.point([min(255, max(0, round(v - warmth))) for v in range(256)])
    return ImageChops.multiply(Image.merge("RGB", (red, green, blue)), _corners(image.size))


@cache
def _corners(size: Size) -> Image.Image:
    corners = Image.radial_gradient("L").resize(size, Image.Resampling.BILINEAR)
    corners = corners.point([255 - max(0, v - 110) * 74 // 145 for v in range(256)])
    return Image.merge("RGB", (corners, corners, corners))


def _exif(rng: Random, *, upright: bool) -> Image.Exif:
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = rng.choice(_CAMERAS)
    exif[_ORIENTATION] = _TURNED if upright else 1
    first = datetime(2017, 6, 5, 9)  # noqa: DTZ001 -- EXIF has no zone
    taken_at = first + timedelta(days=rng.randrange(56), minutes=rng.randrange(480))
    exif.get_ifd(_EXIF)[_TAKEN_AT] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(_GPS).update(
        {
            1: "N",
            2: (23.0, 5.0, round(rng.uniform(0, 59), 2)),
            3: "E",
            4: (114.0, 24.0, round(rng.uniform(0, 59), 2)),
        }
    )
    return exif
