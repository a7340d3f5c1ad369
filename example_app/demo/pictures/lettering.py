"""The red banners without which no such photograph is taken."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

from .paint import roughen, vary

SLOGANS = ("学雷锋志愿服务活动", "奉献 友爱 互助 进步", "志愿服务进社区", "文明惠州 有你有我")


def banner(image: Image.Image, box: tuple[int, int, int, int], rng: Random) -> None:
    """Hang a red banner with a slogan; without a Chinese font it stays plain."""
    left, top, right, bottom = box
    height = bottom - top
    cloth = Image.new("RGB", (right - left, height), vary((196, 24, 30), rng))
    cloth = roughen(cloth, rng, cell=(70, 40), strength=0.2)
    font = _font(round(height * 0.62))
    slogan = rng.choice(SLOGANS)
    if font:
        draw = ImageDraw.Draw(cloth)
        draw.text(
            (cloth.width / 2, height / 2), slogan, font=font, fill=(250, 226, 120), anchor="mm"
        )
    image.paste(cloth, (left, top))


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | None:
    """Load the system's Chinese font; None where there is none."""
    ask = shutil.which("fc-match")
    if ask is None:
        return None
    answer = subprocess.run(  # noqa: S603 -- no part of it comes from outside
        [ask, "--format=%{file}", "sans-serif:lang=zh-cn"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return ImageFont.truetype(answer.stdout.strip(), size)
    except OSError:
        return None
