"""The shape of the demo's texts: what the TOML files may say, checked when they are read."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from app.dialogues.models import Side, State

Seen = Literal["same", "partly", "different"]


class Part(BaseModel):
    """A piece of the script; a word it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitPart(Part):
    """A unit and, where somebody leads it, who, as what, and since which month counted from the present one."""

    key: str
    name: str
    kind: str
    under: str | None = None
    chief: str | None = None
    title: str = ""
    since: int = -60


class AppointmentPart(Part):
    """An appointment besides that of a unit's chief."""

    person: str
    unit: str
    role: Literal["manager", "support", "politician", "auditor", "employee", "administrator"]
    title: str = ""
    duty: Literal["", "chair", "vice_chair"] = ""
    deputy: bool = False
    since: int
    until: int | None = None


class SplitInto(Part):
    """One unit that comes out of a split, with those who go over to it."""

    key: str
    name: str
    keeps: tuple[str, ...] = ()


class ChangePart(Part):
    """Something that changes the organisation in a month; `decided` is the month it was entered, if earlier."""

    month: int
    kind: Literal["move", "merge", "split", "leaves"]
    decided: int | None = None
    unit: str = ""
    units: tuple[str, ...] = ()
    under: str = ""
    key: str = ""
    name: str = ""
    keeps: tuple[str, ...] = ()
    parts: tuple[SplitInto, ...] = ()
    person: str = ""


class PersonPart(Part):
    """Somebody one can be in the demo, with a line on the role in both languages."""

    username: str
    name: str
    line: str
    line_en: str

    def line_in(self, language: str) -> str:
        """Give the line in the language of a page."""
        return self.line_en if language == "en" else self.line


class FilePart(Part):
    """A file on a document by its title, or on the nearest meetings in a state; without text it is a drawn sketch."""

    name: str
    text: str = ""
    document: str = ""
    state: State = State.HELD
    side: Side = Side.REP


class OrganisationPart(Part):
    """The whole organisation file."""

    municipality: str
    line: str
    """What is particular about the model, for whoever chooses which demo to open."""
    line_en: str
    domain: str
    arms: str = ""
    """What the made-up arms show, for those who do not see them."""
    registrar: str = ""
    """Who keeps the register of documents, by name."""
    plans_ahead: str = "sektionschef"
    """User name of the one who plans a whole year ahead with somebody."""
    one_mail_a_day: str = "kommunchef"
    """User name of the one who would rather have one mail in the morning."""
    units: tuple[UnitPart, ...]
    appointments: tuple[AppointmentPart, ...]
    changes: tuple[ChangePart, ...] = ()
    persons: tuple[PersonPart, ...]
    files: tuple[FilePart, ...] = ()

    def line_in(self, language: str) -> str:
        """Give the line in the language of a page."""
        return self.line_en if language == "en" else self.line

    @property
    def administrator(self) -> str:
        """The name of the one who looks after organisation and accounts."""
        return self._named("admin")

    @property
    def controller(self) -> str:
        """The name of the one who sets frames and enters financial goals."""
        return self._named("controller")

    def _named(self, username: str) -> str:
        return next(one.name for one in self.persons if one.username == username)


class ThemePart(Part):
    """What was said on one theme: both pictures, the shared note, each one's judgement (over first), and what it was about.

    `about` names subjects by the keys their features' demo data gives them; one nobody gave is a mistake in the script.
    """

    over: str = ""
    rep: str = ""
    note: str = ""
    see: tuple[Seen, Seen] | tuple[()] = ()
    about: tuple[str, ...] = ()
    take_up: tuple[str, ...] = ()


class AgreementPart(Part):
    """A promise; `due`, `done` and `dropped` are days after the meeting, `due_in` days from today."""

    theme: int
    what: str
    who: Literal["over", "rep", "both"]
    together: str = ""
    due: int | None = None
    due_in: int | None = None
    done: int | None = None
    dropped: int | None = None
    words: str = ""


class ReceiptPart(Part):
    """Whether an answer was enough to one of the two, days after it came."""

    who: Side
    enough: bool
    words: str = ""
    after: int = 2


class AnswerPart(Part):
    """An answer from above, days after the record was established."""

    person: str
    text: str
    after: int
    receipts: tuple[ReceiptPart, ...] = ()


class MatterPart(Part):
    """A passage one side proposed to raise, and whether the other released it too."""

    theme: int
    by: Side
    text: str
    released: bool = True
    about: tuple[str, ...] = ()
    answers: tuple[AnswerPart, ...] = ()


class GuestPart(Part):
    """A support person invited by one side or both."""

    person: str
    by: tuple[Side, ...]


class AddendumPart(Part):
    """A later correction, days after the record was established; by both where `by_both`."""

    by: Side
    text: str
    after: int
    by_both: bool = True


class BegunPart(Part):
    """What somebody has begun to write days after and not sent: an own opinion before one establishes, an addendum after."""

    by: Side
    text: str
    after: int


class OpinionPart(Part):
    """Own opinions given with the consent."""

    over: str = ""
    rep: str = ""


class MeetingPart(Part):
    """One meeting; `day` is counted from today. Themes are keyed by their place on the agenda."""

    day: int
    hour: int = 13
    minute: int = 0
    place: str = ""
    state: State = State.ESTABLISHED
    planned: int = 40
    written: int = 6
    shared: tuple[Side, ...] = (Side.OVER, Side.REP)
    consents: tuple[Side, ...] = (Side.REP, Side.OVER)
    themes: dict[int, ThemePart] = {}
    whole: str = ""
    decisions: dict[int, str] = {}
    agreements: tuple[AgreementPart, ...] = ()
    matters: tuple[MatterPart, ...] = ()
    guests: tuple[GuestPart, ...] = ()
    addenda: tuple[AddendumPart, ...] = ()
    opinion: OpinionPart = OpinionPart()
    begun: tuple[BegunPart, ...] = ()
    reason: str = ""


class SeriesPart(Part):
    """A line of meetings between two units' posts, or of a chief and an employee."""

    over: str
    rep: str
    pair: Literal["managers", "presidium", "board", "employee"] = "managers"
    employee: str = ""
    rhythm: str = "three_a_year"
    ended: int | None = None
    meetings: tuple[MeetingPart, ...]


class DialoguesPart(Part):
    """One file of series."""

    series: tuple[SeriesPart, ...]


class DocumentVersionPart(Part):
    """One decided state of a document; the state's own are decided on real days, ours some months ago."""

    by: str = ""
    decided: int | None = None
    decided_on: date | None = None
    number: str = ""
    until: int | None = None
    label: str = ""
    changes: str = ""


class DocumentReviewPart(Part):
    """That a document was found still valid in a month; `next` is days from today."""

    month: int
    next: int
    note: str = ""


class DocumentEndPart(Part):
    """How and why a document ceased to be in force."""

    month: int
    how: Literal["laid_aside", "repealed"]
    why: str


class NamedPart(Part):
    """A unit that names a document as of special importance."""

    unit: str
    why: str = ""


class DocumentPart(Part):
    """A governing document; `entered` is the month it came into the register, `review` days from today.

    `key` is what dialogues call it by.
    """

    title: str
    key: str = ""
    type: str
    unit: str
    person: str = ""
    summary: str = ""
    for_units: tuple[str, ...] = ()
    entered: int
    review: int | None = None
    versions: tuple[DocumentVersionPart, ...]
    reviews: tuple[DocumentReviewPart, ...] = ()
    ended: DocumentEndPart | None = None
    named: tuple[NamedPart, ...] = ()


class DecisionPart(Part):
    """A decision; without `children` nobody has tested the child's best interests yet."""

    title: str
    text: str = ""
    by: str = ""
    delegate: str = ""
    decided: int
    number: str = ""
    unit: str
    about: str = ""
    children: bool | None = None
    considerations: str = ""
    larger: bool = False
    assessed: bool | None = None
    why_not: str = ""


class DocumentsPart(Part):
    """The whole file of documents and decisions."""

    documents: tuple[DocumentPart, ...] = ()
    decisions: tuple[DecisionPart, ...] = ()


Whole = TypeVar("Whole", bound=Part)


def read(path: Path, shape: type[Whole]) -> Whole:
    """Read one file of the script; raises pydantic's `ValidationError` with the place of a mistake."""
    return shape.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def folder(profile_key: str) -> Path:
    """Give the folder with a municipality's texts; it exists only for profiles that have a demo."""
    return Path(__file__).parent / profile_key


def municipalities() -> list[str]:
    """Give the keys of the profiles that have a demo municipality."""
    return sorted(file.parent.name for file in folder(".").glob("*/organisation.toml"))


def organisation(profile_key: str) -> OrganisationPart:
    """Read who and what there is."""
    return read(folder(profile_key) / "organisation.toml", OrganisationPart)


def dialogues(profile_key: str) -> list[SeriesPart]:
    """Read every series, file by file in the order of their names."""
    files = sorted((folder(profile_key) / "dialogues").glob("*.toml"))
    return [series for path in files for series in read(path, DialoguesPart).series]


def documents(profile_key: str) -> DocumentsPart:
    """Read the governing documents and decisions."""
    return read(folder(profile_key) / "documents.toml", DocumentsPart)
