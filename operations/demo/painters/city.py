"""People and what carries them."""

import math

from operations.demo.painters.canvas import HEIGHT, WIDTH, Canvas, mixed
from operations.demo.painters.land import heaven, tree


def railway(c: Canvas) -> None:
    heaven(c, 460)
    c.ridge(420, 120, mixed(c.palette.far, c.palette.glow, 0.4))
    c.ridge(500, 60, c.palette.far)
    c.mist(540, 80)
    c.ground(c.wave(600, 24, 0.8, c.dice.uniform(0, 6)), mixed(c.palette.near, c.palette.earth, 0.5))
    deck = mixed(c.palette.glow, c.palette.dark, 0.18)
    for x in range(60, WIDTH, 250):
        c.polygon([(x - 20, 570), (x + 20, 570), (x + 34, 830), (x - 34, 830)], mixed(deck, c.palette.dark, 0.22))
    c.box(0, 540, WIDTH, 580, deck)
    for x in range(20, WIDTH, 160):
        c.line([(x, 540), (x, 400), (x + 70, 400)], mixed(deck, c.palette.dark, 0.5), 4)
    c.line([(0, 412), (WIDTH, 412)], mixed(deck, c.palette.dark, 0.5), 2)
    train(c)
    c.ground(c.wave(800, 26, 1.1, c.dice.uniform(0, 6)), mixed(c.palette.near, c.palette.dark, 0.35))
    for _ in range(12):
        tree(c, c.dice.uniform(0, WIDTH), c.dice.uniform(830, 890), c.dice.uniform(60, 120), c.palette.dark)


def train(c: Canvas) -> None:
    white, nose = mixed(c.palette.light, "#ffffff", 0.5), 1290
    c.polygon([(-10, 452), (nose - 150, 452), (nose - 60, 474), (nose, 520), (nose - 6, 540), (-10, 540)], white)
    c.polygon([(-10, 512), (nose - 8, 512), (nose, 522), (nose - 2, 530), (-10, 530)], c.palette.accent)
    for x in range(20, nose - 220, 62):
        c.box(x, 470, x + 42, 494, mixed(c.palette.dark, c.palette.sky, 0.25), 6)
    c.polygon([(nose - 132, 462), (nose - 84, 474), (nose - 52, 496), (nose - 126, 492)], c.palette.dark)
    for x in range(270, nose - 200, 290):
        c.line([(x, 454), (x, 540)], mixed(white, c.palette.dark, 0.3), 3)


def running(c: Canvas) -> None:
    heaven(c, 430)
    c.ridge(440, 70, mixed(c.palette.far, c.palette.glow, 0.35))
    for x in range(0, WIDTH, 120):
        crown(c, x + c.dice.uniform(-30, 30), 560, c.dice.uniform(60, 100), mixed(c.palette.near, c.palette.far, 0.45))
    c.box(0, 555, WIDTH, 640, mixed(c.palette.near, c.palette.earth, 0.35))
    track = mixed("#b0402e", c.palette.earth, 0.3)
    c.ground([(0, 640), (WIDTH, 620)], track)
    for lane in range(1, 4):
        c.line([(0, 640 + 66 * lane), (WIDTH, 620 + 72 * lane)], mixed(track, c.palette.light, 0.7), 4)
    for number, x in enumerate((360, 720, 1130)):
        shirt = [c.palette.light, c.palette.dark, mixed(c.palette.sky, c.palette.near, 0.5)][number]
        runner(c, x + c.dice.uniform(-70, 70), 800 + 18 * (number % 2), 1.15, shirt)


def crown(c: Canvas, x: float, foot: float, radius: float, color: str) -> None:
    """A broad-leaved tree."""
    c.line([(x, foot), (x, foot - radius)], mixed(color, c.palette.dark, 0.5), 10)
    for dx, dy, part in ((0, -1.5, 1), (-0.6, -1.1, 0.7), (0.6, -1.1, 0.7)):
        c.disc(x + dx * radius, foot + dy * radius, radius * part, color)


def runner(c: Canvas, x: float, foot: float, size: float, shirt: str) -> None:
    """Mid-stride, towards the right."""
    skin, trousers = "#c98d63", c.palette.dark

    def at(*points):
        return [(x + dx * size, foot + dy * size) for dx, dy in points]

    shadow = mixed(c.palette.accent, c.palette.dark, 0.45)
    c.disc(x, foot + 6 * size, 70 * size, shadow, 0.12)
    c.line(at((0, -120), (-34, -70), (-84, -66)), mixed(trousers, "#000000", 0.2), 22 * size)
    c.line(at((8, -200), (-30, -170), (-54, -196)), mixed(shirt, "#000000", 0.25), 15 * size)
    c.line(at((0, -120), (14, -205)), shirt, 42 * size)
    c.line(at((2, -120), (46, -84), (34, -12)), trousers, 24 * size)
    c.line(at((30, -8), (58, -6)), c.palette.accent, 14 * size)
    c.line(at((-84, -70), (-94, -48)), c.palette.accent, 14 * size)
    c.line(at((20, -202), (48, -166), (82, -188)), skin, 14 * size)
    c.disc(x + 28 * size, foot - 252 * size, 25 * size, skin)
    c.arc(x + 26 * size, foot - 254 * size, 27 * size, 150, 330, c.palette.dark, 13 * size)


def rink(c: Canvas) -> None:
    heaven(c, 420)
    c.ridge(420, 90, mixed(c.palette.far, c.palette.light, 0.4))
    for x in range(0, WIDTH, 90):
        tree(c, x + c.dice.uniform(-30, 30), 560, c.dice.uniform(90, 190), mixed(c.palette.near, c.palette.far, 0.3))
    ice = mixed("#dfeef5", c.palette.glow, 0.3)
    c.box(0, 545, WIDTH, HEIGHT, ice)
    c.box(0, 545, WIDTH, 572, mixed(c.palette.accent, ice, 0.15))
    for _ in range(22):
        radius = c.dice.uniform(120, 420)
        x, y = c.dice.uniform(-100, 1500), c.dice.uniform(610, 860) + radius
        c.arc(x, y, radius, 235, 305, mixed(ice, c.palette.sky, 0.5), 3)
    coats = [c.palette.accent, c.palette.near, mixed(c.palette.earth, "#e0a030", 0.5), c.palette.dark, "#3d6f9e"]
    for number in range(5):
        skater(
            c,
            220 + 280 * number + c.dice.uniform(-70, 70),
            660 + (number * 97) % 190,
            0.75 + 0.1 * (number % 3),
            coats[number],
        )


def skater(c: Canvas, x: float, foot: float, size: float, coat: str) -> None:
    side = c.dice.choice([-1, 1])

    def at(*points):
        return [(x + side * dx * size, foot + dy * size) for dx, dy in points]

    c.disc(x, foot + 8 * size, 64 * size, "#b9cfdb", 0.14)
    c.line(at((0, -92), (-52, -52), (-92, -58)), c.palette.dark, 20 * size)
    c.line(at((0, -92), (18, -48), (4, -4)), c.palette.dark, 22 * size)
    c.line(at((-16, 2), (34, 2)), "#5b6b78", 6 * size)
    c.line(at((-84, -46), (-112, -72)), "#5b6b78", 6 * size)
    c.line(at((0, -96), (30, -170)), coat, 46 * size)
    c.line(at((28, -172), (-24, -150), (-58, -168)), mixed(coat, "#000000", 0.2), 15 * size)
    c.line(at((34, -168), (72, -136), (98, -152)), coat, 15 * size)
    c.disc(*at((50, -214))[0], 23 * size, "#d09a72")
    c.arc(*at((50, -217))[0], 24 * size, 180, 360, c.palette.accent, 16 * size)


def bus(c: Canvas) -> None:
    heaven(c, 520)
    for x in range(-40, WIDTH, 170):
        height = c.dice.uniform(180, 420)
        front = mixed(c.palette.far, c.palette.glow, c.dice.uniform(0.1, 0.6))
        c.box(x, 640 - height, x + 150, 650, front)
        for y in range(int(660 - height), 620, 44):
            for left in range(x + 16, x + 130, 34):
                c.box(left, y, left + 18, y + 24, mixed(front, c.palette.light, 0.5))
    for x in range(60, WIDTH, 300):
        crown(c, x + c.dice.uniform(-60, 60), 690, 62, mixed(c.palette.near, c.palette.earth, 0.2))
    c.box(0, 660, WIDTH, 700, mixed(c.palette.glow, c.palette.dark, 0.22))
    c.box(0, 700, WIDTH, HEIGHT, mixed(c.palette.dark, c.palette.far, 0.3))
    for x in range(40, WIDTH, 220):
        c.box(x, 836, x + 120, 846, mixed(c.palette.light, c.palette.dark, 0.15))
    body(c, 330 + c.dice.uniform(-60, 160))


def body(c: Canvas, x: float) -> None:
    """A city bus from the side."""
    paint, glass = (
        c.dice.choice(["#2f7d6b", "#b5402c", "#2f6aa3", "#d0902c"]),
        mixed(c.palette.dark, c.palette.sky, 0.35),
    )
    c.disc(x + 400, 800, 430, mixed(c.palette.dark, "#000000", 0.3), 0.05)
    c.box(x, 470, x + 820, 780, paint, 34)
    c.box(x, 650, x + 820, 690, mixed(paint, "#ffffff", 0.75))
    c.box(x + 28, 506, x + 700, 630, glass, 14)
    c.box(x + 720, 500, x + 806, 660, glass, 18)
    for left in (170, 330, 560):
        c.line([(x + left, 506), (x + left, 630)], paint, 10)
    for left in (250, 600):
        c.box(x + left, 500, x + left + 80, 762, mixed(paint, "#000000", 0.25), 8)
        c.box(x + left + 8, 510, x + left + 72, 700, glass, 6)
        c.line([(x + left + 40, 500), (x + left + 40, 762)], paint, 6)
    for left in (140, 700):
        c.disc(x + left, 782, 52, "#20242a")
        c.disc(x + left, 782, 24, "#9aa3a8")
    c.box(x + 800, 700, x + 822, 728, "#ffe08a", 6)


def citymap(c: Canvas) -> None:
    land, block = mixed("#fbf8f0", c.palette.glow, 0.05), mixed("#efe8d8", c.palette.glow, 0.08)
    c.box(0, 0, WIDTH, HEIGHT, land)
    for row in range(9):
        for column in range(14):
            x, y = column * 120 + c.dice.uniform(-6, 6), row * 105 + c.dice.uniform(-6, 6)
            green = c.dice.random() < 0.14
            c.box(x, y, x + 104, y + 89, mixed(block, "#7fae7a", 0.55) if green else block, 6)
    course = [(x + 40 * math.sin(y / 190), y) for y in range(-20, 930, 20) for x in [c.dice.uniform(0, 1) + 560]]
    c.line(course, mixed("#9cc7dd", land, 0.1), 74)
    for y in (318, 637):
        c.line([(0, y), (WIDTH, y)], "#ffffff", 22)
    for x in (236, 956, 1316):
        c.line([(x, 0), (x, HEIGHT)], "#ffffff", 22)
    for number, color in enumerate(["#b8352a", "#2f6aa3", "#3c8a63"]):
        route(c, number, color)


def route(c: Canvas, number: int, color: str) -> None:
    """A line with its stops along the streets."""
    columns, rows = [236, 596, 956, 1316], [108, 318, 637, 800]
    start, turn = rows[number], c.dice.choice(columns[1:3])
    end = rows[(number + 2) % 4]
    path = [(80, start), (turn, start), (turn, end), (1520, end)]
    c.line(path, color, 13)
    stops = [((80 * (2 - k) + turn * k) / 2, start) for k in range(3)] + [
        ((turn * (3 - k) + 1520 * k) / 3, end) for k in range(4)
    ]
    for x, y in stops:
        c.disc(x, y, 18, color)
        c.disc(x, y, 10, "#ffffff")
