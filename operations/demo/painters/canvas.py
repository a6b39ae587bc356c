"""What every painter works with: a canvas of 1600 × 900 units, a palette, and dice that always fall the same way."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1600, 900
FINER = 2  # drawn twice as large and made smaller: Pillow's edges are hard

Point = tuple[float, float]


@dataclass(frozen=True)
class Palette:
    """An hour of a season. `sky` and `glow` are its upper and lower end, `far` to `dark` the land by nearness."""

    sky: str
    glow: str
    far: str
    near: str
    earth: str
    accent: str
    light: str
    dark: str


PALETTES = [
    Palette("#f0c9a8", "#fbeee0", "#c3aaa4", "#566374", "#c98f5a", "#b23a2a", "#fff3d6", "#2b3440"),  # dawn
    Palette("#8fb9d6", "#e8f1f0", "#93adb2", "#2f5a52", "#cfa56a", "#b8352a", "#fffaf0", "#21363a"),  # clear day
    Palette("#3a3f6b", "#ee9a68", "#7d5c79", "#2f2d4c", "#a8633f", "#f2c14e", "#ffe3b0", "#1c1b30"),  # dusk
    Palette("#d5dcdb", "#f5f3ed", "#b7c1c0", "#4b5a5f", "#9a8f7d", "#a63a2c", "#ffffff", "#262e31"),  # mist
    Palette("#c5d8de", "#fbf0d9", "#cdaa7c", "#7f4d2b", "#d99b3f", "#b5301f", "#fff6df", "#3b2417"),  # autumn
    Palette("#0f1a33", "#3b5079", "#2c3f5f", "#14203a", "#3a4b68", "#f0b64d", "#ffe7a8", "#0a101c"),  # night
    Palette("#b9ccdb", "#f2f6f8", "#aebfcc", "#5d7385", "#e9eef1", "#a9352b", "#ffffff", "#2e3d4a"),  # snow
    Palette("#b5dcd8", "#f8f5e4", "#a6c5b0", "#3f7a5a", "#b9c77a", "#dd6083", "#fffdf0", "#23423a"),  # spring
    Palette("#e4d3b0", "#f8f0de", "#d9bf93", "#8f6a3e", "#c9974f", "#9c2b20", "#fffbe9", "#43301d"),  # loess
]


class Canvas:
    def __init__(self, painter: str, seed: int):
        self.seed = seed
        self.dice = Random(f"{painter}:{seed}")
        self.palette = PALETTES[(seed - 1) % len(PALETTES)]
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), self.palette.glow)
        self.brush = ImageDraw.Draw(self.image)

    def finished(self, size: tuple[int, int]) -> Image.Image:
        return self.image.resize(size, Image.Resampling.BOX, reducing_gap=2)

    def sky(self, top: str | None = None, bottom: str | None = None, down_to: float = HEIGHT) -> None:
        """A vertical gradient from the upper edge to `down_to`."""
        size = (self.image.width, int(down_to * FINER))
        gradient = Image.linear_gradient("L").resize(size)
        upper, lower = (
            Image.new("RGB", size, color) for color in (top or self.palette.sky, bottom or self.palette.glow)
        )
        self.image.paste(Image.composite(lower, upper, gradient), (0, 0))

    def polygon(self, points: Iterable[Point], color: str) -> None:
        self.brush.polygon([(x * FINER, y * FINER) for x, y in points], fill=color)

    def box(self, left: float, top: float, right: float, bottom: float, color: str, radius: float = 0) -> None:
        corners = [value * FINER for value in (left, top, right, bottom)]
        self.brush.rounded_rectangle(corners, radius * FINER, fill=color)

    def disc(self, x: float, y: float, radius: float, color: str, flat: float = 1) -> None:
        """A circle, or with `flat` below 1 an ellipse that lies."""
        self.brush.ellipse(
            [n * FINER for n in (x - radius, y - radius * flat, x + radius, y + radius * flat)], fill=color
        )

    def line(self, points: Iterable[Point], color: str, width: float = 4) -> None:
        self.brush.line(
            [(x * FINER, y * FINER) for x, y in points], fill=color, width=round(width * FINER), joint="curve"
        )

    def arc(self, x: float, y: float, radius: float, start: float, end: float, color: str, width: float) -> None:
        """Degrees clockwise from three o'clock."""
        corners = [n * FINER for n in (x - radius, y - radius, x + radius, y + radius)]
        self.brush.arc(corners, start, end, fill=color, width=round(width * FINER))

    def words(self, x: float, y: float, text: str, color: str, size: float, anchor: str) -> None:
        """Latin letters and digits in the face that Pillow carries; `anchor` as Pillow's."""
        face = ImageFont.load_default(size * FINER)
        self.brush.text((x * FINER, y * FINER), text, fill=color, font=face, anchor=anchor)

    def soft(
        self, color: str, blur: float, draw: Callable[[ImageDraw.ImageDraw, float], None], strength: float = 1
    ) -> None:
        """Lay `color` where `draw(brush, scale)` paints white, blurred by that many units: mist, light, shadow."""
        scale = 1 / 4
        mask = Image.new("L", (int(WIDTH * scale), int(HEIGHT * scale)), 0)
        draw(ImageDraw.Draw(mask), scale)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * scale)).point(lambda value: int(value * strength))
        self.image.paste(color, mask=mask.resize(self.image.size, Image.Resampling.BILINEAR))

    def glow(self, x: float, y: float, radius: float, color: str, strength: float = 0.6) -> None:
        def disc(brush: ImageDraw.ImageDraw, scale: float) -> None:
            brush.ellipse([n * scale for n in (x - radius, y - radius, x + radius, y + radius)], fill=255)

        self.soft(color, radius / 2, disc, strength)

    def mist(self, y: float, thickness: float, color: str | None = None, strength: float = 0.6) -> None:
        def band(brush: ImageDraw.ImageDraw, scale: float) -> None:
            brush.rectangle([0, (y - thickness / 2) * scale, WIDTH * scale, (y + thickness / 2) * scale], fill=255)

        self.soft(color or self.palette.glow, thickness / 2, band, strength)

    def ridge(self, level: float, height: float, color: str, steps: int = 9) -> list[Point]:
        """A mountain's outline by halving and shifting, filled down to the lower edge. Returns the outline."""
        heights = [self.dice.uniform(-1, 1), self.dice.uniform(-1, 1)]
        rough = 1.0
        for _ in range(steps - 1):
            middles = [
                (a + b) / 2 + self.dice.uniform(-rough, rough) * 0.5 for a, b in zip(heights, heights[1:], strict=False)
            ]
            heights = [value for pair in zip(heights, middles, strict=False) for value in pair] + heights[-1:]
            rough *= 0.52
        step = WIDTH / (len(heights) - 1)
        outline = [(number * step, level - value * height) for number, value in enumerate(heights)]
        self.polygon([(0, HEIGHT), *outline, (WIDTH, HEIGHT)], color)
        return outline

    def wave(self, level: float, swing: float, turns: float, start: float = 0) -> list[Point]:
        """A calm line across the picture, to be drawn or filled."""
        return [
            (
                x,
                level
                + swing * math.sin(start + turns * math.tau * x / WIDTH)
                + swing * 0.35 * math.sin(start + 2.7 * x / 200),
            )
            for x in range(0, WIDTH + 20, 20)
        ]

    def ground(self, outline: list[Point], color: str) -> None:
        self.polygon([(0, HEIGHT), *outline, (WIDTH, HEIGHT)], color)


def mixed(one: str, other: str, part: float) -> str:
    """The colour `part` (0–1) of the way from `one` to `other`."""
    ends = [[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in (one, other)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(*ends, strict=True))
