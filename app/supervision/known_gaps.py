"""The gaps of what exists: what was not talked about, analyses not established, years without goals."""

from collections.abc import Collection
from functools import partial
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from sqlalchemy import Date, Select, cast, exists, func, null, or_, select

from app.analysis.asked import asked_units
from app.dialogues.models import Post, PostKind, Series
from app.organisation.models import Unit, in_force
from app.passages.models import Passage, Talk
from app.planning.models import Goal, GoalState
from app.planning.queries import of_year
from app.steering.routes import worded
from app.steering.schema import Profile
from app.steering.shapes.reports import SupervisionPart
from app.steering.shapes.talks import Analysis
from app.steering.words import Label
from app.supervision.gaps import GapKind, Looked
from app.supervision.last_talks import told_when_last
from app.supervision.led import led_units
from app.supervision.models import Placing
from app.supervision.placing import SOURCES_OF_SUBJECTS, sources_in
from app.ui.addresses import url_for
from app.ui.formats import number_word
from app.ui.install import capitalised, locale
from app.writing.models import TextState, UnitText

_NEVER = cast(null(), Date)


def not_talked(kinds: Collection[str], sources: Collection[str]) -> Any:
    """Give who has a line of dialogues upward and has not talked about something since a day.

    A talk is what was marked with one of the kinds of subject, or what was raised and stands under one of the sources.
    """

    def lacking(looked: Looked) -> Select[Any]:
        last = (
            select(func.max(Talk.said_on))
            .where(
                Talk.rep_unit_id == Post.unit_id,
                # What a manager and an employee talk about is known to the two alone.
                Talk.over_unit_id != Talk.rep_unit_id,
                Talk.subject_kind.in_(sorted(kinds)),
            )
            .correlate(Post)
            .scalar_subquery()
        )
        raised = (
            exists()
            .where(
                Passage.rep_unit_id == Post.unit_id,
                Passage.over_unit_id != Passage.rep_unit_id,
                Passage.said_on >= looked.talked_since,
                Placing.passage_id == Passage.id,
                Placing.source.in_(sorted(sources)),
            )
            .correlate(Post)
        )
        found: Any = (
            select(Post.unit_id.label("unit_id"), func.max(last).label("since"))
            .join(Series, Series.rep_post_id == Post.id)
            .join(Unit, Unit.id == Post.unit_id)
            .where(
                Post.kind == PostKind.MANAGER,
                Series.ended_on.is_(None),
                in_force(Unit.valid_from, Unit.valid_to, looked.day),
                or_(last.is_(None), last < looked.talked_since),
                ~raised,
            )
            .group_by(Post.unit_id)
        )
        return found  # type: ignore[no-any-return]

    return lacking


def no_text(profile: Profile, analysis: Analysis) -> Any:
    """Give the led units that are asked for an analysis and have not established it for the year."""

    def lacking(looked: Looked) -> Select[Any]:
        return (
            led_units(looked)
            .add_columns(_NEVER.label("since"))
            .where(
                asked_units(profile, analysis.done_by, looked.day),
                ~exists().where(
                    UnitText.unit_id == Unit.id,
                    UnitText.kind == analysis.key,
                    UnitText.year == looked.year,
                    UnitText.state == TextState.ESTABLISHED,
                ),
            )
        )

    return lacking


def no_goals(looked: Looked) -> Select[Any]:
    """Give the led units without an established goal for the year."""
    return (
        led_units(looked)
        .add_columns(_NEVER.label("since"))
        .where(
            ~exists().where(
                Goal.unit_id == Unit.id,
                Goal.state.in_([GoalState.ESTABLISHED, GoalState.ENDED]),
                of_year(looked.year),
            )
        )
    )


def _many(number: int) -> str:
    return capitalised(number_word(number, locale()))


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _not_talked_words(number: int) -> str:
    return ngettext(
        "En enhet har inte haft samtal om det här det senaste året.",
        "%(words)s enheter har inte haft samtal om det här det senaste året.",
        number,
        words=_many(number),
    )


def _no_goals_words(number: int) -> str:
    return ngettext(
        "En enhet har inga mål fastställda för året.",
        "%(words)s enheter har inga mål fastställda för året.",
        number,
        words=_many(number),
    )


def _no_text_words(name: Label, number: int) -> str:
    return ngettext(
        "En enhet har ingen fastställd %(text)s för året.",
        "%(words)s enheter har ingen fastställd %(text)s för året.",
        number,
        text=_lowered(worded(name)),
        words=_many(number),
    )


def known_gaps(profile: Profile) -> list[GapKind]:
    """Give the kinds of gap a steering model's overview has, part by part."""
    found: list[GapKind] = []
    for part in profile.supervision:
        found.extend(_of_part(profile, part))
    return found


def _of_part(profile: Profile, part: SupervisionPart) -> list[GapKind]:
    sources = frozenset(sources_in(profile, part))
    found: list[GapKind] = []
    subject_kinds = [kind for kind, source in SOURCES_OF_SUBJECTS.items() if source in sources]
    if subject_kinds:
        found.append(
            GapKind(
                key=f"not_talked_{part.key}",
                sources=sources,
                lacking=not_talked(subject_kinds, sources),
                words=_not_talked_words,
                label=lazy_gettext("Inte samtalat det senaste året"),
                counts=frozenset({"talk"}),
                href=lambda unit_id, year: url_for("analysis.unit", enhet=unit_id, ar=year),
                told=told_when_last(subject_kinds, sources),
            )
        )
    found += [
        _text_gap(profile, analysis, sources)
        for analysis in profile.analyses
        if SOURCES_OF_SUBJECTS.get(analysis.key) in sources
    ]
    if "goals" in sources:
        found.append(
            GapKind(
                key="no_goals",
                sources=frozenset({"goals"}),
                lacking=no_goals,
                words=_no_goals_words,
                label=lazy_gettext("Inga mål fastställda för året"),
                counts=frozenset({"goal", "led"}),
                href=lambda unit_id, year: url_for("planning.index", enhet=unit_id, ar=year),
            )
        )
    return found


def _text_gap(profile: Profile, analysis: Analysis, sources: frozenset[str]) -> GapKind:
    name = analysis.name
    return GapKind(
        key=f"no_{analysis.key}",
        sources=sources,
        lacking=no_text(profile, analysis),
        words=partial(_no_text_words, name),
        label=LazyString(lambda: gettext("Ingen fastställd %(text)s för året", text=_lowered(worded(name)))),
        counts=frozenset({"text", "led"}),
        href=lambda unit_id, year: url_for("analysis.unit", enhet=unit_id, ar=year),
    )
