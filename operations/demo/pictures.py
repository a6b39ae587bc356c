"""Pictures for the demo site, drawn by code: the same painter, seed and size give the same picture."""

import random

from PIL import Image, ImageDraw


def paint(painter: str, seed: int, size: tuple[int, int]) -> Image.Image:
    """Ridges of hills before a clear sky, whoever the painter."""
    dice = random.Random(f"{painter}:{seed}")  # noqa: S311 - a picture, no secret
    width, height = size
    image = Image.new("RGB", size)
    brush = ImageDraw.Draw(image)
    for y in range(height):
        brush.line((0, y, width, y), fill=(150 + 90 * y // height, 190 + 40 * y // height, 225))
    for ridge in range(5):
        level, shade = height * (0.45 + 0.11 * ridge), 150 - 26 * ridge
        points, y = [(0, height)], level
        for x in range(0, width + 20, 20):
            y += dice.uniform(-14, 14) + (level - y) * 0.08
            points.append((x, y))
        brush.polygon([*points, (width, height)], fill=(shade // 2, shade, shade * 3 // 4))
    return image
