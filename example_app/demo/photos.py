"""The album: photographs as telephones take them, with everything that an upload may carry.

Drawing and what the site does with an upload take about a second a photo, so two processes do both
while the city's history is being played.
"""

from __future__ import annotations

import io
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from random import Random
from statistics import NormalDist
from typing import NamedTuple

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from flask_volunteer_reports.rendering.photos import Photo, PhotoLimits, process_photo

from .pictures import SCENES, Size

SHOTS = 3
SHOTS_OF_THE_USUAL = 4
USUAL = ("park", "tables", "doors", "elders")
"""Scenes that many reports show."""
UPRIGHT = 2
"""This one of the photographs of most scenes is taken with the telephone held upright."""
DRAWN: Size = (1600, 1200)
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


class Shot(NamedTuple):
    """One photograph: the file from the telephone, and what the site makes of it."""

    scene: str
    upload: bytes
    photo: Photo


class Album:
    """Photographs in the making; asking for one waits until it is there."""

    def __init__(self, limits: PhotoLimits) -> None:
        self.limits = limits
        self._pool = ProcessPoolExecutor(
            2, mp_context=multiprocessing.get_context("spawn"), initializer=os.nice, initargs=(10,)
        )
        self._shots = {
            scene: [
                self._pool.submit(take, scene, number, limits)
                for number in range(SHOTS_OF_THE_USUAL if scene in USUAL else SHOTS)
            ]
            for scene in SCENES
        }
        self._prepared: dict[bytes, Photo] = {}

    def shot(self, scene: str, number: int) -> Shot:
        """Return one photograph of a scene; numbers go round."""
        of_scene = self._shots[scene]
        shot = of_scene[number % len(of_scene)].result()
        self._prepared[shot.upload] = shot.photo
        return shot

    def process(self, upload: bytes, limits: PhotoLimits) -> Photo:
        """Do with an upload what the site does, or return what a process did with it before."""
        if limits == self.limits and upload in self._prepared:
            return self._prepared[upload]
        return process_photo(upload, limits)

    def close(self) -> None:
        """Let the processes go."""
        self._pool.shutdown(cancel_futures=True)


def take(scene: str, number: int, limits: PhotoLimits) -> Shot:
    """Take a photograph and prepare it as the site does with every upload."""
    upload = photograph(scene, number)
    return Shot(scene, upload, process_photo(upload, limits))


def photograph(scene: str, number: int) -> bytes:
    """Draw a scene and save it as a telephone would: 12 megapixels, noise, EXIF with a position."""
    rng = Random(f"{scene}-{number}")
    upright = scene not in ("library", "stage") and number == UPRIGHT
    image = SCENES[scene]((DRAWN[1], DRAWN[0]) if upright else DRAWN, rng)
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
    corners = Image.radial_gradient("L").resize(image.size, Image.Resampling.BILINEAR)
    corners = corners.point([255 - max(0, v - 110) * 74 // 145 for v in range(256)])
    image = Image.merge("RGB", (red, green, blue))
    return ImageChops.multiply(image, Image.merge("RGB", (corners, corners, corners)))


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
