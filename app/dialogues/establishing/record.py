"""What exactly is established: one plain structure, the same whether it is shown, hashed or locked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from pydantic import TypeAdapter

from app.attachments.models import Attachment
from app.dialogues import rules
from app.dialogues.models import (
    Agreement,
    Decision,
    Dialogue,
    RaisedMatter,
    SharedText,
    Side,
    Theme,
)


@dataclass(frozen=True, slots=True)
class Promised:
    """An agreement as the record has it."""

    what: str
    who: str
    together_with: str
    due_on: date | None
    theme: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A subject as the record has it: called as it was when the two marked it, whatever it is called since."""

    kind: str
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """One theme as the record has it: what the two say together, how each sees it, and what it is about."""

    title: str
    note: str
    over_verdict: str | None
    rep_verdict: str | None
    subjects: list[Marked] = field(default_factory=list)

    @property
    def verdict(self) -> str | None:
        """Both judgements put together."""
        return rules.together(self.over_verdict, self.rep_verdict)


@dataclass(frozen=True, slots=True)
class Raised:
    """A matter both released."""

    text: str
    theme: str
    subjects: list[Marked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file on the meeting, known by the SHA-256 of its bytes; files on pictures stay with the pictures."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody at the meeting, and for which side; guests have none."""

    person_id: int
    name: str
    side: str
    present: bool | None


@dataclass(frozen=True, slots=True)
class Record:
    """The established record of a dialogue. Pictures are not part of it: they stay with the two."""

    title: str
    held_at: datetime | None
    place: str
    over_unit: str
    rep_unit: str
    people: list[Attendance]
    whole: str
    sections: list[Section]
    agreements: list[Promised] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)

    def name_of(self, side: str) -> str:
        """Name who spoke for a side, as the record has it."""
        return next((one.name for one in self.people if one.side == side), "")

    def content(self) -> dict[str, object]:
        """Give the record as plain data, as it is hashed and kept."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MarkedIn:
    """What is marked in a dialogue, by theme and by matter."""

    themes: Mapping[int, list[Marked]] = field(default_factory=dict)
    matters: Mapping[int, list[Marked]] = field(default_factory=dict)


def draft_record(
    dialogue: Dialogue,
    *,
    themes: list[Theme],
    whole: SharedText | None,
    agreements: list[Agreement],
    decisions: list[Decision],
    matters: list[RaisedMatter],
    files: Sequence[Attachment] = (),
    marked: MarkedIn | None = None,
) -> Record:
    """Put together what would be established if both did so now."""
    titles = {theme.id: theme.title for theme in themes}
    marked = marked or MarkedIn()
    return Record(
        title=dialogue.title,
        held_at=dialogue.held_at,
        place=dialogue.place,
        over_unit=dialogue.series.over_post.unit.name,
        rep_unit=dialogue.series.rep_post.unit.name,
        people=people_of(dialogue),
        whole=whole.text if whole else "",
        sections=[
            Section(
                theme.title,
                theme.note.text if theme.note else "",
                theme.over_verdict,
                theme.rep_verdict,
                marked.themes.get(theme.id, []),
            )
            for theme in themes
        ],
        agreements=[
            promised(one, titles.get(one.theme_id or 0, ""))
            for one in agreements
            if one.dialogue_id == dialogue.id
        ],
        decisions=[decision.text for decision in decisions],
        raised=[
            Raised(matter.text, titles.get(matter.theme_id or 0, ""), marked.matters.get(matter.id, []))
            for matter in matters
            if matter.over_released_at and matter.rep_released_at
        ],
        files=[Attached(file.id, file.name, file.media_type, file.size, file.sha256) for file in files],
    )


def promised(agreement: Agreement, theme: str) -> Promised:
    """Give an agreement as the record has it, under the title of its theme."""
    return Promised(agreement.what, agreement.who, agreement.together_with, agreement.due_on, theme)


def people_of(dialogue: Dialogue) -> list[Attendance]:
    """Give who was to be there, as the record names them: the two, then those both have invited."""
    speakers = [
        Attendance(p.person_id, p.person.name, p.side, p.attended)
        for p in sorted(dialogue.participants, key=lambda p: list(Side).index(Side(p.side)))
    ]
    guests = [
        Attendance(g.person_id, g.person.name, "", g.attended)
        for g in dialogue.guests
        if g.over_agreed_at and g.rep_agreed_at
    ]
    return speakers + guests


_RECORD = TypeAdapter(Record)


def read_record(content: dict[str, object]) -> Record:
    """Read a kept record back; the counterpart of `Record.content` through JSON."""
    return _RECORD.validate_python(content)
