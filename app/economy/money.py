"""Money as people write and read it in a municipality: thousands of kronor, with a comma. Pure, and never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

KRONOR = 1000
"""Kronor to the thousand that people write."""

LARGEST = Decimal(10) ** 9
"""Thousands of kronor that nobody has, in either direction."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = re.compile(r"^[-−–‒]\s*")
_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}( \d{3})+")
_UNIT = re.compile(r"\s*(tkr|kkr|tusen kronor)\.?$", re.IGNORECASE)
NO_BREAK, MINUS = "\u00a0", "−"


class Unread(StrEnum):
    """Why a text is no amount."""

    NO_NUMBER = "no_number"
    GROUPS = "groups"
    AMBIGUOUS = "ambiguous"
    IN_KRONOR = "in_kronor"
    TOO_LARGE = "too_large"


class NotAnAmount(ValueError):
    """A text that cannot be read as an amount, and why."""

    def __init__(self, reason: Unread) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def read(text: str) -> int | None:
    """Read thousands of kronor as people write them (“1 234”, “-5,5”, “−120 tkr”) and give kronor; None for nothing.

    What is finer than a krona is rounded to the nearest one, halves away from zero. Raises `NotAnAmount`.
    """
    said = _SPACES.sub(" ", text).strip()
    if not said:
        return None
    said = _UNIT.sub("", said)
    if said.lower().rstrip(".").endswith("kr"):
        raise NotAnAmount(Unread.IN_KRONOR)
    negative = bool(_MINUS.match(said))
    said = _MINUS.sub("", said).removeprefix("+").strip()
    whole, decimals = _parts(said)
    value = Decimal(f"{whole}.{decimals or '0'}")
    if value >= LARGEST:
        raise NotAnAmount(Unread.TOO_LARGE)
    return kronor(-value if negative else value)


_NUMBER = re.compile(r"-?\d+\.\d+(?:[eE][+-]?\d+)?")


def read_cell(text: str) -> int | None:
    """Read thousands of kronor out of a cell of a file: what spreadsheets write for a number, otherwise as `read`.

    A number with many decimals after a point is what a calculation gave; it is rounded to a krona. “1.234” stays as
    ambiguous as when somebody types it. Raises `NotAnAmount`.
    """
    said = text.strip()
    if _NUMBER.fullmatch(said) and not re.fullmatch(r"-?\d{1,3}\.\d{3}", said):
        value = Decimal(said)
        if abs(value) >= LARGEST:
            raise NotAnAmount(Unread.TOO_LARGE)
        return kronor(value)
    return read(said)


def _parts(said: str) -> tuple[str, str]:
    """Give the digits before and after the decimal sign."""
    if "," in said and "." in said:
        raise NotAnAmount(Unread.AMBIGUOUS)
    whole, sign, decimals = said.partition("," if "," in said else ".")
    if sign and not _is_digits(decimals):
        raise NotAnAmount(Unread.NO_NUMBER)
    if sign == "." and len(decimals) == 3:
        # “1.234” is a thousand and more to some, and one and a bit to others.
        raise NotAnAmount(Unread.AMBIGUOUS)
    if " " in whole:
        if not _GROUPED.fullmatch(whole):
            raise NotAnAmount(Unread.GROUPS if re.fullmatch(r"[\d ]+", whole, re.ASCII) else Unread.NO_NUMBER)
        whole = whole.replace(" ", "")
    if not _is_digits(whole):
        raise NotAnAmount(Unread.NO_NUMBER)
    return whole, decimals


def _is_digits(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.isascii()


def kronor(thousands: Decimal) -> int:
    """Turn thousands into whole kronor."""
    return int((thousands * KRONOR).quantize(Decimal(1), ROUND_HALF_UP))


def thousands(amount: int) -> Decimal:
    """Turn kronor into thousands, exactly."""
    return Decimal(amount) / KRONOR


def exact(amount: int | None) -> str:
    """Write an amount as it stands in a field: all of it, with nothing at its end that says nothing."""
    if amount is None:
        return ""
    said = f"{thousands(amount):f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return said.replace(".", ",")


def shown(amount: int, locale: str, *, signed: bool = False) -> str:
    """Write thousands of kronor as they are read, rounded to a tenth where there is one: “−1 234,5”, “1 234”."""
    value = thousands(amount).quantize(Decimal("0.1"), ROUND_HALF_UP)
    digits = f"{abs(value):,.1f}".removesuffix(".0")
    if not locale.lower().startswith("en"):
        digits = digits.replace(",", NO_BREAK).replace(".", ",")
    if value < 0:
        return MINUS + digits
    return f"+{digits}" if signed and value > 0 else digits


def total(amounts: list[int | None]) -> int | None:
    """Add what there is; None when there is nothing to add, which is not zero."""
    there = [one for one in amounts if one is not None]
    return sum(there) if there else None
