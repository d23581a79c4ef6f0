"""Figures as people type and read them: “1 234,5”, “12 %”, “−3”. Pure; what cannot be read says why."""

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from app.ui.formats import language

MOST_DIGITS = 12
"""Digits before the decimal mark: more is a slip of the keys."""

MOST_DECIMALS = 6

_SPACES = "\u0020\u00a0\u2009\u202f"
"""What stands between thousands: a common space, one that does not break, narrow ones."""

_NUMBER = re.compile(rf"([-+]?)(\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d+)(?:[.,](\d+))?", re.ASCII)
_WORDS_OF_UNITS = {"%": ("%", "procent", "percent", "per cent"), "kr": ("kr", "kronor", "sek")}


class Wrong(StrEnum):
    """Why what was typed is no figure here."""

    NOT_A_NUMBER = "not_a_number"
    OTHER_UNIT = "other_unit"
    TOO_LARGE = "too_large"
    TOO_MANY_DECIMALS = "too_many_decimals"


class NotANumber(ValueError):
    """What was typed cannot be read as a figure of the indicator."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def read_number(typed: str, *, unit: str = "", decimals: int = MOST_DECIMALS) -> Decimal | None:
    """Read a figure; None where nothing was typed. The indicator's own unit may stand after it.

    A comma or a full stop is the decimal mark; thousands are parted by spaces only, so that “1.234” is not taken for
    a thousand by one and for one by another. Raises `NotANumber`.
    """
    text = typed.strip().replace("\u2212", "-").replace("\u2013", "-")
    if not text:
        return None
    text = _without_unit(text, unit)
    found = _NUMBER.fullmatch(text)
    if found is None:
        begins = _NUMBER.match(text)
        raise NotANumber(
            Wrong.OTHER_UNIT if begins and _is_word(text[begins.end() :]) else Wrong.NOT_A_NUMBER
        )
    sign, whole, part = found[1], re.sub(rf"[{_SPACES}]", "", found[2]), found[3] or ""
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise NotANumber(Wrong.TOO_LARGE)
    part = part.rstrip("0")
    if len(part) > min(decimals, MOST_DECIMALS):
        raise NotANumber(Wrong.TOO_MANY_DECIMALS)
    return Decimal(f"{sign}{whole}.{part}" if part else f"{sign}{whole}")


def _without_unit(text: str, unit: str) -> str:
    wanted = " ".join(unit.casefold().split())
    if not wanted:
        return text
    for word in {wanted, *next((words for words in _WORDS_OF_UNITS.values() if wanted in words), ())}:
        if text.casefold().endswith(word):
            return text[: len(text) - len(word)].rstrip()
    return text


def is_share(unit: str) -> bool:
    """Tell whether figures in a unit are parts of a hundred."""
    return next(iter(unit.casefold().split()), "") in ("%", "procent", "percent")


def _is_word(rest: str) -> bool:
    return bool(rest.strip()) and not any(sign.isdigit() for sign in rest)


@lru_cache(maxsize=4096)
def number_words(value: Decimal, locale: str, *, decimals: int | None = None) -> str:
    """Write a figure for reading: “1 234,5” in Swedish, “1,234.5” in English, a real minus sign before what is below zero."""
    if decimals is not None:
        # A value with more decimals than the indicator now asks for is shown as it is, not rounded away.
        value = value.quantize(Decimal(1).scaleb(-max(decimals, _decimals(value))))
    written = f"{abs(value):,f}"
    if decimals is None and "." in written:
        written = written.rstrip("0").rstrip(".")
    if language(locale) == "sv":
        written = written.replace(",", "\u00a0").replace(".", ",")
    return f"\u2212{written}" if value < 0 else written


def typed_words(value: Decimal, locale: str) -> str:
    """Write a figure for a field, where it is typed over: no thousands, a common minus sign."""
    written = f"{value.normalize():f}"
    return written.replace(".", ",") if language(locale) == "sv" else written


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def with_unit(written: str, unit: str) -> str:
    """Put the unit after a figure, on the same line."""
    return f"{written}\u00a0{unit}" if unit else written
