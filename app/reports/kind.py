"""A report as a kind of text: its parts, what each brings along, what it needs, and what its readers may read of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.guard import acting
from app.organisation.models import Unit
from app.organisation.reach import holdings
from app.passages.models import Passage
from app.passages.queries.rights import readable_by
from app.records.reading_log import log_readings
from app.reports import judging, queries, rules, whose
from app.reports.asked import Asked, find
from app.reports.models import ReportDeviation, Step
from app.reports.naming import label_of
from app.reports.putting import deviations, levels
from app.reports.putting.about import About
from app.reports.putting.parts import BRINGS
from app.reports.said import words_of_version
from app.reports.telling import submitters_of
from app.reports.wording import WORDS
from app.steering.routes import profile_in_force
from app.steering.shapes.reports import ReportContent
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.content import BroughtIn, Content
from app.writing.kinds import ByPart, Closing, Family, Handing, Heading, TextKind
from app.writing.models import Part, UnitText
from app.writing.rules import Nearness

ANALYSIS, DEVIATIONS, BELOW = "analysis", "deviations", "below"


@dataclass(frozen=True, slots=True)
class Place:
    """A part a report can have: what it is about, and the contents of the model that ask for it."""

    key: str
    title: str
    questions: str
    contents: frozenset[ReportContent]
    brings: str = ""


PLACES = (
    Place("economy", "Ekonomin", "- Vad säger siffrorna, och vad gör ni åt det?", frozenset({"economy", "forecast"}), "economy"),
    Place("goals", "Det vi utvecklar", "- Vad har hänt, och vad ändrar ni?", frozenset({"goals", "activities"}), "goals"),
    Place(
        "quality",
        "Kvaliteten",
        "- Vad säger det som är mätt, och vad säger det inte?",
        frozenset({"quality_factors", "indicators", "measures", "quality_levels", "volumes"}),
        "quality",
    ),
    Place("assignments", "Uppdragen", "- Hur går det med dem, och vad behöver ni?", frozenset({"assignments"}), "assignments"),
    Place("staff", "Människorna", "- Hur har de som arbetar här det?", frozenset({"staff"})),
    Place("control", "Internkontrollen", "- Vad visade kontrollerna?", frozenset({"internal_control"}), "control"),
    Place("raised", "Det som har lyfts", "- Vad har svaren gjort för skillnad?", frozenset({"raised_matters"}), "raised"),
)  # fmt: skip
"""In the municipality's own language, as all it writes; who looks in another reads them as they were written."""


def headings(session: Session, unit_id: int, year: int, kind: str) -> Sequence[Heading]:
    """Give what a report begins with: the own analysis first, then what it is put together from, deviations last."""
    asked = asked_as(session, kind, year)
    if asked is None:
        return [Heading(ANALYSIS, "Vår analys", "- Hur har det gått, och vad betyder det?")]
    wanted = asked.contents
    found = [
        Heading(
            ANALYSIS,
            "Vår analys",
            "- Hur har det gått, och vad betyder det?\n- Vad behöver den som läser veta eller göra?",
        )
    ]
    unit = session.get_one(Unit, unit_id)
    if levels.has_any(session, asked, unit, year):
        found.append(
            Heading(
                BELOW, "Det enheterna under oss säger", "- Vad ser ni när ni läser dem tillsammans?", BELOW
            )
        )
    found += [
        Heading(one.key, one.title, one.questions, one.brings) for one in PLACES if one.contents & wanted
    ]
    found.append(
        Heading(
            DEVIATIONS,
            "Avvikelser och åtgärder",
            "- Vad blev inte som ni tänkt, och vad gör ni åt det?",
            DEVIATIONS,
        )
    )
    return found


def asked_as(session: Session, kind: str, year: int) -> Asked | None:
    """Give what a kind of text is as a report in a year, with what the year's plan says of it."""
    return find(profile_in_force(), kind, year, queries.plans_of(session, (year,)))


def leader_of(session: Session, unit: Unit) -> Actor | None:
    """Give whoever hands in a unit's reports, as one who reads: a report holds what they may read, whoever looks at the draft."""
    today = clock.today()
    people = submitters_of(session, unit, today)
    if not people:
        return None
    return Actor(people[0], "", "sv", holdings(session, people[0], today))


def brings(session: Session, text: UnitText, parts: Sequence[Part]) -> ByPart:
    """Give what stands in parts by itself: what exists of the unit and the period, as whoever hands it in may read it."""
    report = queries.report_of(session, text)
    if report is None:
        return {}
    asked, leader = asked_as(session, text.kind, text.year), leader_of(session, report.unit)
    about = About(session, leader, report.unit, text.year, asked) if asked is not None and leader else None
    found: ByPart = {}
    for part in parts:
        put = BRINGS.get(part.brings)
        if part.brings == DEVIATIONS:
            found[part.id] = deviations.brought(session, report)
        elif put is not None and about is not None:
            found[part.id] = put(about)
    return found


def lacks(session: Session, text: UnitText) -> list[str]:
    """Say exactly what is missing before a report can be handed in: the own analysis, and for each deviation a remedy, with
    its level where the model judges it.
    """
    report = queries.report_of(session, text)
    return missing_in(session, text, queries.deviations_of(session, report.id) if report is not None else [])


def missing_in(session: Session, text: UnitText, found: Sequence[ReportDeviation]) -> list[str]:
    """Say what is missing in a report with these deviations before it can be handed in."""
    own = next((part for part in text.parts if part.key == ANALYSIS), None)
    missing = []
    if own is None or not own.text.strip():
        missing.append(gettext("Er egen analys är inte skriven än."))
    missing += [
        gettext("Avvikelsen ”%(what)s” har ingen åtgärd.", what=one.what[:80])
        for one in rules.without_remedy([remedied(session, one) for one in found])
    ]
    if found:
        scale = judging.scale_for(profile_in_force(), find(profile_in_force(), text.kind, text.year))
        missing += judging.lacking(scale, found)
    return missing


def remedied(session: Session, one: ReportDeviation) -> rules.Remedied:
    """Give a deviation as far as handing in asks."""
    return rules.Remedied(one.what, one.remedy, len(deviations.forecast_remedies(session, one)))


def withhold(session: Session, content: Content) -> Content:
    """Leave out the words of dialogues that the one who reads may not read: that it was talked about is still told."""
    quoted = {
        line.passage for part in content.parts for one in part.brought for line in one.lines if line.passage
    }
    if not quoted:
        return content
    actor = acting()
    rows = session.execute(
        select(Passage.id, Passage.over_person_id, Passage.rep_person_id).where(
            Passage.id.in_(sorted(quoted)), readable_by(actor, clock.today())
        )
    ).all()
    readable = {row[0] for row in rows}
    log_readings("passage", sorted(row[0] for row in rows if actor.person_id not in row[1:]), "passage")
    parts = [
        replace(part, brought=[_as_read(one, readable) for one in part.brought]) for part in content.parts
    ]
    return replace(content, parts=parts)


def _as_read(one: BroughtIn, readable: set[int]) -> BroughtIn:
    withheld = [line for line in one.lines if line.passage and line.passage not in readable]
    if not withheld:
        return one
    when = ", ".join(dict.fromkeys(line.about.partition(" · ")[0] for line in withheld))
    said = gettext("%(when)s. Orden läser de som får läsa det som lyfts.", when=when)
    lines = [line for line in one.lines if line not in withheld]
    return replace(one, lines=lines, gap="", missing=[said, *one.missing])


def closing(session: Session, text: UnitText) -> list[Closing]:
    """Give what the receiver said of a version that was handed in, or that it was taken back."""
    found = []
    for one in words_of_version(session, text.id):
        if one.step != Step.SUBMIT:
            about = gettext("%(name)s, %(day)s", name=one.person.name, day=day(one.at))
            found.append(Closing(str(WORDS[one.step]), one.text, about))
    return found


def page(session: Session, text: UnitText) -> str:
    """Give the address of a report's page."""
    report = queries.report_of(session, text)
    if report is None:
        return url_for("reports.index")
    if report.text_id == text.id:
        return url_for("reports.one", follow_up_id=report.id)
    return url_for("reports.one", follow_up_id=report.id, version=text.id)


def make(key: str) -> TextKind:
    """Give the kind of text a report is."""
    return TextKind(
        key=key,
        label=lambda: label_of(key),
        explanation=lambda: "",
        headings=lambda session, unit_id, year: headings(session, unit_id, year, key),
        home=lambda unit_id, year: url_for("reports.index", enhet=unit_id, ar=year),
        by_year=True,
        brings=brings,
        lacks=lacks,
        room=lambda: gettext("Rapporter"),
        door="reports.index",
        handing=Handing(page, withhold, closing),
    )


def _nearness(session: Session, actor: Actor, kind: str, unit_id: int, on: date, near: Nearness) -> Nearness:
    return whose.nearness(session, profile_in_force(), actor, kind, unit_id, on, near)


def _further_texts(actor: Actor, on: date) -> ColumnElement[bool] | None:
    return whose.further_texts(profile_in_force(), actor, on)


REPORTS = Family(make, _nearness, _further_texts, lambda: whose.of_model(profile_in_force()))
"""The family of kinds of text that reports are."""
