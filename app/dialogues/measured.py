"""What was measured of what a dialogue is about: what was said of it first, then words, then the figures small and folded."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.dialogues.about.pages import Chip
from app.dialogues.backgrounds import Background, Item, Told
from app.passages.subjects import Ref
from app.passages.talks.pages import talked_about_many
from app.passages.talks.queries import TalkedAbout, newest
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.latest import Latest, latest_of
from app.quality.measuring.wording import SOURCES
from app.quality.rights import Reader
from app.quality.subjects import FACTOR, INDICATOR
from app.ui.addresses import url_for
from app.ui.install import capitalised, day
from app.ui.markdown import plain

IN_WORDS, IN_FIGURES = 2, 5
"""Of a factor: so many of what was written last, and so many figures; the rest is on its own page."""

KINDS = frozenset({FACTOR, INDICATOR, MEASUREMENT})
"""Subjects that something is measured of."""

Measured = Mapping[Ref, Sequence[Latest]]


def measured_of(session: Session, actor: Actor, refs: Collection[Ref], unit_id: int) -> Measured:
    """Give what was measured last of subjects in a unit, as far as `actor` reads it."""
    wanted = [ref for ref in refs if ref.kind in KINDS]
    if not wanted or not actor.may(May.READ_QUALITY):
        return {}
    return latest_of(session, Reader(actor, clock.today()), wanted, unit_id)


def told(found: Sequence[Latest]) -> tuple[tuple[Told, ...], int]:
    """Put what was measured in words, what somebody wrote last first, and tell how much is left out."""
    lately = sorted(found, key=lambda one: (one.outcome.period.last, one.outcome.at), reverse=True)
    in_words = [one for one in lately if one.outcome.text][:IN_WORDS]
    in_figures = [one for one in lately if one not in in_words and one.outcome.figures]
    in_figures = in_figures[: max(0, IN_FIGURES - sum(1 for one in in_words if one.outcome.figures))]
    shown = [*in_words, *in_figures]
    return tuple(_told(one) for one in shown), len(lately) - len(shown)


def _told(one: Latest) -> Told:
    outcome = one.outcome
    return Told(
        plain(one.about.name),
        outcome.text,
        ", ".join(f"{each.name} {each.words}".strip() for each in outcome.figures),
        _source(one),
        url_for("measuring.one", indicator_id=one.about.id, unit_id=one.unit_id, period=outcome.period.slug),
    )


def _source(one: Latest) -> str:
    outcome = one.outcome
    parts = [capitalised(outcome.period_words)]
    if outcome.preliminary:
        parts.append(gettext("preliminärt"))
    if outcome.person:
        parts.append(f"{outcome.person}, {day(outcome.at)}")
    if outcome.source in SOURCES:
        parts.append(str(SOURCES[outcome.source]))
    return " · ".join(parts)


def put_forward(
    session: Session,
    actor: Actor,
    *,
    taken_up: Sequence[Chip],
    marked: Sequence[Chip],
    unit_id: int,
    led_on: bool,
) -> list[Background]:
    """Give what one of the two wants to take up, and what they have said that they talk about, as the first backgrounds.

    With each comes what was said and what was measured of it; but for those who are not led on to it (a guest). What is
    talked about and nothing is measured of stands beside the note anyway.
    """
    beside = [chip for chip in marked if chip.ref.kind in KINDS and led_on]
    refs = {chip.ref for chip in [*taken_up, *beside]}
    found = measured_of(session, actor, refs, unit_id) if led_on else {}
    talks = _talks(session, actor, found, refs) if led_on else {}
    wishes = [
        _item(chip, found, talks, gettext("%(name)s vill ta upp det", name=chip.by)) for chip in taken_up
    ]
    known = {chip.ref for chip in taken_up}
    subjects = [_item(chip, found, talks) for chip in beside if chip.ref not in known and found.get(chip.ref)]
    sections = [
        Background("taken_up", lazy_gettext("Att ta upp"), wishes),
        Background("talked_of", lazy_gettext("Det ni talar om"), subjects),
    ]
    return [section for section in sections if section.items]


def _item(chip: Chip, found: Measured, talks: Mapping[Ref, TalkedAbout], by: str = "") -> Item:
    latest = found.get(chip.ref, ())
    measured, more = told(latest)
    talk = talks.get(chip.ref)
    words = chip.title
    if chip.ref.kind == MEASUREMENT and latest:
        # What it was called holds the figure, which comes last (words before figures).
        words = f"{latest[0].about.name}, {latest[0].outcome.period_words}"
    if talk is not None and talk.said is not None:
        words = f"**{words.replace('*', '∗')}**\n\n{talk.said.words}"
    return Item(words, _said(by, talk, known=chip.ref.kind in KINDS), chip.href, measured=measured, more=more)


def _said(by: str, talk: TalkedAbout | None, *, known: bool) -> str:
    when = gettext("samtalad %(day)s", day=day(talk.on)) if talk is not None else gettext("inte samtalad än")
    return " · ".join(part for part in (by, when if known else "") if part)


def _talks(session: Session, actor: Actor, found: Measured, refs: Collection[Ref]) -> dict[Ref, TalkedAbout]:
    """Give what was said last of subjects that `actor` reads; of a measurement what was said of its indicator counts too."""
    of = {
        ref: [ref, *([Ref(INDICATOR, found[ref][0].about.id)] if ref.kind == MEASUREMENT else [])]
        for ref in refs
        if ref in found
    }
    talks = talked_about_many(session, actor, {one for ones in of.values() for one in ones})
    said = {ref: newest(talks.get(one) for one in ones) for ref, ones in of.items()}
    return {ref: one for ref, one in said.items() if one is not None}
