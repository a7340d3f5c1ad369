"""Scene photos: what a phone uploads becomes one clean, upright JPEG for print."""

from __future__ import annotations

import hashlib
import io
import re
import threading
from dataclasses import dataclass
from math import ceil
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from ..errors import InvalidEntry

MOST_SCANS = 64
"""A progressive JPEG has about 10 scans; hundreds make a small file take minutes to decode."""

_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_SOS, _EOI = 0xDA, 0xD9

# One photo at a time: 48 megapixels need about 300 MB, and the switch below is the process's.
_decoding = threading.Lock()


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What may be uploaded, and what is made of it."""

    max_bytes: int
    max_megapixels: int
    long_edge: int
    """Pixels; smaller photos are not enlarged."""
    quality: int


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be kept: JPEG bytes without metadata, and what is known of them."""

    content: bytes
    width: int
    height: int
    sha256: str
    upload_sha256: str


def process_photo(upload: bytes, limits: PhotoLimits) -> Photo:
    """Check an uploaded photo, turn it upright, strip it and scale it down.

    Args:
        upload: The file as uploaded: JPEG by content, MPO (several pictures in one) included.

    Raises:
        InvalidEntry: It is no JPEG, damaged, too large, or built to take for ever; the text says
            what to do.
    """
    _refuse_at_sight(upload, limits)
    with _decoding:
        image = _decode(upload, limits)
    image.info.clear()  # comments, EXIF, and whatever else the file carried
    image.thumbnail((limits.long_edge, limits.long_edge), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=limits.quality, optimize=True)
    content = out.getvalue()
    return Photo(content, *image.size, _sha256(content), _sha256(upload))


def _refuse_at_sight(upload: bytes, limits: PhotoLimits) -> None:
    """Judge by the bytes alone, before anything is decoded."""
    if not upload:
        raise InvalidEntry("The file is empty. Choose the photo again.", field="photos")
    if len(upload) > limits.max_bytes:
        raise InvalidEntry(
            "The photo has %(size)s MB; at most %(most)s MB can be uploaded. Choose a smaller one.",
            field="photos",
            size=-(-len(upload) // 2**20),
            most=limits.max_bytes // 2**20,
        )
    if not upload.startswith(b"\xff\xd8\xff"):
        raise _not_a_jpeg(upload)
    if _count_scans(upload) > MOST_SCANS:
        raise InvalidEntry(
            "This JPEG is built in an unusual way and cannot be used. Open the photo on the phone, "
            "save a copy, and upload the copy.",
            field="photos",
        )


def _not_a_jpeg(upload: bytes) -> InvalidEntry:
    if upload[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1"):
        return InvalidEntry(
            "This is a HEIC photo. On the iPhone choose Settings - Camera - Formats - Most "
            "Compatible, or send the photo to yourself as JPEG, and upload that.",
            field="photos",
        )
    kinds = {b"\x89PNG": "PNG", b"GIF8": "GIF", b"RIFF": "WebP", b"%PDF": "PDF", b"BM": "BMP"}
    kind = next((name for start, name in kinds.items() if upload.startswith(start)), None)
    if kind:
        return InvalidEntry(
            "This file is a %(kind)s, whatever its name says. Upload the photo as JPEG.",
            field="photos",
            kind=kind,
        )
    return InvalidEntry("This file is not a JPEG photo. Choose another one.", field="photos")


def _count_scans(jpeg: bytes) -> int:
    """Count the scans of the first picture by walking its segments."""
    scans, place = 0, 2
    while match := _MARKER.search(jpeg, place):
        marker, place = match[1][0], match.end()
        if marker == _EOI:
            break
        scans += marker == _SOS
        place += int.from_bytes(jpeg[place : place + 2], "big")
    return scans


def _decode(upload: bytes, limits: PhotoLimits) -> Image.Image:
    """Decode at the smallest scale that still suffices, upright, in sRGB."""
    # Other libraries of the host may have switched this on; then half a photo would pass.
    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        image: Image.Image = Image.open(io.BytesIO(upload), formats=("JPEG",))
        width, height = image.size
        if width * height > limits.max_megapixels * 1_000_000:
            raise InvalidEntry(
                "The photo has %(width)s × %(height)s pixels; at most %(most)s megapixels can be "
                "used. Take it with a lower resolution.",
                field="photos",
                width=width,
                height=height,
                most=limits.max_megapixels,
            )
        wanted = min(1, limits.long_edge / max(width, height))
        image.draft("RGB", (ceil(width * wanted), ceil(height * wanted)))
        image.load()
        return _in_srgb(ImageOps.exif_transpose(image))
    except InvalidEntry:
        raise
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError) as error:
        raise InvalidEntry(
            "The photo is damaged or was not uploaded completely. Choose it again.", field="photos"
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidEntry(
            "The photo has too many pixels. Take it with a lower resolution.", field="photos"
        ) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring other colour spaces (Display P3, CMYK) to sRGB, so that stripping keeps the colours."""
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted: Any = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is ignored, as every viewer does
        else:
            return converted if isinstance(converted, Image.Image) else image
    return image.convert("RGB")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
