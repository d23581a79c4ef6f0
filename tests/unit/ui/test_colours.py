"""Words and the edges of controls can be seen in both schemes (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

import app.ui

CSS = (Path(app.ui.__file__).parent / "static_src" / "samsyn.css").read_text("utf-8")
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{\n(.*?)\n\s*\}", CSS, re.DOTALL)[:2]
    return {
        "light": dict(TOKEN.findall(light)),
        "dark": dict(TOKEN.findall(light)) | dict(TOKEN.findall(dark)),
    }


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ["paper", "sheet", "hush", "accent-hush"]
WORDS = [(ink, ground) for ink in ("ink", "soft", "accent", "accent-deep", "problem") for ground in GROUNDS]
WORDS += [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-deep"),
    ("paper", "ink"),
    ("paper", "soft"),
    ("problem", "problem-hush"),
]
WORDS += [("ink", "problem-hush"), ("ink", "rep-hush")]
SHAPES = [
    (ink, ground) for ink in ("edge", "over", "rep", "focus", "accent") for ground in ("paper", "sheet")
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out(scheme: str) -> None:
    colours = schemes()[scheme]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in WORDS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_and_edges_stand_out(scheme: str) -> None:
    colours = schemes()[scheme]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}
