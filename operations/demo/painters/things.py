"""What lies on the table or hangs on the wall."""

import math

from operations.demo.painters.canvas import HEIGHT, WIDTH, Canvas, mixed

INDIGO, VERMILION = "#27476e", "#b8352a"


def table(c: Canvas, level: float = 600) -> str:
    """A wall and a wooden table top. Returns the wood's colour."""
    wall = mixed(c.palette.glow, c.palette.earth, 0.18)
    c.sky(mixed(wall, c.palette.sky, 0.35), wall, level)
    wood = mixed("#8a5a34", c.palette.earth, 0.35)
    c.box(0, level, WIDTH, HEIGHT, wood)
    for y in range(int(level) + 16, HEIGHT, 38):
        c.line(c.wave(y, 3, 1.3, y), mixed(wood, "#4a2d18", 0.25), 2)
    c.glow(c.dice.uniform(300, 1300), 120, 340, c.palette.light, 0.4)
    return wood


def shadow(c: Canvas, x: float, y: float, radius: float) -> None:
    def lie(brush, scale):
        brush.ellipse([n * scale for n in (x - radius, y - radius * 0.16, x + radius, y + radius * 0.16)], fill=255)

    c.soft("#2a180c", 26, lie, 0.5)


def bowl(c: Canvas, x: float, rim: float, radius: float, color: str) -> None:
    shadow(c, x, rim + radius * 0.82, radius)
    half = [(x + radius * math.cos(a), rim + radius * 0.8 * math.sin(a)) for a in (math.pi * k / 40 for k in range(41))]
    c.polygon(half, color)
    c.box(
        x - radius * 0.42, rim + radius * 0.72, x + radius * 0.42, rim + radius * 0.86, mixed(color, "#000000", 0.2), 6
    )
    c.disc(x, rim, radius, mixed(color, "#ffffff", 0.5), 0.3)
    c.disc(x, rim + 4, radius * 0.93, mixed(color, "#3a1d10", 0.55), 0.27)


def noodles(c: Canvas) -> None:
    table(c, 640)
    x, rim, radius = 800 + c.dice.uniform(-120, 120), 430, 400
    bowl(c, x, rim, radius, c.dice.choice([INDIGO, "#ece4d6", "#6d3b2a", "#3f5d50"]))
    broth = c.dice.choice(["#a9431f", "#c98a3a", "#8a4a22"])
    c.disc(x, rim + 4, radius * 0.92, broth, 0.26)
    for _ in range(90):
        angle, reach = c.dice.uniform(0, math.tau), c.dice.uniform(0, 0.72) * radius
        sx, sy = x + reach * math.cos(angle), rim + 4 + reach * 0.2 * math.sin(angle)
        bend = [(sx + k * 16, sy + 12 * math.sin(k * 0.9 + angle) - 10) for k in range(-4, 5)]
        c.line(bend, mixed("#f6e3b4", "#e3bf7c", c.dice.random()), 11)
    for _ in range(34):
        angle, reach = c.dice.uniform(0, math.tau), c.dice.uniform(0, 0.6) * radius
        color = c.dice.choice(["#4f8a3c", "#6aa84f", "#c4371f", "#7a3a1c"])
        c.disc(x + reach * math.cos(angle), rim - 6 + reach * 0.18 * math.sin(angle), c.dice.uniform(8, 17), color, 0.6)
    for offset in (0, 34):
        c.line([(x + 240 + offset, rim - 40), (x + 620 + offset, rim - 300)], "#7a3524", 13)
    steam(c, x, rim - 40)


def steam(c: Canvas, x: float, y: float) -> None:
    for side in (-150, 0, 140):
        path = [(x + side + 34 * math.sin(k / 3.2 + side), y - k * 15) for k in range(20)]
        c.soft(c.palette.light, 16, lambda b, s, p=path: b.line([(u * s, v * s) for u, v in p], fill=255, width=8), 0.5)


def vinegar(c: Canvas) -> None:
    table(c)
    glaze = c.dice.choice(["#3d2417", "#5a2f1c", "#2c2a2a", "#46301f"])
    for number, (x, scale) in enumerate(((430, 1.0), (760, 1.25), (1120, 0.92))):
        jar(
            c,
            x + c.dice.uniform(-40, 40),
            760 - 20 * (number == 1),
            250 * scale,
            mixed(glaze, "#8a5a34", 0.14 * number),
        )
    bowl(c, 1370 + c.dice.uniform(-60, 30), 690, 120, "#ece4d6")
    for _ in range(60):
        c.disc(c.dice.uniform(60, 330), c.dice.uniform(780, 870), 10, mixed("#a5522a", "#d19a52", c.dice.random()), 0.7)


def jar(c: Canvas, x: float, foot: float, half: float, glaze: str) -> None:
    """A bellied jar under a red paper label and a cloth lid."""
    shadow(c, x, foot, half * 0.9)
    c.disc(x, foot - half * 0.78, half * 0.82, glaze, 0.92)
    c.box(x - half * 0.52, foot - half * 0.5, x + half * 0.52, foot, glaze, half * 0.08)
    c.box(x - half * 0.4, foot - half * 1.6, x + half * 0.4, foot - half * 1.3, glaze)
    c.arc(x, foot - half * 0.78, half * 0.68, 160, 220, mixed(glaze, "#ffffff", 0.3), half * 0.05)
    red = mixed(VERMILION, "#d8402c", c.dice.random())
    label = [
        (x, foot - half * 1.16),
        (x + half * 0.36, foot - half * 0.8),
        (x, foot - half * 0.44),
        (x - half * 0.36, foot - half * 0.8),
    ]
    c.polygon(label, red)
    c.line([*label, label[0]], "#e9b44c", 5)
    c.disc(x, foot - half * 1.58, half * 0.46, red, 0.34)
    c.box(x - half * 0.44, foot - half * 1.6, x + half * 0.44, foot - half * 1.44, mixed(red, "#000000", 0.18), 10)


def papercut(c: Canvas) -> None:
    paper = mixed("#f6efe0", c.palette.light, 0.4)
    c.box(0, 0, WIDTH, HEIGHT, paper)
    red = mixed("#c4281c", c.palette.accent, 0.25)
    x, y, petals = WIDTH / 2, HEIGHT / 2, c.dice.choice([6, 8, 10, 12])
    plump = c.dice.uniform(0.8, 1.15)
    c.disc(x + 10, y + 12, 404, mixed(paper, "#7a5a3a", 0.25))
    c.disc(x, y, 400, red)
    for ring, (reach, size) in enumerate(((350, 30), (268, 44), (180, 38), (96, 26))):
        for number in range(petals * (2 if ring == 0 else 1)):
            count = petals * (2 if ring == 0 else 1)
            leaf(
                c,
                x,
                y,
                reach,
                size * plump,
                math.tau * (number + ring % 2 / 2) / count,
                paper,
                hollow=ring % 2 == 1,
                red=red,
            )
    c.disc(x, y, 46, paper)
    c.disc(x, y, 30, red)
    for number in range(petals * 3):
        angle = math.tau * number / (petals * 3)
        c.disc(x + 400 * math.cos(angle), y + 400 * math.sin(angle), 24, red)
        c.disc(x + 404 * math.cos(angle), y + 404 * math.sin(angle), 9, paper)
    for side in (-1, 1):
        for step in range(3):
            leaf(
                c,
                x + side * 640,
                y - 250 + 250 * step,
                0,
                84 - 14 * (step % 2),
                math.pi / 2,
                red,
                hollow=True,
                red=paper,
            )


def leaf(
    c: Canvas, x: float, y: float, reach: float, size: float, angle: float, color: str, hollow: bool, red: str
) -> None:
    """A pointed oval along a ray; a hollow one keeps a vein."""
    for scale, fill in ((1, color), (0.45, red))[: 2 if hollow else 1]:
        points = []
        for k in range(24):
            turn = math.tau * k / 24
            along, across = (
                size * 1.35 * scale * math.cos(turn),
                size * 0.62 * scale * math.sin(turn) * abs(math.sin(turn / 2)) ** 0.4,
            )
            points.append(
                (
                    x + (reach + along) * math.cos(angle) - across * math.sin(angle),
                    y + (reach + along) * math.sin(angle) + across * math.cos(angle),
                )
            )
        c.polygon(points, fill)


def health(c: Canvas) -> None:
    soft = mixed("#d5e8e2", c.palette.glow, 0.4)
    c.sky(mixed(soft, c.palette.sky, 0.35), soft)
    teal, coral = mixed("#2f8577", c.palette.near, 0.25), mixed("#e0664f", c.palette.accent, 0.25)
    for _ in range(16):
        c.disc(
            c.dice.uniform(0, WIDTH), c.dice.uniform(0, HEIGHT), c.dice.uniform(20, 90), mixed(soft, "#ffffff", 0.45)
        )
    x, y = 800 + c.dice.uniform(-170, 170), 400
    for dx in (-112, 112):
        c.disc(x + dx, y - 70, 160, coral)
    c.polygon([(x - 262, y - 10), (x + 262, y - 10), (x, y + 300)], coral)
    c.disc(x, y + 20, 130, coral)
    beat = [(0, y + 20), (x - 330, y + 20), (x - 250, y + 20), (x - 190, y - 70), (x - 110, y + 140), (x - 30, y - 110)]
    beat += [(x + 40, y + 70), (x + 90, y + 20), (x + 330, y + 20), (WIDTH, y + 20)]
    c.line(beat, "#ffffff", 16)
    c.line([(0, y + 20), (x - 300, y + 20)], teal, 12)
    c.line([(x + 300, y + 20), (WIDTH, y + 20)], teal, 12)
    for _ in range(7):
        pill(c, c.dice.uniform(80, 1520), c.dice.uniform(740, 860), c.dice.choice([teal, coral, "#e9b44c"]))


def pill(c: Canvas, x: float, y: float, color: str) -> None:
    c.box(x - 56, y - 22, x + 56, y + 22, "#ffffff", 22)
    c.box(x - 56, y - 22, x + 4, y + 22, color, 22)
    c.box(x - 20, y - 22, x + 4, y + 22, color)
