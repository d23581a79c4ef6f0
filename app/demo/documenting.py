"""The demo's governing documents and decisions, entered month by month by those who would have done it."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app import clock
from app.access.actor import Actor
from app.demo.calendar import numbered
from app.demo.script import DecisionPart, DocumentPart, DocumentReviewPart, DocumentsPart, DocumentVersionPart
from app.demo.stage import Act, Stage
from app.documents import services
from app.documents.decisions.services import About, Decided, record_decision
from app.documents.facts import DOCUMENT
from app.documents.models import Document, Ending, Origin
from app.documents.queries import document_for
from app.documents.rules import ChildRightsTest, Entry, StateType, VersionEntry
from app.organisation.appointments import leaders
from app.passages.subjects import Ref

NAMED_IN = -6
"""The month in which units say which documents matter most to them, when every unit is there."""

A_MONTH = 26
"""Days of a month over which things are spread out."""

Step = tuple[int, Callable[[Document], None]]


@dataclass(slots=True)
class Archive:
    """The stage with what has been entered so far, by title."""

    stage: Stage
    keeper: str
    """Who keeps the register, by name."""
    made: dict[str, int] = field(default_factory=dict)
    decided: dict[str, date] = field(default_factory=dict)
    """The day of each decision by its number in the script: the decision itself and the version it made are of one day."""

    def day(self, month: int, number: int) -> date:
        """Give a working day of a month, another for each number."""
        return self.stage.calendar.decision_day(month, number * 7 % A_MONTH)

    def moment(self, month: int, number: int) -> datetime:
        """Give the moment somebody sits down with it: some days after the day itself."""
        day = self.day(month, number) + timedelta(days=3)
        return self.stage.calendar.past(clock.from_stockholm(day, 9 + number % 7, number * 11 % 60))

    def ahead(self, days: int | None) -> date | None:
        """Give a day counted from the present one."""
        return self.stage.calendar.today + timedelta(days=days) if days is not None else None

    @property
    def registrar(self) -> Actor:
        """The one who keeps the register, as of the day that is being played."""
        return self.stage.actor(self.stage.people[self.keeper])


def acts(stage: Stage, wanted: DocumentsPart, keeper: str) -> list[Act]:
    """Give one act for each document, and one for the decisions in their order."""
    archive = Archive(stage, keeper)
    documents = [_document(archive, part, number) for number, part in enumerate(wanted.documents)]
    return [*documents, _decisions(archive, sorted(wanted.decisions, key=lambda one: one.decided))]


def _document(archive: Archive, part: DocumentPart, number: int) -> Act:
    later = [one for one in part.versions if one.decided is not None and one.decided > part.entered]
    before = [one for one in part.versions if one not in later]
    yield archive.moment(part.entered, number)
    made = services.enter(
        archive.stage.session, actor=archive.registrar, entry=_entry(archive, part, before[0], number)
    )
    archive.made[part.title] = made.id
    archive.stage.call(part.key, Ref(DOCUMENT, made.id))
    # What was decided before the register was begun is entered in the order it was decided.
    for version in before[1:]:
        _supersede(archive, part, version, number)(_again(archive, made.id))
    for month, step in sorted(_steps(archive, part, later, number), key=lambda one: one[0]):
        yield archive.moment(month, number)
        step(_again(archive, made.id))


def _again(archive: Archive, document_id: int) -> Document:
    found = document_for(
        archive.stage.session, actor=archive.registrar, document_id=document_id, day=clock.today()
    )
    assert found is not None  # noqa: S101  # nosec B101  entered by the act itself
    return found


def _entry(archive: Archive, part: DocumentPart, version: DocumentVersionPart, number: int) -> Entry:
    units = archive.stage.units
    return Entry(
        title=part.title,
        responsible_unit_id=units[part.unit],
        origin=Origin.STATE if part.type in set(StateType) else Origin.MUNICIPAL,
        type_key=part.type,
        summary=part.summary,
        responsible_person_id=archive.stage.people[part.person] if part.person else None,
        for_all=not part.for_units,
        units=frozenset(units[one] for one in part.for_units),
        next_review_on=_first_review(archive, part),
        version=_version(archive, part.title, version, number),
    )


def _first_review(archive: Archive, part: DocumentPart) -> date | None:
    if part.reviews:
        return archive.stage.calendar.month(part.reviews[0].month) + timedelta(days=40)
    return archive.ahead(part.review)


def _version(archive: Archive, title: str, part: DocumentVersionPart, number: int) -> VersionEntry:
    decided = archive.day(part.decided, number) if part.decided is not None else part.decided_on
    if decided is not None and part.number:
        archive.decided[part.number] = decided
    return VersionEntry(
        decided_by=part.by,
        registry_number=numbered(part.number, decided) if decided is not None else part.number,
        decided_on=decided,
        valid_to=archive.stage.calendar.month(part.until) if part.until is not None else None,
        label=part.label,
        link=_link(title) if part.number or part.decided_on else "",
        changes=part.changes,
    )


def _link(title: str) -> str:
    """Give the made-up address a document is published at."""
    plain = unicodedata.normalize("NFD", title.casefold()).encode("ascii", "ignore").decode()
    return "https://dokument.exempel.se/" + "-".join(
        "".join(c if c.isalnum() else " " for c in plain).split()
    )


def _steps(
    archive: Archive, part: DocumentPart, later: Sequence[DocumentVersionPart], number: int
) -> list[Step]:
    found: list[Step] = [(one.decided or 0, _supersede(archive, part, one, number)) for one in later]
    found += [(one.month, _review(archive, one)) for one in part.reviews]
    if part.ended is not None:
        ended = part.ended
        found.append((ended.month, _end(archive, ended.month, Ending(ended.how), ended.why, number)))
    if part.named:
        found.append((max(NAMED_IN, part.entered), _name(archive, part)))
    return found


def _supersede(
    archive: Archive, part: DocumentPart, version: DocumentVersionPart, number: int
) -> Callable[[Document], None]:
    def take(document: Document) -> None:
        services.supersede(
            archive.stage.session,
            actor=archive.registrar,
            document=document,
            version=_version(archive, part.title, version, number),
            next_review_on=archive.ahead(part.review),
            revision=document.revision,
        )

    return take


def _review(archive: Archive, part: DocumentReviewPart) -> Callable[[Document], None]:
    def take(document: Document) -> None:
        unit_id = document.responsible_unit_id
        leading = leaders(archive.stage.session, [unit_id], clock.today())[unit_id][0]
        services.review(
            archive.stage.session,
            actor=archive.stage.actor(leading.person_id),
            document=document,
            next_on=archive.ahead(part.next),
            note=part.note,
        )

    return take


def _end(archive: Archive, month: int, how: Ending, why: str, number: int) -> Callable[[Document], None]:
    def take(document: Document) -> None:
        on = archive.day(month, number)
        services.end(
            archive.stage.session, actor=archive.registrar, document=document, how=how, on=on, why=why
        )

    return take


def _name(archive: Archive, part: DocumentPart) -> Callable[[Document], None]:
    def take(document: Document) -> None:
        for one in part.named:
            unit_id = archive.stage.units[one.unit]
            leading = leaders(archive.stage.session, [unit_id], clock.today()).get(unit_id, [])
            services.name_as_important(
                archive.stage.session,
                unit_id,
                document.id,
                actor_id=leading[0].person_id if leading else archive.registrar.person_id,
                why=one.why,
            )

    return take


def _decisions(archive: Archive, wanted: Sequence[DecisionPart]) -> Act:
    for number, part in enumerate(wanted):
        # The minutes take their time: a decision is written up the month after.
        yield archive.moment(part.decided + 1, number)
        decided_on = archive.decided.get(part.number, archive.day(part.decided, number))
        record_decision(
            archive.stage.session,
            actor=archive.registrar,
            decided=Decided(
                title=part.title,
                responsible_unit_id=archive.stage.units[part.unit],
                text=part.text,
                decided_by=part.by,
                delegate=part.delegate,
                decided_on=decided_on,
                registry_number=numbered(part.number, decided_on),
                about=About(DOCUMENT, archive.made[part.about]) if part.about else None,
                test=ChildRightsTest(
                    concerns_children=part.children,
                    considerations=part.considerations.replace("\n\n", "\0")
                    .replace("\n", " ")
                    .replace("\0", "\n\n"),
                    larger_matter=part.larger,
                    impact_assessed=part.assessed,
                    not_assessed_why=part.why_not,
                ),
            ),
        )
