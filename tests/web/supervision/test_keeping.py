"""What is kept counted follows what people write, in the same transaction; and what cannot be followed is not used."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.clock import now
from app.economy.periods import periods_of
from app.organisation import appointing
from app.organisation.models import Appointment, Person
from app.passages.carrying import carry_over, raised_in
from app.passages.models import Passage
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator, Periodicity
from app.quality.kolada import services as kolada
from app.quality.kolada.fetching import claim
from app.quality.kolada.models import KoladaLink
from app.steering.loader import load_profile
from app.supervision.counting import compare, is_kept, rebuild, rebuild_when_needed
from app.supervision.economy_gaps import last_due
from app.supervision.kept_rows import SECTIONS, kept_sections
from app.supervision.models import Tally
from app.writing.kinds import kinds
from app.writing.models import TextState
from tests.factories.control import make_risk
from tests.factories.economy import make_submitted
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import Municipality, make_appointment, make_manager, make_unit
from tests.factories.passages import make_passage
from tests.factories.planning import make_established
from tests.factories.quality import make_established as make_established_factor
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.kolada_places import MEASURE
from tests.support.statements import counted_statements
from tests.support.world import World

TODAY = date(2026, 11, 23)
PROFILE = load_profile("tranemo")


def period_due() -> int:
    """Give the month of the period that should have been submitted last."""
    due = last_due(periods_of(PROFILE), TODAY)
    assert due is not None
    return due.period.month


def counted(session: Session, kind: str) -> int:
    """Give how many units lack something, in all rows."""
    session.expire_all()
    return sum(one.number for one in session.query(Tally).where(Tally.kind == kind))


def test_what_people_write_is_counted_when_it_is_written(session: Session, town: Municipality) -> None:
    rebuild(session, PROFILE)
    session.commit()
    assert is_kept(session, TODAY)

    def follows(kind: str, change: int, write: Callable[[], object]) -> None:
        before = counted(session, kind)
        write()
        session.commit()
        assert is_kept(session, TODAY), kind
        assert counted(session, kind) - before == change, kind
        differences = compare(session, PROFILE)
        assert differences.agrees, f"{kind}: {differences}"

    unit, manager = town.unit, town.unit_manager
    analysis = kinds.get("current_state")
    assert analysis is not None
    follows("no_goals", -1, lambda: make_established(session, unit, manager))
    follows(
        "no_current_state",
        -1,
        lambda: make_text(session, unit, manager, kind=analysis, state=TextState.ESTABLISHED),
    )
    follows("no_forecast", -1, lambda: make_submitted(session, unit, manager, month=period_due()))
    follows("no_risks", -1, lambda: make_risk(session, manager, unit))
    follows("no_factors", -1, lambda: make_established_factor(session, unit, manager))
    indicators = []
    follows("not_measured", 1, lambda: indicators.append(make_measured(session, unit, manager)))
    follows("measured_in_silence", 1, lambda: measure(session, indicators[0], unit, manager, "2026-H1", "84"))
    assert counted(session, "not_measured") == 0
    follows(
        "waiting:",
        1,
        lambda: make_passage(
            session, (town.section, town.section_manager), (unit, manager), theme="Något annat"
        ),
    )
    vacancy = make_unit(session, under=town.section)
    session.commit()
    assert not is_kept(session, TODAY), "a new unit makes what is kept void"
    assert rebuild_when_needed(session, PROFILE)
    follows("no_goals", 1, lambda: make_manager(session, vacancy))
    post = session.query(Appointment).where(Appointment.unit_id == vacancy.id).one()
    follows(
        "no_goals",
        -1,
        lambda: appointing.end_appointment(session, appointment_id=post.id, on=TODAY, actor_id=None),
    )


def test_what_was_raised_from_a_unit_that_is_no_more_is_counted_where_its_line_goes_on(
    session: Session, town: Municipality
) -> None:
    passage = make_passage(
        session, (town.section, town.section_manager), (town.unit, town.unit_manager), theme="Något annat"
    )
    rebuild(session, PROFILE)
    session.commit()
    carry_over(
        session,
        raised_in(session, passage.source_kind, select(Passage.source_id).where(Passage.id == passage.id)),
        over_unit_id=town.other_section.id,
        rep_unit_id=town.other_unit.id,
        actor_id=town.section_manager.id,
    )
    session.commit()
    assert not is_kept(session, TODAY)
    assert rebuild_when_needed(session, PROFILE)
    assert compare(session, PROFILE).agrees


def test_a_shared_factor_makes_what_is_kept_void(session: Session, town: Municipality) -> None:
    rebuild(session, PROFILE)
    session.commit()
    make_established_factor(session, town.section, town.section_manager, area=True)
    session.commit()
    assert not is_kept(session, TODAY)
    assert rebuild_when_needed(session, PROFILE)
    assert not rebuild_when_needed(session, PROFILE)
    assert compare(session, PROFILE).agrees


def test_what_is_written_in_bulk_makes_what_is_kept_void(session: Session, town: Municipality) -> None:
    rebuild(session, PROFILE)
    session.commit()
    session.execute(update(Factor).values(title="Nytt"))
    session.commit()
    assert not is_kept(session, TODAY)


def test_a_new_day_is_counted_as_it_is_until_the_jobs_have_run(
    session: Session,
    town: Municipality,
    visit: Callable[[Person], SamsynClient],
    clock: Callable[[datetime], None],
) -> None:
    rebuild(session, PROFILE)
    session.commit()
    make_appointment(session, town.employee, town.sibling, deputy=True, until=date(2026, 11, 24))
    session.commit()
    clock(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert not is_kept(session, date(2026, 11, 24))
    page = visit(town.chief_executive).get("/uppsikt/?del=direction").text
    assert "Tre enheter har inga mål fastställda för året." in page
    assert rebuild_when_needed(session, PROFILE)
    assert "Tre enheter har inga mål" in visit(town.chief_executive).get("/uppsikt/?del=direction").text


def test_asking_kolada_makes_nothing_void_but_that_values_come_by_themselves_does(
    session: Session, town: Municipality
) -> None:
    made = make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.YEAR)
    indicator = session.scalars(
        select(Indicator).where(Indicator.id == made.id).options(joinedload(Indicator.factor))
    ).one()
    rebuild(session, PROFILE)
    session.commit()
    # The jobs ask each minute whether there is anything to fetch.
    assert claim(session) is None
    assert is_kept(session, TODAY)

    link = kolada.follow(
        session,
        indicator=indicator,
        measure=MEASURE,
        by_unit=False,
        actor_id=town.unit_manager.id,
    )
    session.commit()
    assert not is_kept(session, TODAY)
    rebuild(session, PROFILE)
    session.commit()
    link.next_on = now()
    session.commit()
    assert claim(session) is not None
    link.fetched_at, link.fault = now(), ""
    session.commit()
    assert is_kept(session, TODAY)

    kolada.let_go(session, link=link, actor_id=town.unit_manager.id)
    session.commit()
    assert not is_kept(session, TODAY)


def test_a_link_to_kolada_that_is_taken_away_makes_what_is_kept_void(
    session: Session, town: Municipality
) -> None:
    made = make_measured(session, town.unit, town.unit_manager, periodicity=Periodicity.YEAR)
    indicator = session.scalars(
        select(Indicator).where(Indicator.id == made.id).options(joinedload(Indicator.factor))
    ).one()
    who = town.unit_manager.id
    link = kolada.follow(session, indicator=indicator, measure=MEASURE, by_unit=False, actor_id=who)
    rebuild(session, PROFILE)
    session.commit()
    session.execute(update(KoladaLink.__table__).values(attempts=3))
    session.commit()
    assert is_kept(session, TODAY)
    session.refresh(link, ["places"])
    session.delete(link)
    session.commit()
    assert not is_kept(session, TODAY)


def test_a_count_that_is_not_true_is_found(session: Session, town: Municipality) -> None:
    rebuild(session, PROFILE)
    session.commit()
    session.execute(update(Tally).where(Tally.kind == "no_goals").values(number=Tally.number + 1))
    session.commit()
    differences = compare(session, PROFILE)
    assert not differences.agrees
    assert "no_goals" in str(differences)


def test_kept_and_counted_pages_read_the_same(
    session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    for number in range(7):
        make_passage(
            session,
            (town.section, town.section_manager),
            (town.unit, town.unit_manager),
            text=f"Sagt {number}",
        )
    session.commit()
    chief = visit(town.chief_executive)
    addresses = [
        f"/uppsikt/?tid={time}&del={part}" for time in ("ar", "allt") for part in ("quality", "ovrigt")
    ]
    addresses.append(f"/uppsikt/?enhet={town.section.id}")

    def read(address: str) -> str:
        main = chief.get(address).text.split("<main", 1)[1]
        # Words that explain themselves are numbered on from one request of a test to the next.
        return re.sub(r'name="csrf_token" value="[^"]*"|gloss-\w+-\d+', "", main)

    before = [read(address) for address in addresses]
    rebuild(session, PROFILE)
    session.commit()
    assert [read(address) for address in addresses] == before


def test_the_kept_overview_takes_eight_statements_beside_who_asks(
    session: Session, world: World, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    for number in range(5):
        make_passage(
            session,
            (town.section, town.section_manager),
            (town.unit, town.unit_manager),
            text=f"Sagt {number}",
        )
    rebuild(session, PROFILE)
    session.commit()
    chief = visit(town.chief_executive)
    chief.get("/uppsikt/?del=ovrigt")
    with counted_statements(world.engine) as sent:
        chief.get("/uppsikt/?del=ovrigt")
    assert len(sent) <= 8 + 2, "\n".join(sent)


def test_the_rows_of_the_overview_are_found_without_going_through_all_units(
    session: Session, world: World, town: Municipality
) -> None:
    rebuild(session, PROFILE)
    session.commit()
    if world.kind != "sqlite":
        # PostgreSQL knows how many rows each table has.
        assert kept_sections(session, TODAY)
        return
    with counted_statements(world.engine) as sent:
        assert kept_sections(session, TODAY)
    plan = session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {sent[-1]}", (SECTIONS, TODAY.isoformat())
    )
    assert not [row.detail for row in plan if row.detail.startswith("SCAN unit")]
