"""The picture of the letterhead: made anew or refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from app.exports.arms import PNG, SVG, NoArms, checked


def png(width: int = 40, height: int = 50, text: str = "") -> bytes:
    about = PngImagePlugin.PngInfo()
    if text:
        about.add_text("Comment", text)
    made = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 0, 0, 128)).save(made, "PNG", pnginfo=about)
    return made.getvalue()


def svg(inner: str, head: str = 'viewBox="0 0 10 12"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{inner}</svg>'.encode()


def test_a_png_is_made_anew_without_what_came_along() -> None:
    data, kind = checked(png(text="GPS 57.4 N") + b"<script>trailing</script>")
    assert kind == PNG
    assert b"GPS" not in data
    assert b"script" not in data
    assert Image.open(io.BytesIO(data)).size == (40, 50)


def test_a_large_png_is_made_smaller() -> None:
    assert max(Image.open(io.BytesIO(checked(png(3000, 100))[0])).size) == 1200


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b""))
    )
    with pytest.raises(NoArms, match="size"):
        checked(b"\x89PNG\r\n\x1a\n" + body)


def test_a_drawing_keeps_its_shapes_and_loses_everything_else() -> None:
    given = svg(
        "<script>x</script><image href='https://exempel.se/x.png'/><use href='#a'/><style>*{}</style>"
        "<foreignObject><p>x</p></foreignObject><a href='javascript:x'><rect width='1' height='1'/></a>"
        "<g onclick='x' style='fill:#123456;behavior:url(x)'><path d='M0 0h5' fill='url(https://exempel.se)'/>"
        "<circle r='2' fill='url(#g)' onload='x'/></g>"
        "<defs><linearGradient id='g' xlink:href='#h'/><linearGradient id='h'><stop offset='0' stop-color='#fff'/>"
        "</linearGradient></defs>"
    )
    data, kind = checked(given)
    text = data.decode()
    assert kind == SVG
    for gone in (
        "script",
        "image",
        "<use",
        "style",
        "foreign",
        "onclick",
        "onload",
        "exempel",
        "javascript",
        "<a",
    ):
        assert gone not in text, gone
    for kept in ("M0 0h5", "#123456", "url(#g)", 'href="#h"', "stop-color", 'viewBox="0 0 10 12"'):
        assert kept in text, kept


def test_colours_set_by_the_drawings_own_rules_are_kept() -> None:
    given = svg(
        "<style>/* x */ .gold, .sun{fill:#fc0;stroke:url(https://exempel.se)} #one{stroke:#111}"
        " path{fill:#fff} g .gold{fill:#00f} @import 'https://exempel.se';</style>"
        "<path id='one' class='gold other' d='M0 0h5'/><path d='M1 1h5' style='fill:#0a0'/><path d='M2 2h5'/>"
    )
    text = checked(given)[0].decode()
    assert 'fill="#fc0"' in text
    assert 'stroke="#111"' in text
    assert 'fill="#0a0"' in text
    assert 'fill="#fff"' in text
    for gone in ("exempel", "style", "#00f", "class"):
        assert gone not in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a", "kind"),
        (b"<html><body><svg></svg></body></html>", "kind"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "kind"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect', "broken"),
        (svg("<text>x</text>"), "empty"),
        (svg("<rect/>", head=""), "broken"),
        (svg("<rect/>", head='viewBox="0 0 1 100000"'), "size"),
        (svg("<g>" * 60 + "<rect/>" + "</g>" * 60), "size"),
        (svg("<rect/>" * 6000), "size"),
        (b"x" * 1_000_001, "size"),
        (b"\x89PNG\r\n\x1a\n" + b"broken", "broken"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NoArms) as refused:
        checked(data)
    assert refused.value.reason == reason
