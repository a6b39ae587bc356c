"""The colours of the style sheet: what is read stands out enough, in every mode and on a day of mourning."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent.parent / "static" / "css"
ELDER = ":is([data-mode], :target:not([data-script]))"
RULES = {
    selector: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", body))
    for name in ("tokens.css", "elder.css")
    for selector, body in re.findall(
        r"^ *(:root[^{]*?) \{\n(.*?)^ *\}", (CSS / name).read_text(), re.MULTILINE | re.DOTALL
    )
}
LIGHT, DARK, SYSTEM_DARK = ":root", ':root[data-theme="dark"]', ':root:not([data-theme="light"])'
PALETTES = {
    "light": RULES[LIGHT],
    "dark": RULES[LIGHT] | RULES[DARK],
    "elder": RULES[LIGHT] | RULES[f":root{ELDER}"],
    "elder, dark": RULES[LIGHT] | RULES[DARK] | RULES[f":root{ELDER}"] | RULES[DARK + ELDER],
}
# What is written on what.
PAIRS = [(ink, ground) for ground in ("paper", "surface") for ink in ("ink", "muted", "accent", "link", "danger", "ok")]
PAIRS += [("accent-ink", "accent"), ("paper", "ink")]


def channels(colour: str) -> list[float]:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]


def grey(colour: str) -> str:
    """What the filter grayscale(1) makes of it (Filter Effects, section 10)."""
    red, green, blue = channels(colour)
    level = round(255 * (0.2126 * red + 0.7152 * green + 0.0722 * blue))
    return f"#{level:02x}{level:02x}{level:02x}"


def luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right():
    assert (round(contrast("#000", "#ffffff"), 2), round(contrast("#767676", "#fff"), 2)) == (21.0, 4.54)


@pytest.mark.parametrize(("name", "least"), [("light", 4.5), ("dark", 4.5), ("elder", 7), ("elder, dark", 7)])
def test_everything_that_is_read_stands_out_and_does_so_in_grey(name, least):
    palette = PALETTES[name]
    low = {}
    for ink, ground in PAIRS:
        colours = palette[ink], palette[ground]
        for kind, (one, other) in {"": colours, " in grey": [grey(colour) for colour in colours]}.items():
            if contrast(one, other) < least:
                low[f"{ink} on {ground}{kind}"] = round(contrast(one, other), 2)
    assert low == {}


def test_dark_by_choice_is_dark_as_by_the_system():
    assert RULES[DARK] == RULES[SYSTEM_DARK]
    assert RULES[DARK + ELDER] == RULES[SYSTEM_DARK + ELDER]
