"""How much may be drawn anew for one request: pictures of a few kilobytes can ask for more than anybody should wait for."""

from contextvars import ContextVar

from app.attachments.errors import Reason, Refusal

_left: ContextVar[int | None] = ContextVar("pixels_left", default=None)


def give(pixels: int | None) -> None:
    """Let the pictures looked at from here on, in this thread, have so many pixels together; None where nobody waits."""
    _left.set(pixels)


def take(pixels: int) -> None:
    """Take what a picture needs before it is unpacked; raises `Refusal` where so much is not left, and then takes nothing."""
    left = _left.get()
    if left is None:
        return
    if pixels > left:
        raise Refusal(Reason.TOO_MANY_PIXELS_TOGETHER)
    _left.set(left - pixels)
