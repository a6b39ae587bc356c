"""Charts that say what a chart says: a scale, a line of things to compare, and the one that matters in vermilion."""

import math

from operations.demo.painters.canvas import Canvas, Point, mixed

PAPER, RULE, WORDS = "#f8f3e8", "#ddd4c3", "#6a6156"
VERMILION, INDIGO, OCHRE = "#b5352a", "#2f5580", "#c08a2e"
LEFT, RIGHT, TOP, FOOT = 190, 1500, 130, 760


def frame(c: Canvas, scale: list[int], names: list[str]) -> list[float]:
    """Paper, rules with their numbers, and names below. Returns where each name stands."""
    c.box(0, 0, 1600, 900, PAPER)
    for number, value in enumerate(scale):
        y = FOOT - (FOOT - TOP) * number / (len(scale) - 1)
        c.line([(LEFT, y), (RIGHT, y)], RULE if number else WORDS, 3 if number else 5)
        c.words(LEFT - 24, y, str(value), WORDS, 40, "rm")
    pitch = (RIGHT - LEFT) / len(names)
    places = [LEFT + pitch * (number + 0.5) for number in range(len(names))]
    for x, name in zip(places, names, strict=True):
        c.words(x, FOOT + 52, name, WORDS, 40, "mm")
    return places


def barchart(c: Canvas) -> None:
    """A row that rises to its last and highest bar; every fifth seed compares two rows."""
    names = [str(number + 1) for number in range(c.dice.choice([6, 7]))]
    places, rising = frame(c, [0, 10, 20, 30], names), 0.2
    for x, name in zip(places, names, strict=True):
        rising = min(0.97, rising + c.dice.uniform(0.07, 0.14))
        if c.seed % 5 == 0:
            bar(c, x - 42, 76, rising, INDIGO)
            bar(c, x + 42, 76, rising * c.dice.uniform(0.42, 0.58), OCHRE)
        else:
            bar(c, x, 110, rising, VERMILION if name == names[-1] else mixed(INDIGO, PAPER, 0.35))


def bar(c: Canvas, x: float, wide: float, part: float, color: str) -> None:
    c.box(x - wide / 2, FOOT - (FOOT - TOP) * part, x + wide / 2, FOOT - 3, color)


def linechart(c: Canvas) -> None:
    """By the seed: rooms that grow warm, an effort that rises and is taken back, or one day of wind, sun and demand."""
    draw = {0: day, 2: effort}.get(c.seed % 5, rooms)
    draw(c)


def rooms(c: Canvas) -> None:
    frame(c, [12, 15, 18, 21, 24], [str(number) for number in range(0, 24, 3)])
    for color, start, gain in ((OCHRE, 0.34, 0.28), (INDIGO, 0.22, 0.36), (VERMILION, 0.1, 0.56)):
        turn, waver = c.dice.uniform(0.4, 0.5), c.dice.uniform(0, 6)
        curve(
            c,
            color,
            lambda t, *p: p[0] + p[1] / (1 + math.exp(-16 * (t - p[2]))) + ripple(t, p[3]),
            start,
            gain,
            turn,
            waver,
        )


def effort(c: Canvas) -> None:
    names = [str(number) for number in range(1, 9)]
    frame(c, [0, 20, 40, 60], names)
    peak = c.dice.uniform(0.58, 0.66)
    curve(c, VERMILION, lambda t, *p: 0.16 + 0.7 * math.exp(-(((t - p[0]) / (0.42 if t < p[0] else 0.2)) ** 2)), peak)


def day(c: Canvas) -> None:
    frame(c, [0, 25, 50, 75, 100], [str(number) for number in range(0, 24, 3)])
    waver = c.dice.uniform(0, 6)
    curve(c, INDIGO, lambda t, *p: 0.5 + 0.2 * math.cos(math.tau * t) + ripple(t, p[0]), waver)
    curve(c, OCHRE, lambda t, *p: 0.02 + 0.8 * max(0, math.sin(math.pi * (t - 0.24) / 0.52)) ** 1.4 * (0.24 < t < 0.76))
    curve(
        c,
        VERMILION,
        lambda t, *p: 0.44 + 0.3 * math.exp(-(((t - 0.82) / 0.1) ** 2)) + 0.18 * math.exp(-(((t - 0.38) / 0.12) ** 2)),
    )


def ripple(t: float, start: float) -> float:
    return 0.016 * math.sin(start + 23 * t) + 0.01 * math.sin(start * 2 + 51 * t)


def curve(c: Canvas, color: str, height, *given: float) -> None:
    """`height` takes 0–1 along the axis and what is `given`, and returns 0–1 of the scale."""
    steps = [number / 120 for number in range(121)]
    points: list[Point] = [
        (LEFT + 40 + (RIGHT - LEFT - 80) * t, FOOT - (FOOT - TOP) * height(t, *given)) for t in steps
    ]
    c.line(points, color, 11)
    for x, y in points[:: len(points) - 1]:
        c.disc(x, y, 17, PAPER)
        c.disc(x, y, 13, color)
