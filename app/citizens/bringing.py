"""What is brought along to what units write and talk about: what was heard in the unit, in words, with its source."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.citizens.commitments.queries import Told
from app.citizens.dialogues import queries as dialogues
from app.citizens.facts import DIALOGUE, HEARD
from app.citizens.heard import queries as heard
from app.citizens.queries import Reader
from app.citizens.wording import KEPT, commitment_called, heard_from
from app.economy.wording import period_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.writing.kinds import Brought
from app.writing.models import Part, UnitText

BESIDE = ("users", "results")
"""Parts of an analysis that what was heard stands beside: the first of these there is, else the first part."""

MOST = 40


@dataclass(frozen=True, slots=True)
class Quotable:
    """What was heard, as it can be taken into a text: its words, and where they come from."""

    kind: str
    id: int
    words: str
    source: str
    href: str


def years_before(year: int) -> range:
    """Give the years whose words stand beside what is written or talked about in a year: it and the one before."""
    return range(year - 1, year + 1)


def heard_in(session: Session, reader: Reader, unit_id: int, years: range) -> list[Quotable]:
    """Give what was heard in a unit in some years, and what was said in its citizen dialogues; two statements."""
    notes = [
        Quotable(
            HEARD,
            one.id,
            one.said,
            gettext("%(source)s, %(unit)s", source=heard_from(one), unit=one.unit.name),
            url_for("citizens.heard_one", heard_id=one.id),
        )
        for one in heard.of_years(session, reader, unit_id, years, MOST)
    ]
    talks = [
        Quotable(
            DIALOGUE,
            one.id,
            one.said,
            gettext(
                "Medborgardialogen ”%(title)s” %(day)s, %(unit)s",
                title=one.title,
                day=day(one.held_on),
                unit=one.unit.name,
            ),
            url_for("citizens.dialogue", citizen_dialogue_id=one.id),
        )
        for one in dialogues.of_years(session, reader, unit_id, years, MOST)
        if one.held_on is not None
    ]
    return [*notes, *talks]


def how_kept(told: Told) -> str:
    """Give a commitment with what was last said of how it is kept, words first."""
    one, last = told.commitment, told.latest
    if last is None:
        return one.promise
    words = [one.promise, f"{KEPT[last.kept]}. {last.words}"]
    return "\n\n".join([*words, *([last.done] if last.done else [])])


def kept_source(told: Told) -> str:
    """Say what a commitment is called and when something was last said of it."""
    called = capitalised(commitment_called(told.commitment))
    last = told.latest
    if last is None:
        return gettext("%(called)s. Ingen har skrivit än om det hålls.", called=called)
    return gettext(
        "%(called)s, %(period)s, %(who)s",
        called=called,
        period=period_of(last.year, last.month),
        who=last.person.name,
    )


def beside_analysis(session: Session, text: UnitText) -> dict[int, list[Brought]]:
    """Give what was heard beside the part of an analysis that asks about it, each to be taken in with one press.

    What was heard the year before stands there too: an analysis is written when its year has hardly begun.
    """
    profile = profile_in_force()
    if text.kind not in {one.key for one in profile.all_analyses()} or not profile.all_feedback_sources():
        return {}
    part = beside_part(text)
    if part is None or not acting().may(May.READ_PLANS):
        return {}
    reader = Reader(acting(), clock.today())
    year = text.year or reader.day.year
    found = heard_in(session, reader, text.unit_id, years_before(year))
    title = gettext("Det ni har hört %(before)s och %(year)s", before=year - 1, year=year)
    if not found:
        return {part.id: [Brought(title, gap=gettext("Inget är inskrivet än."))]}
    taken = {(one.source_kind, one.source_id) for one in part.taken_in}
    takes = [
        ""
        if (one.kind, one.id) in taken
        else url_for("hearing.take_in", text_id=text.id, part_id=part.id, kind=one.kind, number=one.id)
        for one in found
    ]
    return {part.id: [Brought(title, [(one.words, one.source, one.href) for one in found], takes=takes)]}


def beside_part(text: UnitText) -> Part | None:
    """Give the part of an analysis that what was heard stands beside."""
    standing = [part for part in text.parts if not part.left_out]
    for key in BESIDE:
        found = next((part for part in standing if part.key == key), None)
        if found is not None:
            return found
    return standing[0] if standing else None
