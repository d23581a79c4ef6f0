"""The shape of what one fills in about a factor, and of what the register is asked for in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from app.organisation.asking import number_or_none
from app.organisation.forms import a_line
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.factors.rules import FIRST_YEAR, LAST_YEAR, LONGEST_TITLE
from app.quality.forms import QualityForm, a_text
from app.quality.wording import REACHES


class FactorForm(QualityForm):
    """A new factor; only the title is needed."""

    title = a_line(
        lazy_gettext("Vad är avgörande för kvaliteten?"),
        lazy_gettext("Skriv det som ett tecken på god kvalitet, inte som en åtgärd."),
        most=LONGEST_TITLE,
        required=True,
    )
    why = a_text(
        lazy_gettext("Varför är det avgörande?"),
        lazy_gettext("Vad händer för dem ni är till för om det inte håller?"),
        rows=5,
    )
    reach = RadioField(
        lazy_gettext("Vem gäller den för?"),
        choices=list(REACHES.items()),
        default=Reach.UNIT,
        validators=[Optional()],
    )
    revision = HiddenField()

    @classmethod
    def of(cls, factor: Factor) -> "FactorForm":
        """Open a factor for changes."""
        return cls(formdata=None, title=factor.title, reach=factor.reach, revision=factor.revision)


class EndForm(QualityForm):
    """Why it is no longer decisive."""

    words = a_text(
        lazy_gettext("Varför är den inte avgörande längre?"),
        lazy_gettext("Vad har ni lärt er? Orden står kvar på faktorn."),
        rows=4,
        required=True,
    )


class ReviewForm(QualityForm):
    """That it still holds, with words."""

    words = a_text(
        lazy_gettext("Vad säger ni om den i år?"),
        lazy_gettext("Är den fortfarande avgörande, och säger indikatorerna det ni behöver veta?"),
        rows=3,
        required=True,
    )


class Sort(StrEnum):
    """What the register is ordered by."""

    UNIT = "unit"
    TITLE = "title"
    REVIEW = "review"


SORTS = {"enhet": Sort.UNIT, "rubrik": Sort.TITLE, "genomgang": Sort.REVIEW}
STATES = {
    "": (FactorState.DRAFT, FactorState.ESTABLISHED),
    "utkast": (FactorState.DRAFT,),
    "faststallda": (FactorState.ESTABLISHED,),
    "avslutade": (FactorState.ENDED,),
    "alla": (FactorState.DRAFT, FactorState.ESTABLISHED, FactorState.ENDED),
}
REVIEWS = {"": None, "gjord": True, "kvar": False}
REACH_WORDS = {"": None, "enhet": Reach.UNIT, "omrade": Reach.AREA}
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is asked for."""

    year: int
    words: tuple[str, ...] = ()
    state: str = ""
    under: int | None = None
    reach: str = ""
    review: str = ""
    sort: Sort = Sort.UNIT
    descending: bool = False
    page: int = 1

    @property
    def states(self) -> tuple[FactorState, ...]:
        """Give the states that are shown."""
        return STATES[self.state]


def asked_from(args: Mapping[str, str], this_year: int) -> Asked:
    """Read the filters of the register; whatever makes no sense is as if it were not there."""
    order = args.get("ordning", "")
    year = number_or_none(args.get("ar", ""))
    return Asked(
        year=year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else this_year,
        words=tuple(args.get("q", "").replace("\x00", "")[:200].split()[:MOST_WORDS]),
        state=args.get("lage", "") if args.get("lage", "") in STATES else "",
        under=number_or_none(args.get("enhet", "")),
        reach=args.get("galler", "") if args.get("galler", "") in REACH_WORDS else "",
        review=args.get("genomgang", "") if args.get("genomgang", "") in REVIEWS else "",
        sort=SORTS.get(order.removeprefix("-"), Sort.UNIT),
        descending=order.startswith("-") and order.removeprefix("-") in SORTS,
        page=max(1, number_or_none(args.get("sida", "")) or 1),
    )


def address_of(asked: Asked, this_year: int, **changed: object) -> dict[str, str]:
    """Write the filters as they stand in the address, with some of them changed; what is usual is left out."""
    order = ("-" if asked.descending else "") + next(
        key for key, known in SORTS.items() if known is asked.sort
    )
    said: dict[str, object] = {
        "q": " ".join(asked.words),
        "ar": asked.year if asked.year != this_year else None,
        "lage": asked.state,
        "enhet": asked.under,
        "galler": asked.reach,
        "genomgang": asked.review,
        "ordning": "" if order == "enhet" else order,
    } | changed
    return {key: str(value) for key, value in said.items() if value not in (None, "")}
