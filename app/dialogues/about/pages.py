"""What the pages show of what a dialogue is about."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import LazyString

from app.access.guard import acting
from app.db import db
from app.dialogues.about import rules
from app.dialogues.about.queries import Mark, Marks, actor_of, marks_of
from app.dialogues.backgrounds import Background
from app.dialogues.models import Theme
from app.dialogues.queries.said import ThemeSaid
from app.dialogues.rules import Standing
from app.dialogues.seating import Seated
from app.passages.subjects import Ref, Subject, subjects
from app.ui.addresses import url_for

MOST_OFFERED = 6
"""Subjects offered at once beside the note: what the background brings along; the rest one looks for."""

MOST_OF_A_KIND = 100
"""Subjects of a kind one can choose among when looking for one."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One subject on a page: what it is called, of what kind it is, where its talks are, who wants to take it up."""

    ref: Ref
    title: str
    label: str | LazyString
    href: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AboutDialogue:
    """What is marked in a dialogue, for those who read its notes; a guest is not led on to its subjects."""

    marks: Marks
    led_on: bool

    def of_theme(self, theme: Theme | ThemeSaid) -> list[Chip]:
        """Give what a theme is about."""
        return [self._chip(mark) for mark in self.marks.themes.get(theme.id, ())]

    def of_matter(self, matter_id: int) -> list[Chip]:
        """Give what a matter is about."""
        return [self._chip(mark) for mark in self.marks.matters.get(matter_id, ())]

    def offered_to_matter(self, matter_id: int, theme_id: int | None) -> list[Chip]:
        """Give what the theme of a matter is about and the matter is not."""
        known = {mark.ref for mark in self.marks.matters.get(matter_id, ())}
        of_theme = self.marks.themes.get(theme_id or 0, ())
        return [self._chip(mark) for mark in of_theme if mark.ref not in known]

    def taken_up_on(self, theme: Theme) -> list[Chip]:
        """Give what is to be taken up on a theme, with who wants to."""
        return [self._chip(mark, mark.by) for mark in self.marks.taken_up.get(theme.id, ())]

    def _chip(self, mark: Mark, by: str = "") -> Chip:
        href = ""
        if self.led_on and subjects.knows(mark.ref.kind):
            href = url_for("talks.about", kind=mark.ref.kind, subject_id=mark.ref.id)
        return Chip(mark.ref, mark.title, subjects.label(mark.ref.kind), href, by)


@dataclass(frozen=True, slots=True)
class AboutTheme:
    """The row beside the note of a theme: what it is about, and what else it could be."""

    marked: list[Chip]
    offered: list[Chip]
    may_mark: bool
    stands: str
    choosing: "Choosing | None" = None

    @property
    def shown(self) -> bool:
        """Tell whether there is anything to say or to do here."""
        return bool(self.marked) or (self.may_mark and bool(subjects.known()))


@dataclass(frozen=True, slots=True)
class Choosing:
    """What one looks among for a subject: kind by kind, what was typed, and what was wrong with it."""

    kinds: list[tuple[str | LazyString, list[Subject]]] = field(default_factory=list)
    typed: str = ""
    fault: str = ""

    def find(self, typed: str) -> Subject | None:
        """Give the one subject that was meant: by its whole title, or by words only one title has."""
        words = " ".join(typed.split()).casefold()
        every = [(spelling(one).casefold(), one) for _, found in self.kinds for one in found]
        whole = [one for _, one in every if one.title.casefold() == words]
        spelled = [one for text, one in every if text == words]
        part = [one for text, one in every if words and words in text]
        return next((one[0] for one in (spelled, whole, part) if len(one) == 1), None)


def spelling(subject: Subject) -> str:
    """Write a subject so that it can be told from one of another kind with the same title."""
    return f"{subject.title} · {subjects.label(subject.kind)}"


def about_dialogue(seated: Seated) -> AboutDialogue:
    """Load what is marked in a dialogue."""
    led_on = seated.seat.standing is not Standing.GUEST
    return AboutDialogue(marks_of(db.session, seated.dialogue.id), led_on)


def about_theme_row(
    seated: Seated,
    theme: Theme,
    about: AboutDialogue,
    background: Sequence[Background],
    choosing: Choosing | None = None,
) -> AboutTheme:
    """Put together the row of a theme: marked, then what is to be taken up, then what its background brings along."""
    marked = about.of_theme(theme)
    may_mark = rules.why_not_mark(seated.dialogue, seated.seat) is None
    known = {chip.ref for chip in marked}
    offered: list[Chip] = []
    if may_mark:
        wishes = [chip for chip in about.taken_up_on(theme) if chip.ref not in known]
        known |= {chip.ref for chip in wishes}
        offered = [*wishes, *_brought_along(background, known)[:MOST_OFFERED]]
    return AboutTheme(marked, offered, may_mark, stands_as(chip.ref for chip in marked), choosing)


def stands_as(refs: Iterable[Ref]) -> str:
    """Give a short sign of what a theme is about, by which the page tells that the other has marked something."""
    return hashlib.sha256(" ".join(map(str, refs)).encode()).hexdigest()[:12]


def choices(seated: Seated) -> Choosing:
    """Give what the two can mark: what is offered to the one who looks and the other may read too."""
    series = seated.dialogue.series
    units = list(dict.fromkeys([series.rep_post.unit_id, series.over_post.unit_id]))
    found = subjects.offered(db.session, acting(), units, MOST_OF_A_KIND)
    refs = [subject.ref for _, offered in found for subject in offered]
    if not refs:
        return Choosing()
    others = [p.person_id for p in seated.dialogue.participants if p.person_id != seated.seat.person_id]
    for person_id in others:
        readable = subjects.named(db.session, actor_of(db.session, person_id), refs)
        found = [(kind, [one for one in offered if one.ref in readable]) for kind, offered in found]
    return Choosing([(kind.label, offered) for kind, offered in found if offered])


def _brought_along(background: Sequence[Background], known: set[Ref]) -> list[Chip]:
    found = {
        item.subject.ref: item.subject for section in background for item in section.items if item.subject
    }
    return [
        Chip(ref, subject.title, subjects.label(ref.kind), subject.href)
        for ref, subject in found.items()
        if ref not in known and subjects.knows(ref.kind)
    ]
