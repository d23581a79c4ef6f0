"""Whose report and what time something is put together for, and how it is quoted."""

from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.organisation.models import Unit
from app.passages.talks.queries import TalkedAbout
from app.reports.asked import Asked
from app.steering.shapes.reports import ReportContent
from app.ui.addresses import url_for
from app.ui.install import day, listed
from app.writing.kinds import Brought


@dataclass(frozen=True, slots=True)
class About:
    """Whose report, read as by whom, and from when to when."""

    session: Session
    reader: Actor
    unit: Unit
    year: int
    asked: Asked

    @property
    def first(self) -> date:
        """The first day of the period."""
        return self.asked.span(self.year)[0]

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.asked.span(self.year)[1]

    @property
    def contents(self) -> frozenset[ReportContent]:
        """What it is put together from."""
        # A plan opened again places nothing meanwhile; what was begun is still about what it was about.
        return self.asked.contents or frozenset(self.asked.report.contents)

    @property
    def scale(self) -> str:
        """The scale the report judges on, by its key; empty where it judges nothing."""
        return self.asked.report.scale or ""

    def covers(self, moment: date) -> bool:
        """Tell whether a day lies in the period."""
        return self.first <= moment <= self.last


@dataclass(slots=True)
class Lines:
    """Lines put together, each with its figures and the passage it quotes; without a title where the part says it."""

    title: str = ""
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    gap: str = ""

    def add(
        self,
        words: str,
        about: str = "",
        href: str = "",
        *,
        figures: str = "",
        passage: int = 0,
        mark: tuple[str, str] = ("", ""),
    ) -> None:
        """Add a line; `mark` is the shape and colour of the level its words begin by naming."""
        self.lines.append((words, about, href))
        self.figures.append(figures)
        self.passages.append(passage)
        self.marks.append(mark)

    def talked(self, talk: TalkedAbout | None) -> None:
        """Put what was said in dialogues first: the words where both released them, otherwise only that it was talked about."""
        if talk is None:
            return
        said = talk.said
        if said is not None and said.passage_id is not None:
            about = gettext("Sagt i dialog %(day)s", day=day(said.on))
            if said.released_by:
                about += " · " + gettext("släppt av %(names)s", names=listed(said.released_by))
            self.add(
                said.words,
                about,
                url_for("passages.one", passage_id=said.passage_id),
                passage=said.passage_id,
            )

    def put(self) -> Brought:
        """Give what was put together."""
        return Brought(
            self.title,
            self.lines,
            self.gap,
            self.missing,
            figures=self.figures,
            passages=self.passages,
            marks=self.marks,
        )


def bold(title: str) -> str:
    """Write a title so that it stands out, whatever signs are in it."""
    return f"**{' '.join(title.split()).replace('*', '∗')}**"


def since(talk: TalkedAbout | None) -> str:
    """Say when something was last talked about; that it was not is said too."""
    return gettext("samtalad %(day)s", day=day(talk.on)) if talk is not None else gettext("inte samtalad än")
