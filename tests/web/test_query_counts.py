"""The number of statements behind a page stays the same while what it shows grows tenfold.

Every view that answers GET is counted, new ones by themselves; the main ones are also held to a limit. On SQLite alone:
which statements a page sends does not depend on which database answers them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.about import services as about
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.agenda.services import create_template
from app.dialogues.establishing import services as establishing
from app.dialogues.holding import raising
from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.models import Agreement, Dialogue, PairKind, State, Theme
from app.dialogues.queries.said import themes_of
from app.dialogues.series import services as series_services
from app.documents import services as documents
from app.documents.decisions.services import About
from app.documents.facts import DOCUMENT
from app.documents.rules import ChildRightsTest, VersionEntry
from app.economy.remedies import services as remedies
from app.organisation.models import Person, Unit
from app.planning.parts import services as goal_parts
from app.quality.factors import services as factors
from app.steering.loader import load_profile
from app.supervision.counting import rebuild
from tests.factories import citizens, deviations, reports
from tests.factories import control as controlled
from tests.factories import economy as money
from tests.factories import planning as planned
from tests.factories import quality as assured
from tests.factories.dialogues import establish, hold, loaded, make_dialogue, make_series, prepare, seats
from tests.factories.documents import acting_as, days_ahead, make_decision, make_document, whole
from tests.factories.measuring import measure
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_manager,
    make_municipality,
    make_person,
    make_unit,
)
from tests.factories.passages import make_passage
from tests.support.population import Values, arguments
from tests.support.routes import views
from tests.support.signed_in import sign_in
from tests.support.statements import counted_statements
from tests.support.subjects import goal_of
from tests.support.world import World

FEW, MANY = 2, 20
SIGN_IN = 1
LIMITS = {
    "home.start": 8,
    "dialogues.index": 8,
    "dialogues.series_page": 8,
    "dialogues.theme held": 18,
    "dialogues.theme preparing": 18,
    "dialogues.theme established": 18,
    "dialogues.meeting established": 10,
    "dialogues.meeting preparing": 10,
    "dialogues.whole establishing": 10,
    "organisation.tree": 8,
    "organisation.branch": 8,
    "passages.index": 8,
    "templates.index": 8,
    "accounts.register.index": 8,
    "planning.index": 14,
    "planning.prioritise": 10,
    "planning.goal": 18,
    "planning.thread": 26,
    "burden.asked": 9,
    "quality.unit": 9,
    "quality.register": 8,
    "quality.factor": 17,
    "measuring.to_measure": 8,
    "measuring.of_indicator": 16,
    "measuring.one": 16,
    "risks.index": 8,
    "risks.risk_map": 8,
    "risks.one": 16,
    "control.index": 8,
    "control.plan": 18,
    "economy.index": 20,
    "economy.units": 8,
    "economy.forecast": 16,
    "economy.frames": 10,
    "economy.financial_goals": 8,
    "deviations.index": 8,
    "deviations.one": 12,
    "deviations.new": 8,
    "citizens.commitments": 8,
    "citizens.commitment": 14,
    "citizens.heard": 8,
    "citizens.dialogues": 8,
    "reports.index": 12,
    "reports.one": 24,
    "assignments.index": 8,
    "cycle.wheel": 8,
    "cycle.event": 10,
    "supervision.index": 9,
    "supervision.editions": 4,
    "documents.index": 8,
    "documents.one": 10,
    "decisions.index": 8,
    "decisions.tests": 8,
    "decisions.one": 8,
}
"""Statements a page may take beside those that tell who has signed in (targets: eight, ten in a meeting).

A theme here brings along every background there is; two statements are for the goals among them, four for the
factors, two for what was measured of those.
"""

WHO = {"section": "Sven Sektionschef", "chief": "Karin Kommunchef", "administrator": "Adam Administratör"}
Counts = dict[str, dict[str, dict[str, tuple[int, list[str]]]]]
"""By how much there is, by person, by view: how many statements, and which."""

STATES = ("planned", "preparing", "held", "establishing", "established", "cancelled")


def few(session: Session) -> None:
    """A small municipality; a seed."""
    fill(session, FEW)


def many(session: Session) -> None:
    """The same, tenfold; a seed."""
    fill(session, MANY)


def fill(session: Session, number: int) -> None:
    """Fill: as many units with lines of meetings, and as much in the meetings looked at, as `number` says."""
    town = make_municipality(session)
    over, rep = town.section_manager, town.unit_manager
    for index in range(number):
        unit = make_unit(session, f"Förskolan {index}", under=town.section)
        manager = make_manager(session, unit, f"Chef {index}")
        below = make_unit(session, f"Avdelning {index}", under=unit)
        make_appointment(session, make_person(session), below, Role.EMPLOYEE)
        line = make_series(session, town.section, unit)
        finish(session, make_dialogue(session, line, over, manager, starts_at=ago(40)))
        make_dialogue(session, line, over, manager)
        make_passage(session, (town.section, over), (unit, manager), text=f"Lyft {index}")
        make_passage(session, (unit, manager), (below, manager), text=f"Underifrån {index}")
    for index in range(number):
        fill_plan(session, town.section, over, index, number)
        fill_plan(session, town.unit, rep, index, number)
        fill_quality(session, town.section, over, index, number, area=bool(index))
        fill_quality(session, town.unit, rep, index, number)
    fill_registers(session, town, number)
    fill_control(session, town, number)
    fill_economy(session, town, number)
    fill_deviations(session, town, number)
    fill_citizens(session, town, number)
    fill_reports(session, town, number)
    series = make_series(session, town.section, town.unit)
    themes = [
        AgendaTheme(
            f"Tema {n}",
            "Vad ser vi?",
            ("last_time", "open_agreements", "raised_matters", "development_goals", "quality_factors"),
        )
        for n in range(number)
    ]
    template = create_template(
        session, actor_id=over.id, name="Mall", pair_kind=PairKind.MANAGERS, themes=themes
    )
    series.template_id = template.id
    for index in range(number):
        dialogue = make_dialogue(session, series, over, rep, starts_at=ago(100 + index))
        finish(session, dialogue, about=town.unit)
    for place, state in enumerate(STATES):
        dialogue = make_dialogue(session, series, over, rep, starts_at=ago(50 - place))
        dialogue.title = state
        if state == "planned":
            continue
        if state == "cancelled":
            dialogue = loaded(session, dialogue)
            series_services.take_step(
                session, seat=seats(dialogue)[0], dialogue=dialogue, target=State.CANCELLED, reason="Sjukdom"
            )
            continue
        fill_meeting(session, dialogue, state, number, town.unit)
    # As on any day after the night's work: the overview is kept counted.
    rebuild(session, load_profile("tranemo"))


def fill_plan(session: Session, unit: Unit, by: Person, index: int, number: int) -> None:
    """Write a candidate and an established goal with `number` activities and indicators, of each something said."""
    planned.make_candidate(session, unit, by, f"Kandidat {index}")
    goal = planned.make_goal(session, unit, by, f"Mål {index}")
    for place in range(number if index == 0 else 1):
        planned.add_activity(session, goal, by, f"Aktivitet {place}", person=by, due=clock.today())
    goal = planned.complete(session, goal, by)
    for activity in goal.activities:
        goal_parts.say_of_activity(
            session, actor_id=by.id, goal=goal, activity=activity, text="Det går.", state="ongoing"
        )
    planned.establish(session, goal, by)


def fill_quality(
    session: Session, unit: Unit, by: Person, index: int, number: int, *, area: bool = False
) -> None:
    """Write an established factor, the first with `number` indicators and reviews."""
    factor = assured.make_factor(session, unit, by, f"Faktor {index}", area=area)
    for place in range(number if index == 0 else 1):
        assured.add_indicator(session, factor, by, f"Indikator {place}")
    factor = assured.establish(session, factor, by)
    for place, one in enumerate(list(factor.indicators)):
        for year in range(2000, 2000 + (number if place == 0 else 2)):
            if not area:
                measure(session, one, unit, by, str(year), None, f"Ord {year}")
    factor = assured.whole(session, factor)
    for place in range(number if index == 0 else 1):
        factors.review(
            session,
            actor_id=by.id,
            factor=factor,
            year=clock.today().year - place,
            words="Den gäller.",
        )


def fill_registers(session: Session, town: Municipality, number: int) -> None:
    """Fill the registers, and the first document and decision with as much as `number` says."""
    by = town.section_manager
    units = frozenset(session.scalars(select(Unit.id).order_by(Unit.id.desc()).limit(number)))
    first = make_document(
        session, by, town.section, "Först", for_all=False, units=units, next_review_on=days_ahead(1)
    )
    for index in range(number):
        make_document(
            session,
            by,
            town.section,
            f"Plan {index}",
            for_all=False,
            units=units,
            next_review_on=days_ahead(index),
        )
        actor = acting_as(session, by)
        documents.supersede(
            session,
            actor=actor,
            document=(found := whole(session, first, by)),
            version=VersionEntry(registry_number=f"KS/{index}"),
            next_review_on=days_ahead(1),
            revision=found.revision,
        )
        documents.review(
            session,
            actor=actor,
            document=whole(session, first, by),
            next_on=days_ahead(2 + index),
            note="Läst",
        )
        about = About(DOCUMENT, first.id)
        make_decision(
            session, by, town.section, f"Beslut {index}", about=about, test=ChildRightsTest(True, "Ja")
        )
    for unit_id in sorted(units):
        documents.name_as_important(session, unit_id, first.id, actor_id=by.id)


def fill_control(session: Session, town: Municipality, number: int) -> None:
    """Write risks, and a decided plan that controls them, with something found and mended each time."""
    chief, plan = town.chief_executive, controlled.begin_plan(session, town.chief_executive, town.board)
    for index in range(number):
        risk = controlled.make_risk(session, town.section_manager, town.section, f"Risk {index}")
        plan = controlled.add_control(
            session, chief, plan, risk, f"Kontroll {index}", person=town.unit_manager
        )
    plan = controlled.decide_plan(session, chief, plan)
    for place in range(min(4, number)):
        plan = controlled.tell(session, chief, plan, place, deviation="Något fattas.")


def fill_citizens(session: Session, town: Municipality, number: int) -> None:
    """Promise, hear and ask `number` times in a unit."""
    for index in range(number):
        promised = citizens.make_commitment(session, town.unit_manager, town.unit, f"Löfte {index}")
        citizens.follow_up(
            session, town.unit_manager, citizens.decide(session, town.unit_manager, promised), f"Bra {index}"
        )
        citizens.make_heard(session, town.unit_manager, town.unit, f"Hört {index}")
        asked = citizens.make_dialogue(
            session, town.unit_manager, town.unit, f"Fråga {index}", answers=[("early", "met", "Ja.")]
        )
        citizens.note_down(session, town.unit_manager, asked)


def fill_reports(session: Session, town: Municipality, number: int) -> None:
    """Hand in a report with `number` deviations, and begin one of the section that rolls such up."""
    may = ("forecast_report", "may")
    handed_in = reports.make_report(session, town.unit, town.unit_manager, "Så gick det.", which=may)
    for index in range(number):
        reports.add_deviation(
            session, handed_in, town.unit_manager, f"Avvikelse {index}", remedy="Vi annonserar."
        )
    reports.hand_in(session, handed_in, town.unit_manager, may)
    reports.make_report(session, town.section, town.section_manager, "Sektionen.", which=may)


def fill_deviations(session: Session, town: Municipality, number: int) -> None:
    """Report `number` deviations that wait, and as many that the level above has kept."""
    for index in range(number):
        deviations.make_deviation(session, town.unit_manager, town.unit, f"Händelse {index}")
        kept = deviations.make_deviation(session, town.section_manager, town.section, f"Annan {index}")
        deviations.keep(session, town.chief_executive, kept)


def fill_economy(session: Session, town: Municipality, number: int) -> None:
    """Write `number` forecasts below the section, and one of the section itself with as many remedies and notes."""
    by = town.section_manager
    forecast = money.make_forecast(session, town.section, by, expected=11_000, says="Ord")
    for index in range(number):
        remedy = money.add_remedy(
            session, forecast, by, f"Åtgärd {index}", person_id=by.id, due_on=clock.today()
        )
        remedies.say(session, actor_id=by.id, remedy=remedy, text="Det går.", state="ongoing", effect=None)
        unit = make_unit(session, f"Prognosen {index}", under=town.section)
        money.make_submitted(
            session, unit, make_manager(session, unit, f"Prognoschef {index}"), expected=11_000
        )
        money.make_financial_goal(session, town.chief_executive, f"Finansiellt mål {index}")
    money.submit(session, forecast, by)
    plan = money.make_overspend(session, town.section, by)
    for index in range(number):
        money.add_step(session, plan, by, f"Steg {index}")


def ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def finish(session: Session, dialogue: Dialogue, about: Unit | None = None) -> Dialogue:
    dialogue = hold(session, prepare(session, dialogue, over="Min", rep="Din"), note="Vi")
    if about is not None:
        mark(session, dialogue, themes_of(session, dialogue.id)[0], about)
    return establish(session, dialogue)


def mark(session: Session, dialogue: Dialogue, theme: Theme, unit: Unit) -> None:
    seat = seats(dialogue)[1]
    about.mark_theme(session, seat=seat, dialogue=dialogue, theme=theme, ref=goal_of(unit))


def fill_meeting(session: Session, dialogue: Dialogue, state: str, number: int, unit: Unit) -> None:
    """Write in a meeting: on every theme, and `number` of all else."""
    dialogue = prepare(session, dialogue, over="Min bild", rep="Din bild")
    for theme in themes_of(session, dialogue.id):
        about.take_up(session, seat=seats(dialogue)[0], dialogue=dialogue, theme=theme, ref=goal_of(unit))
    if state == "preparing":
        return
    dialogue = hold(session, dialogue)
    over, rep = seats(dialogue)
    for theme in themes_of(session, dialogue.id):
        assert theme.note is not None
        mark(session, dialogue, theme, unit)
        holding.write_shared(
            session, seat=rep, dialogue=dialogue, shared=theme.note, text="Anteckning", base=0
        )
        holding.agree(
            session,
            seat=over,
            dialogue=dialogue,
            theme_id=theme.id,
            promise=Promise(f"Löfte {theme.id}", "both"),
        )
        holding.decide(session, seat=over, dialogue=dialogue, theme_id=theme.id, text="Beslut")
        matter = raising.propose_matter(session, seat=rep, dialogue=dialogue, theme_id=theme.id, text="Lyft")
        raising.release_matter(
            session, seat=over, dialogue=dialogue, matter=matter, revision=matter.revision, released=True
        )
    if state == "held":
        return
    if state == "establishing":
        series_services.take_step(session, seat=over, dialogue=dialogue, target=State.ESTABLISHING)
        return
    dialogue = establish(session, dialogue, opinion="Egen mening")
    for index in range(number):
        establishing.write_addendum(session, seat=over, dialogue=dialogue, text=f"Tillägg {index}")


def counted(world: World, who: str) -> dict[str, tuple[int, list[str]]]:
    """Count the statements of every page one person can open, by view and by state of the meeting."""
    with world.app.app_context(), world.session() as session:
        person = session.scalars(select(Person).where(Person.name == WHO[who])).one()
        client = sign_in(world.app.test_client(), session, person)
        to_count = named_addresses(world.app, session)
    found = {}
    for name, path in to_count.items():
        # The first visit notes the reading and warms what is made once; the second is counted.
        if client.get(path).status_code not in {200, 302, 204}:
            continue
        with counted_statements(world.engine) as sent:
            client.get(path)
        found[name] = (len(sent), sent)
    return found


def named_addresses(app: Flask, session: Session) -> dict[str, str]:
    """Give one address for each view, and for each state of the meetings looked at."""
    named = {}
    titles = {
        dialogue.id: dialogue.title
        for dialogue in session.scalars(select(Dialogue).where(Dialogue.title.in_(STATES)))
    }
    with app.test_request_context("/"):
        for rule in views(app, "GET"):
            for values in in_focus(session, arguments(session, set(rule.arguments)), titles):
                state = titles.get(int(str(values.get("dialogue_id", 0))), "")
                built = rule.build(values, append_unknown=False)
                assert built is not None
                named.setdefault(f"{rule.endpoint} {state}".strip(), built[1])
    return named


def in_focus(session: Session, choices: list[Values], titles: dict[int, str]) -> list[Values]:
    """Keep the meetings looked at; of everything else the first, and of lines that of those meetings."""
    kept = [
        values for values in choices if values.get("dialogue_id") in titles or "dialogue_id" not in values
    ]
    if kept and "series_id" in kept[0]:
        line = session.scalars(select(Dialogue.series_id).where(Dialogue.id.in_(titles))).first()
        return [values for values in kept if values["series_id"] == line]
    return kept if kept and "dialogue_id" in kept[0] else kept[:1]


@pytest.fixture(scope="session")
def counts(worlds: Callable[..., World], once: Callable[[str, Callable[[], Counts]], Counts]) -> Counts:
    """The counts of everybody's pages, with few and with many."""

    def count() -> Counts:
        place, found = worlds("sqlite", "counted"), {}
        for seed in (few, many):
            place.reset(seed)
            found[seed.__name__] = {who: counted(place, who) for who in WHO}
        return found

    return once("counts", count)


@pytest.mark.parametrize("who", WHO)
def test_no_page_takes_more_statements_when_there_is_more_to_show(counts: Counts, who: str) -> None:
    before, after = counts["few"][who], counts["many"][who]
    assert set(before) == set(after)
    grown = {name: (before[name][0], after[name][0]) for name in before if after[name][0] > before[name][0]}
    assert grown == {}, "\n" + "\n".join(
        f"{name}: {grown[name]}\n" + "\n".join(f"    {one[:200]}" for one in after[name][1]) for name in grown
    )


@pytest.mark.parametrize("name", LIMITS)
def test_the_main_pages_keep_to_their_limit(counts: Counts, name: str) -> None:
    taken = {who: pages[name] for who, pages in counts["many"].items() if name in pages}
    assert taken, f"nobody opens {name}"
    for who, (number, sent) in taken.items():
        assert number <= LIMITS[name] + SIGN_IN, f"{who}:\n" + "\n".join(one[:300] for one in sent)


def test_the_meetings_counted_hold_what_they_should(worlds: Callable[..., World]) -> None:
    place = worlds("sqlite", "counted")
    for seed, number in ((few, FEW), (many, MANY)):
        place.reset(seed)
        with place.session() as session:
            held = session.scalars(select(Dialogue).where(Dialogue.title == "held")).one()
            themes = session.scalars(select(Theme).where(Theme.dialogue_id == held.id)).all()
            agreements = session.scalars(select(Agreement).where(Agreement.dialogue_id == held.id)).all()
            assert (len(themes), len(agreements)) == (number, number)
