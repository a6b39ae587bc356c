"""Mountains, rivers and fields."""

import math

from operations.demo.painters.canvas import HEIGHT, WIDTH, Canvas, mixed


def heaven(c: Canvas, line: float = 520) -> None:
    """Sky, and a sun or moon that stands a little off the middle."""
    c.sky(down_to=line + 200)
    x, y = c.dice.uniform(900, 1300), c.dice.uniform(130, 260)
    c.glow(x, y, 220, c.palette.light, 0.55)
    c.disc(x, y, 62, mixed(c.palette.light, c.palette.accent, 0.12))


def tree(c: Canvas, x: float, foot: float, height: float, color: str) -> None:
    """A pine: a trunk and three tiers."""
    c.line([(x, foot), (x, foot - height * 0.6)], color, max(2, height * 0.05))
    for tier in range(3):
        half, top = height * (0.26 - 0.06 * tier), foot - height * (0.45 + 0.22 * tier)
        c.polygon([(x - half, top + height * 0.27), (x, top), (x + half, top + height * 0.27)], color)


def pines(c: Canvas, count: int, low: float, high: float, color: str) -> None:
    for _ in range(count):
        foot = c.dice.uniform(low, high)
        tree(
            c, c.dice.uniform(0, WIDTH), foot, c.dice.uniform(60, 120) * (0.6 + (foot - low) / (high - low + 1)), color
        )


def terraces(c: Canvas) -> None:
    heaven(c, 380)
    c.ridge(400, 110, mixed(c.palette.far, c.palette.glow, 0.45))
    c.ridge(450, 70, c.palette.far)
    c.mist(460, 70)
    start, turns = c.dice.uniform(0, 6), c.dice.uniform(0.7, 1.1)
    for step in range(12):
        part = step / 11
        edge = c.wave(470 + 26 * step + 9 * part * step, 26 + 30 * part, turns, start + step * 0.16)
        shade = mixed(c.palette.earth, c.palette.near, 0.15 + 0.7 * ((step * 5) % 12) / 12)
        c.ground(edge, shade)
        c.line([(x, y + 2) for x, y in edge], mixed(shade, c.palette.light, 0.55), 3 + 4 * part)
    pines(c, 7, 800, 890, c.palette.dark)


def gorge(c: Canvas) -> None:
    heaven(c, 560)
    c.ridge(420, 150, mixed(c.palette.far, c.palette.glow, 0.5))
    for layer in range(4):
        part = layer / 3
        color = mixed(mixed(c.palette.far, c.palette.glow, 0.3), c.palette.near, part)
        for side in (-1, 1):
            foot = WIDTH / 2 + side * (70 + 40 * layer)
            cliff(c, side, foot, 230 + 25 * layer + c.dice.uniform(-50, 50), color, 150 + 130 * layer)
        c.mist(610 + 40 * layer, 60, strength=0.35)
    water = mixed(c.palette.sky, c.palette.light, 0.45)
    banks = [(600 + 3 * k * k, 46 + 11 * k + 2.6 * k * k) for k in range(11)]
    middle = [WIDTH / 2 + 50 * math.sin(y / 90) for y, _ in banks]
    left = [(x - half, y) for x, (y, half) in zip(middle, banks, strict=True)]
    right = [(x + half, y) for x, (y, half) in zip(middle, banks, strict=True)]
    c.polygon([*left, *right[::-1]], water)
    for y in range(630, 900, 22):
        half, x = (y - 560) * 0.4, WIDTH / 2 + c.dice.uniform(-50, 50)
        c.line([(x - half, y), (x + half * 0.4, y)], mixed(water, c.palette.near, 0.35), 3)


def cliff(c: Canvas, side: int, foot: float, top: float, color: str, reach: float) -> None:
    """A wall of bedded rock that leaves the picture at its side."""
    points, x, y = [(foot, HEIGHT), (foot, top + 260)], foot, top + 260
    while 0 < x < WIDTH:
        y = max(top - reach * 0.6, y - c.dice.uniform(20, 85))
        points.append((x + side * 8, y))
        x += side * c.dice.uniform(40, 120)
        points.append((x, y))
    edge = WIDTH + 10 if side > 0 else -10
    c.polygon([*points, (edge, HEIGHT)], color)
    lighter = mixed(color, c.palette.light, 0.16)
    for bed in range(6):
        level = top + 190 + bed * 78 + c.dice.uniform(-18, 18)
        c.line(
            [(foot + side * 14, level), (foot + side * c.dice.uniform(160, 520), level + c.dice.uniform(-10, 10))],
            lighter,
            5,
        )


def waterfall(c: Canvas) -> None:
    heaven(c, 330)
    c.ridge(300, 90, mixed(c.palette.far, c.palette.glow, 0.4))
    rock, silt = mixed(c.palette.near, c.palette.earth, 0.35), mixed(c.palette.earth, c.palette.light, 0.35)
    c.ground(c.wave(350, 12, 1.2), mixed(silt, c.palette.glow, 0.2))
    for y in range(365, 430, 16):
        c.line(c.wave(y, 5, 2.2, y), mixed(silt, c.palette.earth, 0.5), 3)
    left, right = 360 + c.dice.uniform(-60, 60), 1240 + c.dice.uniform(-60, 60)
    for x in range(int(left), int(right), 9):
        top, end = 430 + 16 * math.sin(x / 70), 720 + c.dice.uniform(-30, 60)
        c.line([(x, top), (x + c.dice.uniform(-8, 8), end)], mixed(silt, c.palette.light, c.dice.random() * 0.85), 11)
    for edge, side in ((left, -1), (right, 1)):
        cliff(c, side, edge, 250, rock, -250)
        cliff(c, side, edge + side * 110, 360, mixed(rock, c.palette.dark, 0.4), -220)
    c.polygon([(0, HEIGHT), (0, 830), *c.wave(800, 14, 2.1), (WIDTH, HEIGHT)], mixed(silt, c.palette.earth, 0.4))
    c.mist(760, 130, c.palette.light, 0.85)
    c.glow(800, 740, 330, c.palette.light, 0.5)


def river(c: Canvas) -> None:
    heaven(c, 430)
    c.ridge(400, 90, mixed(c.palette.far, c.palette.glow, 0.4))
    c.ridge(450, 50, c.palette.far)
    for x in range(60, 1560, 46):
        height = c.dice.uniform(18, 70)
        c.box(x, 480 - height, x + 32, 490, mixed(c.palette.far, c.palette.near, 0.35))
    water = mixed(c.palette.sky, c.palette.glow, 0.3)
    c.box(0, 486, WIDTH, HEIGHT, water)
    c.glow(1080, 520, 200, c.palette.light, 0.5)
    for _ in range(60):
        y, x = c.dice.uniform(500, 780), c.dice.uniform(-50, 1500)
        c.line(
            [(x, y), (x + c.dice.uniform(60, 260) * (y / 600), y)],
            mixed(water, c.palette.light, c.dice.random() * 0.7),
            3,
        )
    c.ground(c.wave(790, 34, 0.8, c.dice.uniform(0, 6)), mixed(c.palette.near, c.palette.earth, 0.25))
    for x in range(0, WIDTH, 14):
        foot, lean = 900, c.dice.uniform(-26, 26)
        c.line(
            [(x, foot), (x + lean, foot - c.dice.uniform(60, 150))],
            mixed(c.palette.dark, c.palette.near, c.dice.random()),
            3,
        )
    willow(c, c.dice.choice([220, 1380]), 860)


def willow(c: Canvas, x: float, foot: float) -> None:
    """A round crown of hanging twigs, the lighter ones in front."""
    c.line([(x, foot), (x - 14, foot - 190), (x + 18, foot - 360)], c.palette.dark, 24)
    for number in range(240):
        along = c.dice.uniform(-1, 1)
        start, top = x + 190 * along, foot - 360 - 110 * (1 - along * along) ** 0.5 + c.dice.uniform(0, 90)
        length = c.dice.uniform(90, 290) * (1 - 0.3 * abs(along))
        green = mixed(mixed(c.palette.near, c.palette.dark, 0.3), c.palette.earth, 0.6 * number / 240)
        c.line([(start, top), (start + 14 * along, top + length * 0.5), (start + 8 * along, top + length)], green, 5)


def snow(c: Canvas) -> None:
    heaven(c, 500)
    white = mixed(mixed("#ffffff", c.palette.light, 0.15), c.palette.sky, 0.2)
    outline = c.ridge(380, 170, mixed(c.palette.far, c.palette.near, 0.25))
    c.polygon(
        [*((x, y) for x, y in outline), *((x, y + 26 + 40 * c.dice.random()) for x, y in reversed(outline))], white
    )
    c.ridge(520, 60, mixed(c.palette.far, white, 0.55))
    pines(c, 26, 560, 640, mixed(c.palette.near, c.palette.far, 0.25))
    c.ground(c.wave(640, 26, 0.9, c.dice.uniform(0, 6)), white)
    c.ground(c.wave(760, 36, 0.7, c.dice.uniform(0, 6)), mixed(white, c.palette.sky, 0.18))
    for _ in range(9):
        x, foot = c.dice.choice([c.dice.uniform(40, 420), c.dice.uniform(1180, 1560)]), c.dice.uniform(760, 880)
        tree(c, x, foot, 220, c.palette.dark)
        tree(c, x - 6, foot - 8, 170, mixed(white, c.palette.near, 0.25))
    for _ in range(260):
        c.disc(c.dice.uniform(0, WIDTH), c.dice.uniform(0, HEIGHT), c.dice.uniform(1.5, 5), "#ffffff")


def millet(c: Canvas) -> None:
    heaven(c, 460)
    c.ridge(430, 80, mixed(c.palette.far, c.palette.glow, 0.35))
    c.ground(c.wave(500, 18, 1), mixed(c.palette.earth, c.palette.glow, 0.25))
    for row in range(5):
        level, gold = 540 + 80 * row, mixed(c.palette.earth, c.palette.dark, 0.1 + 0.09 * row)
        c.ground(c.wave(level, 10, 1.5, row), gold)
        for _ in range(46 - 5 * row):
            ear(
                c,
                c.dice.uniform(-20, 1620),
                level + 60,
                60 + 34 * row,
                mixed(gold, c.palette.light, 0.15 + 0.4 * c.dice.random()),
            )


def ear(c: Canvas, x: float, foot: float, height: float, color: str) -> None:
    """A stalk whose full ear bows to one side."""
    side = c.dice.choice([-1, 1])
    bow = [(x, foot), (x + side * 4, foot - height), (x + side * height * 0.22, foot - height * 1.12)]
    c.line(bow, color, max(3, height / 34))
    for grain in range(7):
        part = grain / 6
        c.disc(
            x + side * height * (0.12 + 0.3 * part),
            foot - height * (1.12 - 0.34 * part**2),
            height * (0.07 - 0.025 * part),
            color,
        )
