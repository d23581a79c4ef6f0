"""What has been done where, in words and without order of merit: a registry, so that later features tell of theirs.

A source is asked for many units at once, in a constant number of statements, and tells only what the one who asks may read.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext, ngettext
from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.cycle.rules import Instance, kinds_doing
from app.dialogues.models import Dialogue, Post, PostKind, Series, State
from app.organisation.handing import bodies_in
from app.organisation.models import Unit
from app.organisation.reach import lies_within
from app.planning import followed_up as activities
from app.planning import rules as plan_rules
from app.planning.models import Goal, GoalState
from app.planning.queries import Reader, visible
from app.quality.control import queries as control
from app.quality.control.queries import HolderLine
from app.quality.measuring.due import told_by_unit
from app.quality.rights import Reader as QualityReader
from app.quality.risks.reach import Kinds, kinds_in, reader_of
from app.quality.risks.reach import Reader as ControlReader
from app.reports.asked import Asked, regular
from app.reports.models import Report
from app.reports.models import State as ReportState
from app.reports.naming import named
from app.reports.queries import Reader as ReportReader
from app.reports.queries import reads
from app.reports.whose import Office, offices_by_board
from app.steering.routes import profile_in_force
from app.steering.shapes.year import Starts
from app.ui.addresses import url_for
from app.ui.install import day
from app.ui.markdown import plain
from app.writing.kinds import kinds
from app.writing.models import TextState, UnitText
from app.writing.queries import readable_by

NEAR = timedelta(days=31)
"""How far outside its time a meeting still counts as the one of an event."""

NAMED, NAME = 5, 80
"""How many activities that lack are named in a row, and how much of each name."""

CONTROL_PLAN = "internal_control_plan"
"""What of internal control an event starts: a plan, anything else being the report."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a unit has done of an event, in words; whether its part is done, and where one reads on."""

    words: str
    done: bool = False
    href: str = ""


Source = Callable[[Session, Actor, Instance, str, Collection[int]], Mapping[int, Done]]
"""Gives, by unit, what has been done of what an event starts or produces; `ref` names which."""


class Progress:
    """The sources this installation knows, by what an event starts (`analysis`) or produces (`goal`)."""

    def __init__(self) -> None:
        """Begin with none; they are registered when the app is built."""
        self._known: dict[str, Source] = {}

    def register(self, kind: str, source: Source) -> None:
        """Add or replace a source."""
        self._known[kind] = source

    def of(
        self, session: Session, actor: Actor, one: Instance, unit_ids: Collection[int]
    ) -> dict[int, list[Done]]:
        """Give what each unit has done, in the order the event names it; units nobody tells of are left out."""
        found: dict[int, list[Done]] = {}
        for kind, ref in _asked(one):
            source = self._known.get(kind)
            if source is not None and unit_ids:
                for unit_id, done in source(session, actor, one, ref, unit_ids).items():
                    found.setdefault(unit_id, []).append(done)
        return found

    def tells_of(self, one: Instance) -> bool:
        """Tell whether anything is known of how an event goes."""
        return any(kind in self._known for kind, _ in _asked(one))


progress = Progress()


def _asked(one: Instance) -> list[tuple[str, str]]:
    asked = [(start.kind, start.ref or "") for start in one.event.starts]
    kinds_of_goals = {
        kind.key for kind in profile_in_force().goal_chain if kind.nature in plan_rules.WRITTEN_HERE
    }
    return [*asked, *(("goal", key) for key in one.event.produces if key in kinds_of_goals)]


def dialogues_held(
    session: Session, actor: Actor, one: Instance, _ref: str, unit_ids: Collection[int]
) -> dict[int, Done]:
    """Tell of the meetings with each unit's manager: that they are planned or were held, never what was said."""
    del actor
    rows = session.execute(
        select(Post.unit_id, Dialogue.starts_at, func.coalesce(Dialogue.state, ""))
        .join(Series, Series.rep_post_id == Post.id)
        .outerjoin(
            Dialogue,
            (Dialogue.series_id == Series.id)
            & (Dialogue.state != State.CANCELLED)
            & (Dialogue.starts_at >= clock.from_stockholm(one.first - NEAR))
            & (Dialogue.starts_at < clock.from_stockholm(one.last + NEAR)),
        )
        .where(Post.unit_id.in_(sorted(unit_ids)), Post.kind == PostKind.MANAGER, Series.ended_on.is_(None))
        .order_by(Post.unit_id, Dialogue.starts_at)
    ).all()
    found: dict[int, Done] = {}
    for unit_id, starts_at, state in rows:
        if not state:
            found.setdefault(unit_id, Done(gettext("inget möte bokat")))
        elif state == State.ESTABLISHED:
            found[unit_id] = Done(
                gettext("mötet %(day)s är fastställt av båda", day=day(starts_at)), done=True
            )
        elif state in (State.HELD, State.ESTABLISHING):
            found[unit_id] = Done(gettext("mötet hölls %(day)s", day=day(starts_at)))
        else:
            found[unit_id] = Done(gettext("möte bokat %(day)s", day=day(starts_at)))
    return found | {
        unit_id: Done(gettext("ingen dialogserie")) for unit_id in unit_ids if unit_id not in found
    }


def year_of(one: Instance, kind: str) -> int:
    """Give the year a text of an event is for: a plan is for the year to come, an analysis for its own."""
    return one.next_year if kind == "plan" else one.first.year


def texts_written(kind: str) -> Source:
    """Make a source that tells how far each unit's text has come, as far as the one who asks may read it."""

    def tell(
        session: Session, actor: Actor, one: Instance, ref: str, unit_ids: Collection[int]
    ) -> dict[int, Done]:
        text_kind = kinds.get(ref)
        if text_kind is None or not actor.may(May.READ_PLANS):
            return {}
        year = year_of(one, kind) if text_kind.by_year else 0
        name = text_kind.label()
        found = {
            unit_id: _text_done(name, text)
            for unit_id, text in _latest_texts(session, actor, ref, year, unit_ids).items()
        }
        asked = text_kind.asked_of(session, unit_ids, clock.today())
        lacking = [unit_id for unit_id in unit_ids if unit_id not in found and unit_id in asked]
        offices = _offices(session, one, lacking)
        known = _read_of(session, actor, May.READ_PLANS, lacking, offices)
        told = {unit_id: Done(f"{name}: {gettext('inte fastställd än')}") for unit_id in known}
        return found | told | _written_for_boards(session, actor, ref, year, offices, name)

    return tell


def _latest_texts(
    session: Session, actor: Actor, kind: str, year: int, unit_ids: Collection[int]
) -> dict[int, Row[int, str, datetime, int]]:
    """Give the latest text of a kind that each unit has for a year, as far as the one who asks may read it."""
    rows = session.execute(
        select(UnitText.unit_id, UnitText.state, UnitText.state_since, UnitText.id)
        .where(
            UnitText.kind == kind,
            UnitText.year == year,
            UnitText.unit_id.in_(sorted(unit_ids)),
            UnitText.state != TextState.ASIDE,
            readable_by(actor, clock.today()),
        )
        .order_by(UnitText.unit_id, UnitText.number)
    )
    return {row.unit_id: row for row in rows}


def _offices(session: Session, one: Instance, unit_ids: Collection[int]) -> Mapping[int, list[Office]]:
    """Give, for each board among some units, the administration that writes for it; none where an event is no board's."""
    profile = profile_in_force()
    if not unit_ids or bodies_in(profile).isdisjoint(kinds_doing(profile, one.event)):
        return {}
    return offices_by_board(session, profile, unit_ids, clock.today())


def _read_of(
    session: Session,
    actor: Actor,
    may: May,
    unit_ids: Collection[int],
    offices: Mapping[int, list[Office]] | None = None,
) -> list[int]:
    """Give those of some units one reads of, and the boards whose administration one reads of: that others lack something
    is not for who asks to know, nor known to be true.
    """
    if not unit_ids:
        return []
    writers = {
        unit_id: {unit_id, *(one for one, _ in (offices or {}).get(unit_id, ()))} for unit_id in unit_ids
    }
    wanted = sorted(set().union(*writers.values()))
    near = lies_within(Unit.id, actor.scope(may), clock.today())
    within = set(session.scalars(select(Unit.id).where(Unit.id.in_(wanted), near)))
    return [unit_id for unit_id, ones in writers.items() if not within.isdisjoint(ones)]


def _written_for_boards(
    session: Session, actor: Actor, kind: str, year: int, offices: Mapping[int, list[Office]], name: str
) -> dict[int, Done]:
    """Tell of boards, which have no text of their own, what the administration that writes for them has."""
    writers = {office for found in offices.values() for office, _ in found}
    texts = _latest_texts(session, actor, kind, year, writers) if writers else {}
    found = {}
    for board_id, ones in offices.items():
        written = [(texts[office], office_name) for office, office_name in ones if office in texts]
        if written:
            # What is established says more than what is still written.
            text, by = next((one for one in written if one[0].state == TextState.ESTABLISHED), written[0])
            found[board_id] = _text_done(name, text, by)
    return found


def _text_done(name: str, text: Row[int, str, datetime, int], by: str = "") -> Done:
    words = _text_words(text.state, day(text.state_since))
    if by:
        words = gettext("%(words)s, skriven av %(unit)s", words=words, unit=by)
    return Done(
        f"{name}: {words}",
        done=text.state == TextState.ESTABLISHED,
        href=url_for("writing.text", text_id=text.id),
    )


def _text_words(state: str, on: str) -> str:
    if state == TextState.ESTABLISHED:
        return gettext("fastställd %(day)s", day=on)
    if state == TextState.SHARED:
        return gettext("delad för dialog %(day)s", day=on)
    return gettext("utkast")


def goals_chosen(
    session: Session, actor: Actor, one: Instance, ref: str, unit_ids: Collection[int]
) -> dict[int, Done]:
    """Tell how many goals each unit has established for the year to come: how many it chose, not how good it is."""
    if not actor.may(May.READ_PLANS):
        return {}
    reader = Reader(actor, clock.today(), plan_rules.kinds_of_bodies(profile_in_force()))
    rows = session.execute(
        select(Goal.unit_id, func.count())
        .where(
            Goal.unit_id.in_(sorted(unit_ids)),
            Goal.kind == ref,
            Goal.year == one.next_year,
            Goal.state.in_([GoalState.ESTABLISHED, GoalState.ENDED]),
            visible(reader),
        )
        .group_by(Goal.unit_id)
    )
    found = {
        unit_id: Done(
            ngettext("%(num)s mål fastställt", "%(num)s mål fastställda", number),
            done=True,
            href=url_for("planning.index", enhet=unit_id, ar=one.next_year),
        )
        for unit_id, number in rows
    }
    return found | {
        unit_id: Done(gettext("inget mål fastställt än")) for unit_id in unit_ids if unit_id not in found
    }


def measured(
    session: Session, actor: Actor, one: Instance, _ref: str, unit_ids: Collection[int]
) -> dict[int, Done]:
    """Tell how much each unit has measured of what was to be measured when the event is: that it is done, never how it went."""
    if not actor.may(May.READ_QUALITY):
        return {}
    today = clock.today()
    told = told_by_unit(session, QualityReader(actor, today), unit_ids, min(max(today, one.first), one.last))
    rest = _read_of(session, actor, May.READ_QUALITY, [one for one in unit_ids if one not in told])
    return {unit_id: _measured_words(unit_id, *told[unit_id]) for unit_id in told} | {
        unit_id: Done(gettext("inget att mäta")) for unit_id in rest
    }


def _measured_words(unit_id: int, due: int, done: int) -> Done:
    measured = ngettext("%(num)s indikator mätt", "%(num)s indikatorer mätta", done)
    if done and due:
        words = gettext("%(measured)s, %(num)s kvar", measured=measured, num=due)
    else:
        words = (
            ngettext("%(num)s indikator att mäta", "%(num)s indikatorer att mäta", due) if due else measured
        )
    return Done(words, done=not due, href=url_for("quality.unit", enhet=unit_id))


def reported(
    session: Session, actor: Actor, one: Instance, ref: str, unit_ids: Collection[int]
) -> dict[int, Done]:
    """Tell whether each unit has handed in the report an event is about: that it has come, never what it says."""
    if not actor.may(May.READ_REPORTS):
        return {}
    due = [
        (asked.kind, year)
        for shape in regular(profile_in_force())
        if shape.key == ref
        for period in shape.periods
        for year in (one.first.year - 1, one.first.year)
        for asked in (Asked(shape, period),)
        if (on := asked.due_on(year)) is not None and one.first - NEAR <= on <= one.last + NEAR
    ]
    if not due:
        return {}
    rows = session.execute(
        select(Report.unit_id, Report.id, Report.kind, Report.year, Report.state_since)
        .where(
            Report.unit_id.in_(sorted(unit_ids)),
            or_(*(and_(Report.kind == kind, Report.year == year) for kind, year in due)),
            Report.state.in_([ReportState.SUBMITTED, ReportState.ACKNOWLEDGED]),
            reads(ReportReader(actor, clock.today())),
        )
        .order_by(Report.id)
    )
    found = {
        unit_id: Done(
            gettext("%(name)s: lämnad %(day)s", name=named(kind, year), day=day(since)),
            done=True,
            href=url_for("reports.one", follow_up_id=number),
        )
        for unit_id, number, kind, year, since in rows
    }
    rest = [unit_id for unit_id in unit_ids if unit_id not in found]
    lacking = _read_of(session, actor, May.READ_REPORTS, rest, _offices(session, one, rest))
    return found | {unit_id: Done(gettext("inte lämnad än")) for unit_id in lacking}


def followed_up(
    session: Session, actor: Actor, one: Instance, ref: str, unit_ids: Collection[int]
) -> dict[int, Done]:
    """Tell which activities each unit has told of in the round an event follows up: what lacks by name, never how it went."""
    rhythm = activities.rhythm_of(profile_in_force(), ref)
    if rhythm is None or not actor.may(May.READ_PLANS):
        return {}
    first = activities.round_before(rhythm, one.modelled[0])
    reader = Reader(actor, clock.today(), plan_rules.kinds_of_bodies(profile_in_force()))
    found = activities.in_round(session, reader, unit_ids, first, one.last)
    return {
        unit_id: _followed_words(told, first, url_for("planning.index", enhet=unit_id, ar=first.year))
        for unit_id, told in found.items()
    }


def _followed_words(told: activities.Round, first: date, href: str) -> Done:
    followed = ngettext("%(num)s aktivitet följd upp", "%(num)s aktiviteter följda upp", told.followed)
    if not told.silent:
        return Done(followed, done=True, href=href)
    names = "; ".join(plain(what, NAME) for what in told.silent[:NAMED])
    if len(told.silent) > NAMED:
        names = gettext("%(names)s och %(num)s till", names=names, num=len(told.silent) - NAMED)
    silent = gettext("inte följt upp sedan %(day)s: %(names)s", day=day(first), names=names)
    return Done(f"{followed}, {silent}" if told.followed else silent, href=href)


def controlled(
    session: Session, actor: Actor, one: Instance, ref: str, unit_ids: Collection[int]
) -> dict[int, Done]:
    """Tell whether each board and company has decided its internal control plan, or its report: drafts are those who work with
    them to see.
    """
    if not actor.may(May.READ_CONTROL):
        return {}
    year, of_report = control_year(one, ref), ref != CONTROL_PLAN
    known = control.holders(session, *control_reader(session, actor), year)
    name = gettext("Årsrapport %(year)s", year=year) if of_report else gettext("Plan %(year)s", year=year)
    return {
        line.unit_id: _control_words(line, name, of_report=of_report)
        for line in known
        if line.unit_id in unit_ids
    }


def _control_words(line: HolderLine, name: str, *, of_report: bool) -> Done:
    edition = line.report_edition_id if of_report else line.edition_id
    begun = (line.report_state if of_report else line.plan_id is not None) and line.live
    view = "control.report" if of_report else "control.plan"
    href = url_for(view, plan_id=line.plan_id) if edition is not None or begun else ""
    if edition is not None:
        return Done(gettext("%(what)s: beslutad", what=name), done=True, href=href)
    if begun:
        return Done(gettext("%(what)s: under arbete", what=name), href=href)
    return Done(gettext("%(what)s: inte beslutad än", what=name))


def control_year(one: Instance, ref: str) -> int:
    """Give the year of the plan or report an event is about: a plan is for the year to come, a report for the year that was."""
    return one.next_year if ref == CONTROL_PLAN else one.last.year - 1


def control_reader(session: Session, actor: Actor) -> tuple[ControlReader, Kinds]:
    """Give the actor as internal control looks at people, and the kinds of units that have plans."""
    found = kinds_in(profile_in_force())
    return reader_of(session, actor, clock.today(), found), found


def register() -> None:
    """Tell of dialogues, analyses, plans, goals, measuring, activities followed up, internal control and reports."""
    progress.register("dialogue", dialogues_held)
    progress.register("analysis", texts_written("analysis"))
    progress.register("plan", texts_written("plan"))
    progress.register("goal", goals_chosen)
    progress.register("measurement", measured)
    progress.register(activities.FOLLOW_UP, followed_up)
    progress.register("internal_control", controlled)
    progress.register("report", reported)


def starts_of(one: Instance, kind: str) -> list[Starts]:
    """Give what an event sets going of a kind."""
    return [start for start in one.event.starts if start.kind == kind]
