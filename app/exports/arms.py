"""The picture on the letterhead: what is taken in is checked and made anew, never passed on as it came.

A PNG is decoded and written again without its metadata. A drawing (SVG) is read without entities and rebuilt from a short
list of shapes and attributes: what could run, fetch or grow is not on it.
"""

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405  for the type checker

PNG, SVG = "image/png", "image/svg+xml"
MOST_BYTES = 1_000_000
MOST_PIXELS = 16_000_000
LONGEST_SIDE = 1200
"""Pixels kept: 15 mm on paper at 2,000 dots an inch."""
MOST_SHAPES, DEEPEST, LONGEST_VALUE = 5_000, 40, 1_000_000

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_ELEMENTS = _SHAPES | {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath"}
_GEOMETRY = frozenset(
    {
        "id",
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
    }
    | {"d", "points", "transform", "preserveAspectRatio", "offset", "gradientUnits", "gradientTransform"}
    | {"spreadMethod", "clipPathUnits"}
)
_PAINT = frozenset(
    {"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"}
    | {
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "opacity",
        "stop-color",
    }
    | {"stop-opacity", "clip-path", "clip-rule", "display", "visibility", "color"}
)
_OWN_REFERENCE = re.compile(r"url\(\s*[\"']?#[\w.:-]+[\"']?\s*\)")
_FORBIDDEN = re.compile(r"url\s*\(|@|\\|expression|javascript:|data:|&|<", re.IGNORECASE)
_SELECTOR = re.compile(r"[.#]?[A-Za-z_][\w-]*")
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)")


class NoArms(Exception):
    """The picture cannot be used; `reason` is `size`, `kind`, `broken` or `empty`."""

    def __init__(self, reason: str) -> None:
        """Keep the reason; the page words it."""
        super().__init__(reason)
        self.reason = reason


def checked(data: bytes) -> tuple[bytes, str]:
    """Make a picture anew from what was handed in, and say what it is; raises `NoArms`.

    What it is, is read from the content: names and declared types say nothing.
    """
    if len(data) > MOST_BYTES:
        raise NoArms("size")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data), PNG
    if b"<svg" in data[:4000] and not data.startswith(b"\x1f\x8b"):
        return _svg(data), SVG
    raise NoArms("kind")


def _png(data: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as found:
            width, height = found.size
            # Before anything is unpacked: some bytes can stand for billions of dots.
            if width * height > MOST_PIXELS or min(width, height) < 1:
                raise NoArms("size")
            made = found.convert("RGBA")
    except NoArms:
        raise
    except Image.DecompressionBombError as fault:
        raise NoArms("size") from fault
    except Exception as fault:
        # The library tells of broken pictures in many ways.
        raise NoArms("broken") from fault
    made.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGBA", made.size)
    bare.paste(made)
    written = io.BytesIO()
    bare.save(written, "PNG", optimize=True)
    return written.getvalue()


def _svg(data: bytes) -> bytes:
    from xml.etree import ElementTree as ET  # nosec B405  only to write; reading is defused below

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        found = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as fault:
        raise NoArms("kind") from fault
    except (ParseError, ValueError, LookupError, RecursionError) as fault:
        raise NoArms("broken") from fault
    if found.tag != _SVG + "svg":
        raise NoArms("kind")
    drawing = _Drawing(_rules_in(found))
    made = drawing.rebuilt(found)
    if made is None or not drawing.shapes:
        raise NoArms("empty")
    _set_size(made, found)
    ET.register_namespace("", _SVG[1:-1])
    written: bytes = ET.tostring(made, encoding="utf-8", xml_declaration=True)
    return written


def _rules_in(found: "Element[str]") -> dict[str, dict[str, str]]:
    """Read the plain rules of a drawing's own style sheets, `.gold { fill: #fc0 }`: drawing programs set colours so."""
    rules: dict[str, dict[str, str]] = {}
    for sheet in found.iter(_SVG + "style"):
        for rule in _without_comments(sheet.text or "").split("}"):
            selectors, _, body = rule.partition("{")
            for selector in selectors.split(","):
                if _SELECTOR.fullmatch(selector.strip()):
                    rules.setdefault(selector.strip(), {}).update(_declared(body))
    return rules


def _without_comments(css: str) -> str:
    # By hand: an expression for this takes time that grows with the square of what somebody hands in.
    first, *others = css.split("/*")
    return first + "".join(one.partition("*/")[2] for one in others)


def _declared(body: str) -> dict[str, str]:
    pairs = (rule.partition(":") for rule in body.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip() in _PAINT}


@dataclass(slots=True)
class _Drawing:
    """A drawing being made anew: the rules of the old one, and how much there is so far."""

    rules: dict[str, dict[str, str]]
    elements: int = 0
    shapes: int = 0

    def rebuilt(self, found: "Element[str]", depth: int = 0) -> "Element[str] | None":
        """Copy an element of a kind that is known, with what is known in it."""
        from xml.etree.ElementTree import Element  # nosec B405  only to write

        name = str(found.tag).removeprefix(_SVG)
        if not str(found.tag).startswith(_SVG) or name not in _ELEMENTS:
            return None
        self.elements += 1
        self.shapes += name in _SHAPES
        if self.elements > MOST_SHAPES or depth > DEEPEST:
            raise NoArms("size")
        made = Element(_SVG + name)
        for key, value in self._attributes(found, name).items():
            made.set(key, value)
        for child in found:
            kept = self.rebuilt(child, depth + 1)
            if kept is not None:
                made.append(kept)
        return made

    def _attributes(self, found: "Element[str]", name: str) -> dict[str, str]:
        given: dict[str, str] = {key: value for key, value in found.items() if key in _GEOMETRY | _PAINT}
        classes = [f".{one}" for one in (found.get("class") or "").split()]
        # What says more wins, as in a browser: kind, class, the one element, its own style.
        for selector in (name, *classes, f"#{found.get('id')}"):
            given |= self.rules.get(selector, {})
        given |= _declared(found.get("style") or "")
        kept = {key: value for key, value in given.items() if _harmless(value)}
        reference = found.get("href") or found.get(_XLINK_HREF) or ""
        # One gradient may take its colours from another within the drawing; nothing else refers.
        if name.endswith("Gradient") and re.fullmatch(r"#[\w.:-]+", reference):
            kept["href"] = reference
        return kept


def _harmless(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and not _FORBIDDEN.search(_OWN_REFERENCE.sub("", value))


def _set_size(made: "Element[str]", found: "Element[str]") -> None:
    """Give the drawing the box it is drawn in, and no size of its own: the paper decides that."""
    box = [part for part in re.split(r"[\s,]+", (found.get("viewBox") or "").strip()) if part]
    if len(box) != 4:
        sides = [_NUMBER.match(found.get(side) or "") for side in ("width", "height")]
        if not all(sides):
            raise NoArms("broken")
        box = ["0", "0", *(side.group(1) for side in sides if side)]
    try:
        numbers = [float(part) for part in box]
    except ValueError as fault:
        raise NoArms("broken") from fault
    if not (0 < numbers[2] < 1e6 and 0 < numbers[3] < 1e6 and 0.05 < numbers[2] / numbers[3] < 20):
        raise NoArms("size")
    made.set("viewBox", " ".join(box))
    for side, number in (("width", numbers[2]), ("height", numbers[3])):
        # In the proportions of the box: programs that go by them show the whole drawing.
        made.set(side, f"{number:g}")


def as_dots(svg: bytes) -> bytes:
    """Draw a checked drawing as PNG, for programs that cannot draw it themselves; transparent where it has nothing."""
    from resvg_py import svg_to_bytes

    width, height = proportions(svg)
    wide = width > height
    return svg_to_bytes(
        svg_string=svg.decode("utf-8"),
        skip_system_fonts=True,
        width=LONGEST_SIDE if wide else None,
        height=None if wide else LONGEST_SIDE,
    )


def proportions(svg: bytes) -> tuple[float, float]:
    """Give width and height of a checked drawing, in its own measure."""
    from defusedxml.ElementTree import fromstring

    root: Any = fromstring(svg)
    box = [float(part) for part in root.get("viewBox").split()]
    return box[2], box[3]
