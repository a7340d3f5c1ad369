"""People in red vests and without, lit from the left."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .look import Look
from .paint import HAIR, RED_VEST, SKIN, Colour, shade, shadow, vary

Point = tuple[float, float]


SHIRTS: tuple[Colour, ...] = (
    (235, 236, 238),
    (74, 104, 150),
    (226, 214, 190),
    (96, 124, 108),
    (60, 64, 76),
    (196, 138, 148),
    (150, 178, 206),
)


TROUSERS: tuple[Colour, ...] = (
    (40, 46, 62),
    (66, 70, 78),
    (28, 28, 32),
    (94, 92, 86),
    (54, 72, 104),
)


def person(image: Image.Image, at: tuple[int, int], height: int, look: Look, rng: Random) -> None:
    """Paint a person whose feet stand at a point, lit from the left."""
    width = round(height * 1.5)
    layer = Image.new("RGBA", (width, round(height * 1.16)), (0, 0, 0, 0))
    _Painter(layer, height, look, rng).paint()
    layer = _lit(layer, rng)
    x, y = at
    if not look.seated:
        reach = height * 0.2
        shadow(image, (x - reach * 0.7, y - height * 0.035, x + reach * 1.5, y + height * 0.03))
    alpha = layer.getchannel("A").filter(ImageFilter.BoxBlur(0.8))
    image.paste(layer.convert("RGB"), (x - width // 2, y - round(height * 1.1)), alpha)


def _lit(layer: Image.Image, rng: Random) -> Image.Image:
    """Shade a figure from left to right and give its cloth some folds."""
    size = layer.size
    light = (
        Image.linear_gradient("L")
        .transpose(Image.Transpose.ROTATE_90)
        .resize(size, Image.Resampling.BILINEAR)
    )
    light = light.point([min(255, 184 + v * 2 // 5) for v in range(256)])
    folds = Image.frombytes(
        "L", (size[0] // 9, size[1] // 16), rng.randbytes((size[0] // 9) * (size[1] // 16))
    )
    folds = folds.resize(size, Image.Resampling.BILINEAR).point(
        [232 + v * 23 // 255 for v in range(256)]
    )
    light = ImageChops.multiply(light, folds)
    colours = ImageChops.multiply(layer.convert("RGB"), Image.merge("RGB", (light, light, light)))
    # Paint the colours outwards a little, so that soft edges do not fetch the black behind them.
    colours.putalpha(layer.getchannel("A"))
    return colours


class _Painter:
    """Draws one figure, from the feet up, in the unit of its height."""

    def __init__(self, layer: Image.Image, height: int, look: Look, rng: Random) -> None:
        self.draw = ImageDraw.Draw(layer)
        self.h = height
        self.look = look
        self.rng = rng
        self.centre = layer.width / 2
        self.floor = height * 1.1
        self.skin = rng.choice(SKIN)
        self.shirt = look.coat or rng.choice(SHIRTS)
        self.hip: Point = (0.0, 0.33 if look.seated else 0.47)

    def paint(self) -> None:
        """Draw legs, the arm behind, trunk, head, the arm in front."""
        shoulder = self._upper(0.0, 0.345)
        self._legs()
        self._arm(self._upper(-0.1, 0.325), self.look.arms[1], self.look.bend[1], behind=True)
        self._trunk(shoulder)
        self._head()
        hand = self._arm(
            self._upper(0.1, 0.325), self.look.arms[0], self.look.bend[0], behind=False
        )
        self._tool(hand)

    def _upper(self, across: float, up: float) -> Point:
        """Place a point of the trunk, which turns about the hip."""
        sine, cosine = math.sin(self.look.lean), math.cos(self.look.lean)
        return (
            self.hip[0] + across * cosine + up * sine,
            self.hip[1] + up * cosine - across * sine,
        )

    def _px(self, point: Point) -> Point:
        return (self.centre + point[0] * self.h, self.floor - point[1] * self.h)

    def _limb(self, points: list[Point], width: float, colour: Colour) -> None:
        pixels = [self._px(point) for point in points]
        self.draw.line(
            pixels, fill=(*colour, 255), width=max(2, round(width * self.h)), joint="curve"
        )
        radius = width * self.h / 2
        for x, y in pixels:
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*colour, 255))

    def _shape(self, points: list[Point], colour: Colour) -> None:
        self.draw.polygon([self._px(point) for point in points], fill=(*colour, 255))

    def _legs(self) -> None:
        trousers = self.rng.choice(TROUSERS)
        x, y = self.hip
        if self.look.seated:
            self._limb([(x, y), (x + 0.2, y), (x + 0.2, 0.03)], 0.095, trousers)
            self._limb([(x + 0.18, 0.02), (x + 0.26, 0.02)], 0.05, (34, 32, 34))
            return
        step = self.rng.uniform(0.03, 0.07)
        for side, foot in ((-0.05, -step), (0.05, step + 0.01)):
            colour = trousers if side > 0 else shade(trousers, 0.8)
            self._limb(
                [(x + side, y), (x + (side + foot) / 2 + 0.01, 0.25), (x + foot, 0.04)],
                0.085,
                colour,
            )
            self._limb([(x + foot - 0.01, 0.022), (x + foot + 0.05, 0.02)], 0.04, (46, 44, 48))

    def _trunk(self, neck: Point) -> None:
        colour = vary(RED_VEST, self.rng, 10) if self.look.vest else self.shirt
        left, right = self._upper(-0.125, 0.335), self._upper(0.125, 0.335)
        hem = -0.16 if self.look.coat else -0.02
        low_left, low_right = self._upper(-0.105, hem), self._upper(0.105, hem)
        self._shape([left, self._upper(0, 0.36), right, low_right, low_left], colour)
        self._limb([left, right], 0.045, colour)
        self._limb([self._upper(0, 0.34), self._upper(0, 0.4)], 0.05, shade(self.skin, 0.85))
        if self.look.vest:
            self._shape(
                [self._upper(-0.04, 0.36), self._upper(0.04, 0.36), self._upper(0, 0.25)],
                self.shirt,
            )
            for up in (0.1, 0.16):
                self._limb([self._upper(-0.1, up), self._upper(0.1, up)], 0.012, (238, 230, 170))
            self._limb([self._upper(0, 0.25), self._upper(0, 0.0)], 0.006, shade(colour, 0.6))
            self._limb([self._upper(0.06, 0.24), self._upper(0.075, 0.24)], 0.026, (248, 236, 214))
        elif self.look.coat:
            self._limb([neck, self._upper(0, hem)], 0.006, shade(self.shirt, 0.7))

    def _head(self) -> None:
        x, y = self._px(self._upper(0.0, 0.455))
        wide, tall = self.h * 0.058, self.h * 0.072
        hair = (178, 176, 174) if self.look.grey_hair else self.rng.choice(HAIR[:3])
        if self.look.long_hair:
            self.draw.rounded_rectangle(
                (x - wide * 1.28, y - tall * 1.0, x + wide * 1.2, y + tall * 1.35),
                wide,
                fill=(*hair, 255),
            )
            self._limb([self._upper(0, 0.34), self._upper(0, 0.4)], 0.06, shade(self.skin, 0.85))
        self.draw.ellipse(
            (x - wide * 1.08, y - tall * 1.16, x + wide * 1.04, y + tall * 0.5), fill=(*hair, 255)
        )
        self.draw.ellipse(
            (x - wide * 0.94, y - tall * 0.68, x + wide * 0.96, y + tall * 1.04),
            fill=(*self.skin, 255),
        )
        eye = max(1.0, self.h * 0.006)
        for side in (-0.38, 0.42):
            ex, ey = x + wide * side, y + tall * 0.12
            self.draw.ellipse((ex - eye, ey - eye, ex + eye, ey + eye), fill=(52, 38, 34, 255))
        self.draw.arc(
            (x - wide * 0.4, y + tall * 0.2, x + wide * 0.45, y + tall * 0.66),
            25,
            155,
            fill=(168, 104, 92, 255),
            width=max(1, round(self.h * 0.005)),
        )
        if self.look.cap:
            cap = (*shade(RED_VEST, 0.95), 255)
            box = (x - wide * 1.15, y - tall * 1.3, x + wide * 1.15, y + tall * 0.75)
            self.draw.pieslice(box, 180, 360, fill=cap)
            self.draw.ellipse(
                (x - wide * 0.2, y - tall * 0.42, x + wide * 1.75, y - tall * 0.14), fill=cap
            )

    def _arm(self, shoulder: Point, angle: float, bend: float, *, behind: bool) -> Point:
        angle += self.look.lean * 0.4
        elbow = (shoulder[0] + 0.16 * math.sin(angle), shoulder[1] - 0.16 * math.cos(angle))
        turned = angle + bend
        hand = (elbow[0] + 0.16 * math.sin(turned), elbow[1] - 0.16 * math.cos(turned))
        sleeve = shade(self.shirt, 0.82 if behind else 0.96)
        skin = shade(self.skin, 0.85 if behind else 1.0)
        self._limb([elbow, hand], 0.042, sleeve if self.look.coat else skin)
        self._limb([shoulder, elbow], 0.056, sleeve)
        self._limb([hand, hand], 0.05, skin)
        return hand

    def _tool(self, hand: Point) -> None:
        x, y = hand
        match self.look.tool:
            case "broom":
                self._limb([(x - 0.06, y + 0.28), (x + 0.12, 0.06)], 0.014, (178, 140, 88))
                self._shape(
                    [(x + 0.06, 0.1), (x + 0.17, 0.1), (x + 0.24, 0.0), (x + 0.04, 0.0)],
                    (168, 146, 82),
                )
            case "spade":
                self._limb([(x - 0.03, y + 0.2), (x + 0.06, 0.08)], 0.016, (150, 112, 70))
                self._shape(
                    [(x + 0.02, 0.1), (x + 0.1, 0.1), (x + 0.08, 0.0), (x + 0.04, 0.0)],
                    (112, 116, 120),
                )
            case "flag":
                self._limb([(x, y - 0.04), (x + 0.02, y + 0.3)], 0.012, (210, 210, 205))
                self._shape(
                    [
                        (x + 0.02, y + 0.3),
                        (x + 0.24, y + 0.27),
                        (x + 0.22, y + 0.14),
                        (x + 0.01, y + 0.16),
                    ],
                    (214, 40, 40),
                )
            case "bag":
                self._limb([(x, y), (x, y - 0.09)], 0.11, (222, 224, 214))
            case "paper":
                self._shape(
                    [
                        (x - 0.05, y + 0.02),
                        (x + 0.07, y + 0.05),
                        (x + 0.09, y - 0.1),
                        (x - 0.03, y - 0.12),
                    ],
                    (244, 243, 236),
                )
            case _:
                pass
