"""What phones upload becomes one clean, upright JPEG - or a sentence that says what to do."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageCms, ImageFile

from flask_volunteer_reports.errors import InvalidEntry
from flask_volunteer_reports.rendering.photos import PhotoLimits, process_photo
from tests.world import jpeg

LIMITS = PhotoLimits(max_bytes=20 * 2**20, max_megapixels=64, long_edge=1600, quality=85)
RED, BLUE = (200, 30, 30), (30, 30, 200)


def encode(image: Image.Image, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def red_above_blue(width: int = 400, height: int = 300) -> Image.Image:
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width, height // 2))
    return image


def with_orientation(image: Image.Image, orientation: int) -> bytes:
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone maker"
    exif.get_ifd(0x8825)[2] = (23.0, 6.0, 41.0)  # a latitude
    return encode(image, exif=exif, quality=95)


def with_scans(count: int) -> bytes:
    """A progressive file in which the last scan stands again and again."""
    plain = encode(Image.new("RGB", (64, 64), RED), progressive=True, quality=50)
    last = plain.rindex(b"\xff\xda")
    return plain[:last] + plain[last:-2] * count + plain[-2:]


def test_it_is_scaled_for_print_and_its_digest_names_it():
    photo = process_photo(jpeg(4000, 3000), LIMITS)

    assert (photo.width, photo.height) == opened(photo.content).size == (1600, 1200)
    assert len(photo.sha256) == len(photo.upload_sha256) == 64
    assert process_photo(jpeg(4000, 3000), LIMITS) == photo


@pytest.mark.parametrize(
    ("size", "decoded"),
    [
        pytest.param((4000, 3000), (2000, 1500), id="landscape"),
        pytest.param((3000, 4000), (1500, 2000), id="portrait"),
        pytest.param((6400, 400), (1600, 100), id="panorama"),
    ],
)
def test_no_more_is_decoded_than_is_needed(size, decoded, monkeypatch):
    sizes = []
    thumbnail = Image.Image.thumbnail
    monkeypatch.setattr(
        Image.Image, "thumbnail", lambda i, *args: sizes.append(i.size) or thumbnail(i, *args)
    )
    process_photo(jpeg(*size), LIMITS)
    assert sizes == [decoded]


def test_a_small_photo_is_not_enlarged():
    photo = process_photo(jpeg(640, 480), LIMITS)
    assert (photo.width, photo.height) == (640, 480)


@pytest.mark.parametrize(
    ("orientation", "upright"),
    [
        pytest.param(1, (400, 300, "top"), id="as taken"),
        pytest.param(3, (400, 300, "bottom"), id="upside down"),
        pytest.param(6, (300, 400, "right"), id="turned right"),
        pytest.param(8, (300, 400, "left"), id="turned left"),
    ],
)
def test_it_is_turned_upright(orientation, upright):
    photo = process_photo(with_orientation(red_above_blue(), orientation), LIMITS)

    image = opened(photo.content)
    width, height, red_side = upright
    assert image.size == (width, height)
    middle = {
        "top": (width // 2, 10),
        "bottom": (width // 2, height - 10),
        "left": (10, height // 2),
        "right": (width - 10, height // 2),
    }
    red, _, blue = image.getpixel(middle[red_side])
    assert red > blue


def test_nothing_but_the_picture_is_left():
    image = red_above_blue()
    exif = image.getexif()
    exif.get_ifd(0x8825)[2] = (23.0, 6.0, 41.0)
    upload = encode(image, exif=exif, comment=b"<script>alert(1)</script>", dpi=(300, 300))

    content = process_photo(upload, LIMITS).content

    assert b"script" not in content
    assert b"Exif" not in content
    assert dict(opened(content).getexif()) == {}
    assert "comment" not in opened(content).info


def test_a_picture_that_holds_several_is_taken_for_its_first():
    first, second = red_above_blue(), Image.new("RGB", (100, 100), BLUE)
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])

    photo = process_photo(out.getvalue(), LIMITS)

    assert (photo.width, photo.height) == (400, 300)


def test_colours_of_another_space_are_brought_to_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain, tagged = red_above_blue(), red_above_blue()
    photo = process_photo(encode(tagged, icc_profile=profile, quality=95), LIMITS)

    assert "icc_profile" not in opened(photo.content).info
    assert opened(photo.content).getpixel((5, 5))[0] == pytest.approx(
        plain.getpixel((5, 5))[0], abs=6
    )


def test_a_broken_colour_profile_is_ignored():
    photo = process_photo(encode(red_above_blue(), icc_profile=b"not a profile"), LIMITS)
    assert opened(photo.content).mode == "RGB"


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printers_colours_become_rgb(mode):
    photo = process_photo(encode(red_above_blue().convert(mode)), LIMITS)
    assert opened(photo.content).mode == "RGB"


def test_48_megapixels_are_taken():
    photo = process_photo(jpeg(8000, 6000), LIMITS)
    assert (photo.width, photo.height) == (1600, 1200)


def test_a_film_behind_the_picture_is_no_scan():
    film = bytes(range(256)) * 40 + b"\xff\xda" * 500  # what motion photos carry behind their end
    photo = process_photo(jpeg() + film, LIMITS)
    assert (photo.width, photo.height) == (800, 600)


HUGE = bytearray(jpeg(64, 64))
_frame = HUGE.index(b"\xff\xc0")
HUGE[_frame + 5 : _frame + 9] = struct.pack(">HH", 60_000, 60_000)


@pytest.mark.parametrize(
    ("upload", "complaint"),
    [
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(b"hello", "not a JPEG", id="a text"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"0" * 99, "is a PNG", id="a PNG named .jpg"),
        pytest.param(b"GIF89a" + b"0" * 99, "is a GIF", id="a GIF"),
        pytest.param(b"%PDF-1.7" + b"0" * 99, "is a PDF", id="a PDF"),
        pytest.param(b"\0\0\0\x18ftypheic" + b"0" * 99, "HEIC", id="an iPhone's HEIC"),
        pytest.param(jpeg(1600, 1200)[:-4000], "damaged", id="half a JPEG"),
        pytest.param(jpeg()[:30], "damaged", id="the head of a JPEG"),
        pytest.param(b"\xff\xd8\xff" + b"\0" * 500, "damaged", id="nothing behind the first bytes"),
        pytest.param(with_scans(300), "unusual way", id="300 scans"),
        pytest.param(bytes(HUGE), "pixels", id="60,000 × 60,000"),
        pytest.param(jpeg() + b"\0" * (21 * 2**20), "MB", id="more than 20 MB"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(upload, complaint):
    with pytest.raises(InvalidEntry, match=complaint) as refused:
        process_photo(upload, LIMITS)
    assert refused.value.field == "photos"


def test_exactly_the_largest_file_is_taken():
    plain = jpeg()
    padded = plain + b"\0" * (LIMITS.max_bytes - len(plain))
    assert process_photo(padded, LIMITS).width == 800


def test_half_a_photo_is_refused_even_where_others_switched_the_check_off(monkeypatch):
    # Importing WeasyPrint does this to the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    with pytest.raises(InvalidEntry, match="damaged"):
        process_photo(jpeg(1600, 1200)[:-4000], LIMITS)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_300_scans_are_refused_before_anything_is_decoded():
    from unittest import mock  # noqa: PLC0415 -- here only

    with mock.patch.object(Image, "open", side_effect=AssertionError("decoded")):
        with pytest.raises(InvalidEntry, match="unusual way"):
            process_photo(with_scans(300), LIMITS)
