"""Old roofs and new streets."""

from operations.demo.painters.canvas import HEIGHT, WIDTH, Canvas, mixed
from operations.demo.painters.land import heaven, tree


def roof(c: Canvas, x: float, eaves: float, half: float, height: float, color: str) -> None:
    """A hipped roof with upturned eaves, its ridge centred on x."""
    lift, ridge = height * 0.26, half * 0.5
    left = [
        (x - half, eaves - lift),
        (x - half * 0.86, eaves - height * 0.02),
        (x - ridge * 1.25, eaves - height * 0.55),
    ]
    right = [(2 * x - a, b) for a, b in reversed(left)]
    c.polygon(
        [*left, (x - ridge, eaves - height), (x + ridge, eaves - height), *right, (x, eaves + height * 0.06)], color
    )
    c.line(
        [(x - ridge, eaves - height), (x + ridge, eaves - height)], mixed(color, "#000000", 0.3), max(4, height * 0.09)
    )
    for side in (-1, 1):
        c.line(
            [(x + side * half, eaves - lift), (x + side * half * 1.04, eaves - lift * 1.7)],
            color,
            max(3, height * 0.08),
        )


def pagoda(c: Canvas) -> None:
    heaven(c, 520)
    c.ridge(520, 90, mixed(c.palette.far, c.palette.glow, 0.4))
    c.ridge(610, 60, c.palette.far)
    c.mist(640, 120)
    wood, tiles = mixed(c.palette.accent, c.palette.earth, 0.45), mixed(c.palette.near, c.palette.dark, 0.5)
    x, foot = 620 + c.dice.uniform(-80, 260), 760
    c.box(x - 230, foot, x + 230, foot + 50, mixed(c.palette.earth, c.palette.dark, 0.2))
    for storey in range(5):
        half, level = 165 - 20 * storey, foot - 118 * storey
        c.box(x - half, level - 78, x + half, level, mixed(wood, c.palette.dark, 0.08 * storey))
        for pillar in range(-3, 4):
            c.line(
                [(x + pillar * half / 3.2, level - 78), (x + pillar * half / 3.2, level)],
                mixed(wood, c.palette.dark, 0.4),
                7,
            )
        c.box(x - half - 18, level - 20, x + half + 18, level - 10, mixed(wood, c.palette.light, 0.3))
        roof(c, x, level - 66, half + 78, 66, tiles)
    top = foot - 118 * 5 + 10
    c.line([(x, top - 20), (x, top - 118)], tiles, 8)
    for ring in range(4):
        c.disc(x, top - 40 - 20 * ring, 15 - 3 * ring, c.palette.accent, 0.5)
    c.ground(c.wave(815, 16, 1.3), mixed(c.palette.near, c.palette.dark, 0.35))
    for _ in range(9):
        tree(
            c,
            c.dice.choice([c.dice.uniform(0, 350), c.dice.uniform(1150, 1600)]),
            850,
            c.dice.uniform(110, 230),
            c.palette.dark,
        )


def grotto(c: Canvas) -> None:
    c.sky(down_to=420)
    stone = mixed(c.palette.earth, c.palette.near, 0.25)
    c.ridge(150, 55, stone)
    for bed in range(9):
        c.line(c.wave(210 + 74 * bed + c.dice.uniform(-8, 8), 7, 1.4, bed), mixed(stone, c.palette.dark, 0.16), 5)
    shade, inner = mixed(stone, c.palette.dark, 0.75), mixed(stone, c.palette.light, 0.3)
    for number in range(7):
        x = 150 + 215 * number + c.dice.uniform(-16, 16)
        niche(c, x, 350 + c.dice.uniform(-16, 16), 48, shade, mixed(inner, stone, 0.4))
    for number in range(3):
        x = 330 + 470 * number + c.dice.uniform(-30, 30)
        niche(c, x, 760, 150 + 24 * (number == 1), shade, inner)
    c.ground(c.wave(815, 8, 1), mixed(stone, c.palette.dark, 0.45))
    for x in range(40, WIDTH, 150):
        tree(c, x + c.dice.uniform(-60, 60), 900, c.dice.uniform(70, 130), mixed(c.palette.near, c.palette.dark, 0.6))


def niche(c: Canvas, x: float, foot: float, half: float, dark: str, stone: str) -> None:
    """An arched niche with a seated figure."""
    c.box(x - half, foot - half * 2.1, x + half, foot, dark, half)
    c.box(x - half, foot - half, x + half, foot, dark)
    c.polygon(
        [
            (x - half * 0.72, foot),
            (x - half * 0.4, foot - half * 0.98),
            (x + half * 0.4, foot - half * 0.98),
            (x + half * 0.72, foot),
        ],
        stone,
    )
    c.disc(x, foot - half * 1.32, half * 0.38, mixed(dark, stone, 0.35))
    c.disc(x, foot - half * 1.24, half * 0.25, stone)
    c.disc(x, foot - half * 1.5, half * 0.11, stone)
    c.disc(x, foot - half * 0.08, half * 0.78, mixed(stone, dark, 0.3), 0.2)


def oldtown(c: Canvas) -> None:
    heaven(c, 420)
    c.ridge(400, 60, mixed(c.palette.far, c.palette.glow, 0.4))
    for row in range(4):
        level = 440 + 95 * row
        tiles = mixed(mixed(c.palette.far, c.palette.glow, 0.1), c.palette.near, 0.25 + 0.25 * row)
        for number in range(9 - row):
            x = number * (210 + 30 * row) + c.dice.uniform(-40, 40)
            half = 120 + 18 * row
            c.box(x - half * 0.72, level - 12, x + half * 0.72, level + 120, mixed(tiles, c.palette.light, 0.42))
            roof(c, x, level, half, 62 + 8 * row, tiles)
        c.mist(level + 60, 40, strength=0.22)
    x = 800 + c.dice.uniform(-200, 200)
    drum_tower(c, x)
    wall(c)


def drum_tower(c: Canvas, x: float) -> None:
    """A brick base with a gateway, and two storeys of timber under double eaves."""
    brick, tiles = mixed(c.palette.earth, c.palette.dark, 0.35), mixed(c.palette.near, c.palette.dark, 0.5)
    wood, light = mixed(c.palette.accent, c.palette.dark, 0.3), mixed(c.palette.light, c.palette.earth, 0.2)
    c.polygon([(x - 205, 700), (x - 180, 450), (x + 180, 450), (x + 205, 700)], brick)
    for y in range(474, 700, 24):
        c.line([(x - 186, y), (x + 186, y)], mixed(brick, c.palette.light, 0.1), 2)
    c.box(x - 62, 530, x + 62, 720, mixed(brick, c.palette.dark, 0.7), 60)
    c.box(x - 192, 440, x + 192, 458, mixed(brick, c.palette.light, 0.25))
    for level, half in ((440, 150), (310, 118)):
        c.box(x - half, level - 84, x + half, level, wood)
        for pane in range(5):
            left = x - half + 18 + pane * (2 * half - 36) / 5
            c.box(left + 6, level - 66, left + (2 * half - 36) / 5 - 6, level - 14, light)
        roof(c, x, level - 76, half + 92, 62, tiles)
    roof(c, x, 222, 150, 92, tiles)


def wall(c: Canvas) -> None:
    """The battlements in front."""
    brick = mixed(c.palette.near, c.palette.dark, 0.55)
    c.box(0, 815, WIDTH, HEIGHT, brick)
    for x in range(0, WIDTH, 92):
        c.box(x, 780, x + 56, 830, brick)
    for y in range(838, 900, 22):
        c.line([(0, y), (WIDTH, y)], mixed(brick, c.palette.light, 0.1), 2)


def courtyard(c: Canvas) -> None:
    c.sky(down_to=380)
    brick, wood = mixed(c.palette.near, c.palette.far, 0.25), mixed(c.palette.accent, c.palette.dark, 0.35)
    c.box(0, 330, WIDTH, 700, brick)
    for y in range(345, 700, 18):
        c.line([(0, y), (WIDTH, y)], mixed(brick, c.palette.light, 0.12), 2)
    roof(c, 800, 350, 620, 150, mixed(c.palette.near, c.palette.dark, 0.55))
    for side in (-1, 1):
        edge = 800 + side * 800
        c.polygon(
            [(edge, 250), (edge - side * 330, 400), (edge - side * 330, 720), (edge, HEIGHT)],
            mixed(brick, c.palette.dark, 0.3),
        )
        c.polygon(
            [(edge, 170), (edge - side * 370, 385), (edge - side * 340, 430), (edge, 280)],
            mixed(c.palette.near, c.palette.dark, 0.7),
        )
    c.polygon([(330, 700), (1270, 700), (1600, HEIGHT), (0, HEIGHT)], mixed(c.palette.earth, c.palette.glow, 0.35))
    for number in range(9):
        c.line(
            [(360 + 110 * number, 700), (800 + (number - 4) * 200, HEIGHT)],
            mixed(c.palette.earth, c.palette.dark, 0.2),
            3,
        )
    for x in (560, 800, 1040):
        half = 84 if x == 800 else 66
        c.box(x - half - 12, 448, x + half + 12, 700, mixed(wood, c.palette.dark, 0.5))
        for pane in range(4):
            left = x - half + pane * half / 2
            c.box(left + 4, 466, left + half / 2 - 4, 690, mixed(c.palette.light, c.palette.accent, 0.12))
            c.line([(left + half / 4, 466), (left + half / 4, 690)], wood, 4)
        for bar in range(480, 690, 34):
            c.line([(x - half, bar), (x + half, bar)], wood, 4)
    for x in (440, 680, 920, 1160):
        lantern(c, x, 430 + c.dice.uniform(-14, 14))


def lantern(c: Canvas, x: float, y: float) -> None:
    c.line([(x, y - 50), (x, y)], c.palette.dark, 4)
    c.glow(x, y + 26, 62, c.palette.light, 0.35)
    c.disc(x, y + 28, 40, mixed(c.palette.accent, "#d8321f", 0.6), 0.8)
    for rim in (-6, 56):
        c.box(x - 18, y + rim, x + 18, y + rim + 8, "#e0b050")
    c.line([(x, y + 62), (x, y + 96)], "#e0b050", 4)


def nightcity(c: Canvas) -> None:
    top, low = mixed(c.palette.sky, "#0c1430", 0.72), mixed(c.palette.glow, "#43518a", 0.6)
    c.sky(top, low, 640)
    c.glow(c.dice.uniform(500, 1100), 620, 420, c.palette.light, 0.4)
    for row in range(3):
        shade, x = mixed(mixed(low, top, 0.4), "#0a0f22", 0.3 + 0.32 * row), -40
        while x < WIDTH:
            wide, height = c.dice.uniform(70, 150), c.dice.uniform(150, 420) - 60 * row
            c.box(x, 640 - height, x + wide, 660, shade)
            windows(c, x, 640 - height, wide, height, row)
            x += wide + c.dice.uniform(4, 40)
    water = mixed(top, "#0a0f22", 0.35)
    c.box(0, 650, WIDTH, HEIGHT, water)
    for _ in range(150):
        x, y = c.dice.uniform(0, WIDTH), c.dice.uniform(665, 890)
        gold = mixed(water, c.dice.choice([c.palette.light, "#f4b860", "#e9785a"]), c.dice.uniform(0.2, 0.75))
        c.line([(x, y), (x + c.dice.uniform(20, 90), y)], gold, 4)
    bridge(c)


def windows(c: Canvas, x: float, top: float, wide: float, height: float, row: int) -> None:
    for y in range(int(top) + 14, 630, 20):
        for left in range(int(x) + 10, int(x + wide) - 12, 18):
            if c.dice.random() < 0.16 + 0.12 * row:
                c.box(left, y, left + 8, y + 10, c.dice.choice(["#ffe2a0", "#f7c66b", "#ffd9b8"]))


def bridge(c: Canvas) -> None:
    """A cable-stayed bridge across the river, lit."""
    steel, x = "#f3d9a4", 800 + c.dice.uniform(-160, 160)
    c.box(0, 690, WIDTH, 704, steel)
    c.polygon([(x - 16, 704), (x - 5, 330), (x + 5, 330), (x + 16, 704)], steel)
    for step in range(1, 10):
        for side in (-1, 1):
            c.line([(x, 340 + 12 * step), (x + side * 72 * step, 692)], mixed(steel, "#0a0f22", 0.3), 2.5)
