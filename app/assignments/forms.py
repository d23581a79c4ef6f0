"""The shape of what comes in about assignments and questions: the register's filters in the address, and the forms."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, Optional

from app.assignments import rules
from app.assignments.errors import Fault
from app.assignments.models import Assignment, State
from app.assignments.queries.listing import Mine, Sort, Wanted
from app.assignments.services import Entry, To
from app.assignments.wording import FAULTS, OWNERS
from app.documents.forms import a_text, a_title, number_from, words_from
from app.organisation.forms import a_day, a_line
from app.ui.forms import CheckedForm

STATES: dict[str, frozenset[State]] = {
    "oppna": rules.OPEN | {State.DRAFT},
    "vantar": frozenset({State.GIVEN}),
    "invandning": frozenset({State.AGAINST}),
    "kvitterade": frozenset({State.ACKNOWLEDGED}),
    "rapporterade": frozenset({State.REPORTED}),
    "klara": frozenset({State.CLOSED}),
    "aterkallade": frozenset({State.WITHDRAWN}),
    "alla": frozenset(State),
}
ROLES = {"tagna": Mine.TAKEN, "givna": Mine.GIVEN}
SORTS = {"dag": Sort.DUE, "rubrik": Sort.TITLE, "lamnat": Sort.GIVEN, "lage": Sort.STATE}


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """Read the filters of the register; whatever makes no sense is as if it were not there."""
    order = args.get("ordning", "")
    return Wanted(
        words=words_from(args),
        states=STATES.get(args.get("lage", ""), STATES["oppna"]),
        role=ROLES.get(args.get("mina", ""), Mine.ANY),
        unit_id=number_from(args.get("enhet", "")),
        sort=SORTS.get(order.removeprefix("-"), Sort.DUE),
        descending=order.startswith("-") and order.removeprefix("-") in SORTS,
        page=number_from(args.get("sida", "")) or 1,
    )


def address_of(wanted: Wanted, **changed: object) -> dict[str, str]:
    """Write the filters as they stand in the address, with some of them changed; what is usual is left out."""
    order = ("-" if wanted.descending else "") + _key(SORTS, wanted.sort)
    state = _key(STATES, wanted.states)
    said: dict[str, object] = {
        "q": " ".join(wanted.words),
        "lage": "" if state == "oppna" else state,
        "mina": _key(ROLES, wanted.role) if wanted.role is not Mine.ANY else "",
        "enhet": wanted.unit_id,
        "ordning": "" if order == "dag" else order,
    } | changed
    return {key: str(value) for key, value in said.items() if value not in (None, "")}


def _key(table: Mapping[str, object], value: object) -> str:
    return next(key for key, known in table.items() if known == value)


class AForm(CheckedForm):
    """What the forms here have in common."""

    def take(self, faults: Mapping[str, Fault]) -> None:
        """Say by each field what is wrong with it, or above them all."""
        for name, fault in faults.items():
            self.say(name, FAULTS[fault])


TO_WHOM = SelectField(
    lazy_gettext("Till vem?"),
    choices=[],
    validators=[DataRequired(FAULTS[Fault.TAKER_MISSING])],
    validate_choice=False,
)
"""First on the page of a new assignment: made before what follows, so that what is wrong is told in the order of the page."""


class AssignmentForm(AForm):
    """What the giver says: what, when, within which frame."""

    title = a_title(
        lazy_gettext("Vad ska uppnås?"),
        lazy_gettext("I en rad: resultatet, inte hur man kommer dit."),
        missing=lazy_gettext("Skriv vad som ska uppnås."),
    )
    what = a_text(
        lazy_gettext("Mer om vad, och varför"),
        lazy_gettext("Vad ska ha blivit bättre, för vem? Hur det görs är den andras sak."),
    )
    due_on = a_day(lazy_gettext("När ska det vara klart?"), required=False)
    frame = a_text(
        lazy_gettext("Inom vilken ram?"),
        lazy_gettext("Pengar, lagar, beslut, det som inte får hända."),
    )
    registry_number = a_line(
        lazy_gettext("Diarienummer"),
        lazy_gettext("Om uppdraget kommer ur ett beslut."),
        most=rules.LONGEST_NUMBER,
    )
    revision = HiddenField(default="1")

    @classmethod
    def of(cls, one: Assignment) -> "AssignmentForm":
        """Open what stands for changes."""
        return cls(
            formdata=None,
            title=one.title,
            what=one.what,
            due_on=one.due_on,
            frame=one.frame,
            registry_number=one.registry_number,
            revision=str(one.revision),
        )

    def entry(self) -> Entry:
        """Give what was filled in."""
        return Entry(
            self.title.data or "",
            self.what.data or "",
            self.due_on.data,
            self.frame.data or "",
            self.registry_number.data or "",
        )


class NewForm(AssignmentForm):
    """A new assignment: to whom, besides."""

    to = TO_WHOM

    def receiver(self, giver_unit_id: int) -> To | None:
        """Give who was chosen, a unit (`12`) or an employee of the giving one (`p34`); None where nobody was."""
        text = str(self.to.data or "")
        number = number_from(text.removeprefix("p"))
        if number is None:
            return None
        return To(giver_unit_id, number) if text.startswith("p") else To(number)


class HowForm(AForm):
    """What the taker says: how, and who."""

    how = a_text(
        lazy_gettext("Hur gör ni?"),
        lazy_gettext("Vägen är er. Skriv så mycket som den andra behöver för att känna sig trygg."),
    )
    who = a_line(
        lazy_gettext("Vem gör det?"), lazy_gettext("Namn, roll eller grupp."), most=rules.LONGEST_LINE
    )
    revision = HiddenField(default="1")

    @classmethod
    def of(cls, one: Assignment) -> "HowForm":
        """Open what stands for changes."""
        return cls(formdata=None, how=one.how, who=one.who, revision=str(one.revision))


class WordsForm(AForm):
    """Words that go along with a step."""

    words = a_text(lazy_gettext("Med egna ord"))
    revision = HiddenField()


class AskForm(AForm):
    """A question in the golden zone."""

    question = a_text(
        lazy_gettext("Vad är det som kan vara ett vad eller ett hur?"),
        lazy_gettext("En fråga i taget, så konkret som möjligt."),
        most=2_000,
    )


class PictureForm(AForm):
    """One's own picture."""

    owner = RadioField(
        lazy_gettext("Vems är frågan, som du ser det?"), choices=list(OWNERS.items()), validators=[Optional()]
    )
    text = a_text(
        lazy_gettext("Hur tänker du?"),
        lazy_gettext("Varför är frågan din, den andras eller gemensam? Vad är viktigt för dig i den?"),
        most=10_000,
    )
    seen = HiddenField()


class SharedForm(AForm):
    """The shared picture."""

    shared_owner = RadioField(
        lazy_gettext("Vems är frågan, kom vi fram till?"),
        choices=list(OWNERS.items()),
        validators=[Optional()],
    )
    shared = a_text(
        lazy_gettext("Det vi kommer fram till"),
        lazy_gettext("Vem gör vad i just den här frågan, och hur håller vi varandra underrättade?"),
        most=10_000,
    )
    released = BooleanField(
        lazy_gettext("De som läser det frågan gäller får läsa vår gemensamma bild"),
        description=lazy_gettext("Era egna bilder läser bara ni två, vad ni än väljer."),
    )
    revision = HiddenField()
