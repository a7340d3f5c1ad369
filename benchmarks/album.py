"""Photos as telephones take them, and what the site keeps of them; made once and kept."""

from __future__ import annotations

import io
import json
import multiprocessing
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from flask_volunteer_reports.rendering.photos import PhotoLimits, process_photo

SCENES = 8
TAKEN = (4000, 3000)
"""12 megapixels."""
_MAKE, _MODEL, _ORIENTATION, _TAKEN_AT = 0x010F, 0x0110, 0x0112, 0x9003
_EXIF, _TURNED = 0x8769, 6
_MOST = 2 * 1000
"""Distinct stored photos: two for each of 1,000 reports."""


class Album:
    """Uploads of 12 megapixels, and stored photos, by number.

    Args:
        folder: Where they are kept from one run to the next.
        long_edge: Pixels of the long edge of a stored photo.
    """

    def __init__(self, folder: Path, long_edge: int) -> None:
        self.folder = folder
        self.limits = PhotoLimits(
            max_bytes=20 * 2**20, max_megapixels=64, long_edge=long_edge, quality=85
        )

    @property
    def stored_folder(self) -> Path:
        """Where stored photos are, under the names that the site gives them."""
        return self.folder / str(self.limits.long_edge)

    def prepare(self, photos: int) -> None:
        """Make what is missing of the uploads and of so many stored photos."""
        self.stored_folder.mkdir(parents=True, exist_ok=True)
        wanted = min(photos, _MOST)
        known = self._known()
        if len(known) < wanted:
            share = range(len(known), wanted)
            with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
                list(pool.map(self._scene_file, range(SCENES)))
                known += pool.map(self._store, share, chunksize=8)
            (self.stored_folder / "names.json").write_text(json.dumps(known), "utf-8")

    def names(self, photos: int) -> list[str]:
        """Return the digests of so many stored photos, no two alike."""
        return self._known()[:photos]

    def stored(self, name: str) -> bytes:
        """Return a stored photo by its digest."""
        return self.stored_path(name).read_bytes()

    def stored_path(self, name: str) -> Path:
        """Return where a stored photo is."""
        return self.stored_folder / "photos" / name[:2] / f"{name}.jpg"

    def upload(self, number: int) -> bytes:
        """Return a photo as it comes from a telephone; no two have the same bytes."""
        content = self._scene_file(number % SCENES).read_bytes()
        text = b"No. %d" % number
        return content[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + content[2:]

    def _known(self) -> list[str]:
        index = self.stored_folder / "names.json"
        names: list[str] = json.loads(index.read_text("utf-8")) if index.exists() else []
        return names

    def _scene_file(self, scene: int) -> Path:
        path = self.folder / "uploads" / f"{scene}.jpg"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(_take(scene))
            part.replace(path)
        return path

    def _store(self, number: int) -> str:
        """Keep another view of a scene as the site would keep it."""
        photo = process_photo(_view(self._scene_file(number % SCENES), number), self.limits)
        path = self.stored_path(photo.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo.content)
        return photo.sha256


class Uploads(Mapping[str, bytes]):
    """Uploads by number as text, read when they are asked for."""

    def __init__(self, album: Album, count: int) -> None:
        self._album = album
        self._count = count

    def __getitem__(self, name: str) -> bytes:
        if name not in self._numbers:
            raise KeyError(name)
        return self._album.upload(int(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _numbers(self) -> dict[str, None]:
        return dict.fromkeys(str(number) for number in range(self._count))


def _take(scene: int) -> bytes:
    """Draw sky, ground, people and leaves, with the noise of a sensor; every fourth upright."""
    chance = Random(f"scene {scene}")
    light = _light(chance)
    tints = [_detail(chance, 5, 40) for _ in range(3)]
    image = Image.merge("RGB", [ImageChops.add(light, tint, 1, -128) for tint in tints])
    drawing = ImageDraw.Draw(image)
    for _ in range(40):
        x, y, r = chance.randrange(TAKEN[0]), chance.randrange(900, TAKEN[1]), chance.randrange(200)
        colour = tuple(chance.randrange(30, 230) for _ in "rgb")
        drawing.ellipse((x - r, y - 2 * r, x + r, y + 2 * r), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(2))
    grain = _noise(chance, TAKEN, 128, 5)
    image = ImageChops.add(image, Image.merge("RGB", [grain] * 3), 1, -128)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=93, exif=_exif(scene))
    return out.getvalue()


def _light(chance: Random) -> Image.Image:
    """Light from above, and detail that fades as it gets finer."""
    light = Image.linear_gradient("L").resize(TAKEN).point(lambda value: 200 - value // 2)
    for parts, depth in ((8, 60), (30, 20), (150, 2)):
        light = ImageChops.add(light, _detail(chance, parts, depth), 1, -128)
    return light


def _detail(chance: Random, parts: int, depth: int) -> Image.Image:
    """Return soft spots, so many to an edge, around the middle grey."""
    spots = _noise(chance, (4 * parts, 3 * parts), 128, depth)
    return spots.resize(TAKEN, Image.Resampling.BICUBIC)


def _noise(chance: Random, size: tuple[int, int], middle: int, depth: int) -> Image.Image:
    flat = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    return flat.point(lambda value: middle + (value - 128) * depth // 128)


def _exif(scene: int) -> Image.Exif:
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = "HUAWEI", "EVA-AL10"
    exif[_ORIENTATION] = _TURNED if scene % 4 == 3 else 1
    exif.get_ifd(_EXIF)[_TAKEN_AT] = f"2017:07:05 09:{scene:02}:00"
    return exif


def _view(scene: Path, number: int) -> bytes:
    """Cut a view out of a scene, a little elsewhere for each number."""
    whole = _seen(scene)
    width, height = whole.size
    chance = Random(f"view {number}")
    left, top = chance.randrange(width // 8), chance.randrange(height // 8)
    part = whole.crop((left, top, left + width * 7 // 8, top + height * 7 // 8))
    out = io.BytesIO()
    part.save(out, "JPEG", quality=95)
    return out.getvalue()


@lru_cache(maxsize=SCENES)
def _seen(scene: Path) -> Image.Image:
    """A scene, upright, at half its size."""
    with Image.open(scene) as image:
        image.draft("RGB", (2000, 1500))
        upright = image.transpose(Image.Transpose.ROTATE_270) if _is_turned(image) else image
        return upright.convert("RGB")


def _is_turned(image: Image.Image) -> bool:
    return bool(image.getexif().get(_ORIENTATION) == _TURNED)
