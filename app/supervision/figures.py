"""The figures behind what was said: indicators, risks and controls a passage is about, as the reader may see them.

A figure stands folded beneath the words that interpret it, never by itself; what nobody has talked about is told as a gap.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.passages.models import Passage, PassageSubject
from app.quality.control.models import ChosenRisk, Control, ControlPlan, Occasion, Outcome
from app.quality.control.queries import does_it, works_with
from app.quality.control.subjects import reading
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.quality.measuring.about import About
from app.quality.measuring.charting import Drawn
from app.quality.measuring.models import Measurement
from app.quality.measuring.queries import Kept, latest_kept
from app.quality.measuring.reading import measured
from app.quality.rights import Reader, visible
from app.quality.risks.models import Risk
from app.quality.risks.queries.opening import readable_by as risks_readable_by
from app.quality.risks.queries.opening import reasonings
from app.quality.risks.wording import level_word
from app.ui.addresses import url_for
from app.ui.install import day as in_words
from app.ui.markdown import plain

MEASURED_SOURCES = frozenset({"quality_factors", "indicators"})
CONTROLLED_SOURCES = frozenset({"internal_control", "risks"})
SPARKED = 8
MOST = 4
"""Figures behind one passage; the rest are where it leads."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured or judged: its name and where it stands, what was said with it, and what it came to."""

    title: str
    href: str
    words: str
    latest: str
    when: str
    spark: Drawn | None = None
    spark_words: str = ""


Figures = dict[int, list[Figure]]


def figures_behind(
    session: Session, actor: Actor, passages: Sequence[Passage], sources: Sequence[str]
) -> Figures:
    """Give the figures behind some passages of a part; none for parts that have none. At most three statements."""
    found: Figures = {}
    if not passages:
        return found
    if MEASURED_SOURCES & set(sources) and actor.may(May.READ_QUALITY):
        found = _measured(session, actor, passages)
    if CONTROLLED_SOURCES & set(sources) and actor.may(May.READ_RISKS):
        for number, ones in _judged(session, actor, passages).items():
            found[number] = [*found.get(number, []), *ones]
    return {number: ones[:MOST] for number, ones in found.items()}


def _measured(session: Session, actor: Actor, passages: Sequence[Passage]) -> Figures:
    units = {one.id: one.rep_unit_id for one in passages}
    outcome = aliased(Measurement)
    about = PassageSubject.subject_id
    rows = session.execute(
        select(PassageSubject.passage_id, Indicator)
        .outerjoin(outcome, and_(PassageSubject.subject_kind == "measurement", outcome.id == about))
        .join(
            Indicator,
            or_(
                and_(PassageSubject.subject_kind == "indicator", Indicator.id == about),
                and_(PassageSubject.subject_kind == "quality_factor", Indicator.factor_id == about),
                and_(PassageSubject.subject_kind == "measurement", Indicator.id == outcome.indicator_id),
            ),
        )
        .join(Factor, Factor.id == Indicator.factor_id)
        .where(
            PassageSubject.passage_id.in_(units),
            Indicator.removed_at.is_(None),
            visible(Reader(actor, clock.today())),
        )
        .order_by(PassageSubject.id, Indicator.position, Indicator.id)
    ).all()
    by_passage: dict[int, dict[int, Indicator]] = defaultdict(dict)
    for passage_id, indicator in rows:
        if len(by_passage[passage_id]) < MOST:
            by_passage[passage_id][indicator.id] = indicator
    ids = {number for ones in by_passage.values() for number in ones}
    kept = latest_kept(session, ids, {units[one] for one in by_passage}, SPARKED)
    return {
        passage_id: [
            figure for one in ones.values() if (figure := _outcome(one, units[passage_id], kept)) is not None
        ]
        for passage_id, ones in by_passage.items()
    }


def _outcome(indicator: Indicator, unit_id: int, kept: Sequence[Kept]) -> Figure | None:
    found = measured(About.of(indicator), unit_id, kept)
    latest = found.latest
    if latest is None:
        return None
    return Figure(
        plain(indicator.name),
        url_for("measuring.of_indicator", indicator_id=indicator.id, enhet=unit_id),
        plain(latest.text, 240),
        ", ".join(f"{one.name} {one.words}".strip() for one in latest.figures),
        latest.period_words,
        found.spark,
        found.spark_words,
    )


def _judged(session: Session, actor: Actor, passages: Sequence[Passage]) -> Figures:
    reader = reading(session, actor)
    ids = [one.id for one in passages]
    risks = session.execute(
        select(PassageSubject.passage_id, Risk)
        .join(Risk, and_(PassageSubject.subject_kind == "risk", Risk.id == PassageSubject.subject_id))
        .where(PassageSubject.passage_id.in_(ids), risks_readable_by(reader))
        .order_by(PassageSubject.id)
    ).all()
    why = reasonings(session, {one.id for _, one in risks}) if risks else {}
    found: Figures = defaultdict(list)
    for passage_id, risk in risks:
        found[passage_id].append(
            Figure(
                plain(risk.title),
                url_for("risks.one", risk_id=risk.id),
                plain(why.get(risk.id, ""), 240),
                gettext("risken bedöms %(level)s", level=level_word(risk.value)) if risk.value else "",
                "",
            )
        )
    latest = (
        select(Occasion.control_id, func.max(Occasion.done_on).label("done_on"))
        .where(Occasion.outcome != "", Occasion.removed_at.is_(None))
        .group_by(Occasion.control_id)
        .subquery()
    )
    controls = session.execute(
        select(PassageSubject.passage_id, Control, Occasion)
        .join(
            Control, and_(PassageSubject.subject_kind == "control", Control.id == PassageSubject.subject_id)
        )
        .join(latest, latest.c.control_id == Control.id)
        .join(Occasion, and_(Occasion.control_id == Control.id, Occasion.done_on == latest.c.done_on))
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(
            PassageSubject.passage_id.in_(ids),
            Control.removed_at.is_(None),
            or_(works_with(reader), does_it(reader)),
        )
        .order_by(PassageSubject.id, Occasion.id.desc())
    ).all()
    for passage_id, control, occasion in controls:
        found[passage_id].append(
            Figure(
                plain(control.what),
                url_for("control.one_control", control_id=control.id),
                plain(occasion.seen, 240),
                gettext("avvikelse") if occasion.outcome == Outcome.DEVIATION else gettext("som det ska"),
                in_words(occasion.done_on) if occasion.done_on else "",
            )
        )
    return dict(found)
