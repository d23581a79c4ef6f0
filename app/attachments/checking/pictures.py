"""Pictures: drawn anew from their pixels, so that place, camera, thumbnails and anything hidden behind them are gone."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from app.attachments.checking import pixels
from app.attachments.checking.kinds import Content
from app.attachments.errors import Reason, Refusal

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 36_000_000
"""Six thousand pixels square; unpacked some 140 MB."""

LONGEST_SIDE = 20_000
_LARGEST_KEPT = 4096
"""Pixels of the longer side that is kept: an A4 page at some 350 dots an inch."""

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


def kind_of(data: bytes) -> str | None:
    """Tell which kind of picture the first bytes are of, or None."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)


def picture(data: bytes, kind: str) -> Content:
    """Draw a picture anew, turned the right way up, the first one of several; raises `Refusal` for one broken or too large."""
    from PIL import Image, ImageFile  # only where somebody attaches a picture

    # What lays out pages says, for the whole process and once it is loaded, that half a picture is drawn as if it were one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # We look at the size ourselves, before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind]) as opened:
                _require_bearable(opened)
                return Content(_TYPES[kind], _written(_upright(opened), kind))
    except Refusal:
        raise
    except Image.DecompressionBombError:
        raise Refusal(Reason.TOO_MANY_PIXELS) from None
    except Exception as problem:
        # The readers of pictures fail in any way a stranger's bytes can make them; nothing of it was kept.
        raise Refusal(Reason.BROKEN) from problem


def _require_bearable(opened: Image.Image) -> None:
    width, height = opened.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refusal(Reason.TOO_MANY_PIXELS)
    pixels.take(width * height)


def _upright(opened: Image.Image) -> Image.Image:
    from PIL import Image, ImageOps

    # A JPEG can be unpacked at a fraction of its size; others do nothing here.
    opened.draft(None, (_LARGEST_KEPT, _LARGEST_KEPT))
    opened.load()
    drawn: Image.Image = opened
    if drawn.mode not in {"RGB", "RGBA", "L"}:
        see_through = "transparency" in drawn.info or drawn.mode in {"LA", "PA", "La", "RGBa"}
        drawn = drawn.convert("RGBA" if see_through else "RGB")
    if max(drawn.size) > _LARGEST_KEPT:
        drawn.thumbnail((_LARGEST_KEPT, _LARGEST_KEPT))
    # Turned once it is small: every further copy of a large picture is a hundred megabytes.
    drawn = ImageOps.exif_transpose(drawn)
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    return bare


def _written(drawn: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    if kind == "JPEG":
        drawn.convert("RGB").save(target, "JPEG", quality=88)
    elif kind == "WEBP":
        drawn.save(target, "WEBP", quality=88)
    else:
        drawn.save(target, kind)
    return target.getvalue()
