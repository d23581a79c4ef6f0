"""The shape of what comes in: the list's filters in the address, an answer, a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.passages.queries.listing import View, Waiting, Wanted

VIEWS = {"till-mig": View.FROM_BELOW, "ur-vara": View.OURS}
STATES = {"vantar": Waiting.WAITING, "besvarat": Waiting.ANSWERED, "alla": Waiting.ALL}
_MOST_WORDS = 8
_BIGGEST_ID = 2**31 - 1


def wanted_from(args: Mapping[str, str], default: View) -> Wanted:
    """Read the filters; whatever makes no sense is as if it were not there."""
    view = VIEWS.get(args.get("vy", ""), default)
    usual = Waiting.WAITING if view is View.FROM_BELOW else Waiting.ALL
    year = _number(args.get("ar", ""), 1, 9998)
    return Wanted(
        view=view,
        state=STATES.get(args.get("lage", ""), usual),
        unit_id=_number(args.get("enhet", ""), 1, _BIGGEST_ID),
        year=year,
        words=tuple(args.get("q", "").replace("\x00", "").split()[:_MOST_WORDS]),
        page=_number(args.get("sida", ""), 1, 1_000_000) or 1,
    )


def address_of(wanted: Wanted, page: int = 1) -> dict[str, str]:
    """Write the filters as they stand in the address, for a page of the list; empty ones are left out."""
    views = {view: key for key, view in VIEWS.items()}
    states = {state: key for key, state in STATES.items()}
    written: dict[str, object] = {
        "vy": views[wanted.view],
        "lage": states[wanted.state],
        "enhet": wanted.unit_id,
        "ar": wanted.year,
        "q": " ".join(wanted.words),
        "sida": page if page > 1 else None,
    }
    return {key: str(value) for key, value in written.items() if value not in (None, "")}


def _number(text: str, low: int, high: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if low <= int(text) <= high else None


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """An answer as it was typed."""

    text: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "AnswerForm":
        """Take it out of a posted form."""
        return cls(form.get("text", ""))


@dataclass(frozen=True, slots=True)
class ReceiptForm:
    """Whether an answer is enough, as it was chosen and typed; None when nothing was chosen."""

    enough: bool | None = None
    words: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "ReceiptForm":
        """Take it out of a posted form."""
        chosen = form.get("enough", "")
        return cls({"yes": True, "no": False}.get(chosen), form.get("words", ""))

    @property
    def choice(self) -> str | None:
        """The radio button that is marked."""
        return None if self.enough is None else ("yes" if self.enough else "no")
