"""What one can set going from an event of the annual cycle with one press: meetings, texts, goals, measuring, control plans."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor, Holding
from app.access.matrix import May, Role
from app.citizens.wording import kind_called
from app.cycle import queries, rules
from app.cycle.progress import CONTROL_PLAN, control_reader, control_year, starts_of, year_of
from app.cycle.rules import Instance
from app.planning import followed_up as activities
from app.quality.control import queries as control
from app.reports.asked import regular, submits
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.writing.kinds import TextKind, kinds


@dataclass(frozen=True, slots=True)
class Start:
    """Something one can set going: an address to follow, or one to post fields to."""

    label: str
    href: str
    fields: dict[str, object] | None = None


def starts(session: Session, actor: Actor, one: Instance) -> list[Start]:
    """Give what `actor` can set going from an event, each once."""
    found = [
        *_dialogues(session, actor, one),
        *_texts(session, actor, one),
        *_goals(actor, one),
        *_measuring(actor, one),
        *_activities(actor, one),
        *_control(session, actor, one),
        *_commitments(actor, one),
        *_reports(actor, one),
    ]
    return list({start.label: start for start in found}.values())


def _dialogues(session: Session, actor: Actor, one: Instance) -> Iterator[Start]:
    refs = {start.ref for start in starts_of(one, "dialogue")}
    if not refs or not actor.may(May.TAKE_PART):
        return
    templates = profile_in_force().dialogue_templates
    pairs = {template.pair_kind for template in templates if template.key in refs}
    led = {held.unit_id for held in actor.holdings if held.role is Role.MANAGER or held.duty}
    for series in queries.own_series(session, actor, pairs):
        other = series.rep if series.over_unit_id in led else series.over
        yield Start(
            gettext("Planera mötena med %(unit)s", unit=other),
            url_for("dialogues.propose_times", series_id=series.id),
        )


def _writes(actor: Actor, one: Instance) -> list[Holding]:
    """Give the posts by which `actor` does the event's writing: of units it is done in."""
    if not actor.may(May.WRITE_PLANS):
        return []
    doing = rules.kinds_doing(profile_in_force(), one.event)
    return [
        held
        for held in actor.holdings
        if held.role in {Role.MANAGER, Role.SUPPORT} and held.unit_kind in doing
    ]


def _writers(session: Session, actor: Actor, one: Instance, kind: TextKind) -> list[Holding]:
    """Give the posts by which `actor` writes a text of an event: where the model says who does it, that is who is asked."""
    if kind.doers is None or not actor.may(May.WRITE_PLANS):
        return _writes(actor, one)
    held = [each for each in actor.holdings if each.role in {Role.MANAGER, Role.SUPPORT}]
    asked = kind.asked_of(session, {each.unit_id for each in held}, clock.today())
    return [each for each in held if each.unit_id in asked]


def _texts(session: Session, actor: Actor, one: Instance) -> Iterator[Start]:
    for kind in ("analysis", "plan"):
        for start in starts_of(one, kind):
            text_kind = kinds.get(start.ref or "")
            if text_kind is None:
                continue
            for held in _writers(session, actor, one, text_kind):
                yield Start(
                    gettext(
                        "%(text)s för %(unit)s", text=capitalised(text_kind.label()), unit=held.unit_name
                    ),
                    url_for("writing.begin"),
                    {
                        "kind": text_kind.key,
                        "unit": held.unit_id,
                        "year": year_of(one, kind) if text_kind.by_year else 0,
                    },
                )


def _goals(actor: Actor, one: Instance) -> Iterator[Start]:
    chain = {kind.key for kind in profile_in_force().goal_chain if kind.nature in {"goal", "commitment"}}
    if not chain & set(one.event.produces):
        return
    for held in _writes(actor, one):
        if held.role is Role.MANAGER:
            yield Start(
                gettext("Prioritera för %(unit)s", unit=held.unit_name),
                url_for("planning.prioritise", enhet=held.unit_id, ar=one.next_year),
            )


def _measuring(actor: Actor, one: Instance) -> Iterator[Start]:
    if starts_of(one, "measurement") and actor.may(May.WRITE_QUALITY):
        yield Start(gettext("Öppna det som ska mätas"), url_for("measuring.to_measure"))


def _activities(actor: Actor, one: Instance) -> Iterator[Start]:
    profile = profile_in_force()
    rhythms = [
        activities.rhythm_of(profile, start.ref or "") for start in starts_of(one, activities.FOLLOW_UP)
    ]
    rhythm = next((found for found in rhythms if found is not None), None)
    if rhythm is None:
        return
    year = activities.round_before(rhythm, one.modelled[0]).year
    for held in _writes(actor, one):
        yield Start(
            gettext("Följ upp det ni gör i %(unit)s", unit=held.unit_name),
            url_for("planning.index", enhet=held.unit_id, ar=year),
        )


def _commitments(actor: Actor, one: Instance) -> Iterator[Start]:
    """Give the way to the commitments that wait to be decided, from the event in which the model decides them."""
    if not actor.may(May.READ_PLANS):
        return
    for kind in profile_in_force().public_commitments:
        if kind.event == one.event.key:
            names = kind_called(kind.key, form="plural")
            yield Start(
                gettext("Öppna de %(names)s som väntar på beslut", names=names),
                url_for("citizens.commitments", slag=kind.key, lage="utkast"),
            )


def _reports(actor: Actor, one: Instance) -> Iterator[Start]:
    refs = {start.ref for start in starts_of(one, "report")}
    asked = [shape for shape in regular(profile_in_force()) if shape.key in refs]
    if not asked or not actor.may(May.WRITE_REPORTS):
        return
    for held in actor.holdings:
        if held.role in {Role.MANAGER, Role.SUPPORT} and any(
            submits(shape, held.unit_kind, is_top=held.is_top) for shape in asked
        ):
            yield Start(
                gettext("Öppna rapporterna för %(unit)s", unit=held.unit_name),
                url_for("reports.index", enhet=held.unit_id, ar=one.first.year),
            )


def _control(session: Session, actor: Actor, one: Instance) -> Iterator[Start]:
    refs = [start.ref or "" for start in starts_of(one, "internal_control")]
    if not refs or not actor.may(May.WRITE_CONTROL):
        return
    who, held = control_reader(session, actor)
    for ref in refs:
        year = control_year(one, ref)
        for line in control.holders(session, who, held, year):
            if not line.mine:
                continue
            if ref == CONTROL_PLAN and line.plan_id is None:
                yield Start(
                    gettext("Börja planen för %(unit)s", unit=line.unit),
                    url_for("control.begin"),
                    {"unit": line.unit_id, "year": year},
                )
            elif line.plan_id is not None:
                view = "control.plan" if ref == CONTROL_PLAN else "control.report"
                yield Start(
                    gettext("Öppna planen för %(unit)s", unit=line.unit)
                    if ref == CONTROL_PLAN
                    else gettext("Öppna rapporten för %(unit)s", unit=line.unit),
                    url_for(view, plan_id=line.plan_id),
                )
