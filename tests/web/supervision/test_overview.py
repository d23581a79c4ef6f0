"""The supervision overview: what stands where, for whom, what is missing, and that an edition is handed over as it is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.clock import today
from app.notifications.models import Notice
from app.organisation import reorganising, units
from app.organisation.models import Person, Unit
from app.passages import services as passages
from app.passages.models import Passage, Talk
from app.passages.queries.opening import one as readable_one
from app.passages.subjects import Ref
from app.steering.loader import load_profile
from app.supervision.counting import compare, rebuild
from app.supervision.models import Placing
from app.supervision.placing import place_new, source_of
from app.writing.models import Part, UnitText
from tests.factories.dialogues import make_series
from tests.factories.documents import acting_as
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_manager,
    make_person,
    make_unit,
)
from tests.factories.passages import make_passage
from tests.support.client import SamsynClient
from tests.support.downloads import name_of
from tests.support.statements import counted_statements
from tests.support.world import World
from tests.web.supervision.conftest import NOW

PROFILE = load_profile("tranemo")
Visit = Callable[[Person], SamsynClient]
Clock = Callable[[datetime], None]
GOAL, RISK = Ref("goal", 1), Ref("risk", 1)


def lift(
    session: Session, town: Municipality, text: str, *about: Ref, low: bool = True, other: bool = False
) -> Passage:
    """Release something from a unit's dialogue with its section, or from a section's with the kommunchef."""
    section, leader = (
        (town.other_section, town.other_section_manager) if other else (town.section, town.section_manager)
    )
    unit, manager = (town.other_unit, town.other_unit_manager) if other else (town.unit, town.unit_manager)
    if low:
        return make_passage(session, (section, leader), (unit, manager), text=text, about=about)
    return make_passage(
        session, (town.administration, town.chief_executive), (section, leader), text=text, about=about
    )


def shown(client: SamsynClient, query: str = "") -> dict[str, str]:
    """Give the words of each row of the overview, by its heading."""
    answer = client.get(f"/uppsikt/{query}")
    assert answer.status_code == 200
    rows = re.findall(r'<section class="part".*?<h2[^>]*>([^<]*)</h2>(.*?)</section>', answer.text, re.S)
    return {name: html.unescape(re.sub(r"<[^>]+>", " ", body)) for name, body in rows}


@pytest.mark.parametrize(
    ("kinds", "backgrounds", "source"),
    [
        ((), (), ""),
        (("goal",), (), "goals"),
        (("risk", "goal"), (), "risks"),
        (("document", "goal"), (), "goals"),
        ((), ("last_time", "economy", "risks"), "budget"),
        (("quality_factor",), ("economy",), "quality_factors"),
        (("nothing_known",), ("nothing_known",), ""),
    ],
)
def test_what_a_passage_is_about_is_told_by_its_marks_and_else_by_its_theme(
    kinds: tuple[str, ...], backgrounds: tuple[str, ...], source: str
) -> None:
    assert source_of(kinds, backgrounds) == source


def test_a_passage_stands_in_its_part_under_its_section(
    session: Session, town: Municipality, visit: Visit
) -> None:
    lift(session, town, "Målet är nära.", GOAL)
    lift(session, town, "Lokalerna brister.", RISK, low=False, other=True)
    lift(session, town, "Något annat.")
    chief = visit(town.chief_executive)
    direction = shown(chief, "?del=direction")
    assert "Målet är nära." in direction["Lärandesektionen"]
    assert "Förskolan Ängen och Lärandesektionen, dialog 23 november" in direction["Lärandesektionen"]
    assert town.unit_manager.name in direction["Lärandesektionen"]
    assert "Lokalerna" not in str(direction)
    assert "Lokalerna brister." in shown(chief, "?del=control")["Servicesektionen"]
    assert "Något annat." in shown(chief, "?del=ovrigt")["Lärandesektionen"]


@pytest.mark.parametrize(("about", "opens_on"), [((RISK,), "control"), ((), "ovrigt")])
def test_it_opens_on_the_first_part_with_words_and_else_on_the_first(
    session: Session, town: Municipality, visit: Visit, about: tuple[Ref, ...], opens_on: str
) -> None:
    for one in (town.chief_executive, town.section_manager):
        client = visit(one)
        assert shown(client) == shown(client, "?del=conditions"), "nothing is released yet"
    lift(session, town, "Lokalerna brister.", *about)
    for one in (town.chief_executive, town.section_manager):
        client = visit(one)
        assert "Lokalerna brister." in str(shown(client))
        assert shown(client) == shown(client, f"?del={opens_on}") == shown(client, "?del=nonsense")
        assert "Lokalerna brister." not in str(shown(client, "?del=conditions")), "what is asked for is shown"


def test_a_manager_sees_what_lies_below_and_nothing_beside(
    session: Session, town: Municipality, visit: Visit
) -> None:
    lift(session, town, "Målet är nära.", GOAL)
    lift(session, town, "Målet är långt borta.", GOAL, other=True)
    lift(session, town, "Sektionen säger.", GOAL, low=False)
    rows = shown(visit(town.section_manager), "?del=direction")
    assert "Målet är nära." in rows["Förskolan Ängen"]
    assert "långt borta" not in str(rows)
    assert "Sektionen säger." not in str(rows), "what was said upward of the section itself is not below it"
    other = shown(visit(town.other_section_manager), "?del=direction")
    assert "Målet är nära." not in str(other)


@pytest.mark.parametrize("who", ["support", "employee", "administrator"])
def test_who_oversees_nothing_finds_nothing(
    session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    lift(session, town, "Målet är nära.", GOAL)
    client = visit(getattr(town, who))
    for address in ("/uppsikt/", "/uppsikt/utgavor", f"/uppsikt/stycken/{town.section.id}"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["politician", "auditor", "controller"])
def test_politicians_auditors_and_controllers_are_led_to_editions_and_see_no_live_overview(
    session: Session, town: Municipality, visit: Visit, who: str
) -> None:
    lift(session, town, "Målet är nära.", GOAL)
    controller = make_person(session, "Cia Controller")
    make_appointment(session, controller, town.administration, Role.SUPPORT)
    session.commit()
    client = visit(controller if who == "controller" else getattr(town, who))
    assert client.get("/uppsikt/").location == "/uppsikt/utgavor"
    assert "Målet" not in client.get("/uppsikt/utgavor").text
    for address in (f"/uppsikt/stycken/{town.section.id}", f"/uppsikt/luckor/{town.section.id}/no_goals"):
        assert client.get(address).status_code == 404


def test_boards_and_companies_are_overseen_too(session: Session, town: Municipality, visit: Visit) -> None:
    rows = visit(town.chief_executive).get("/uppsikt/?del=direction").text
    assert "Bostadsbolaget" in rows


def test_gaps_are_told_in_words_and_lead_to_the_units(
    session: Session, town: Municipality, visit: Visit
) -> None:
    chief = visit(town.chief_executive)
    rows = shown(chief, "?del=direction")
    # The section itself and its two units.
    assert "Tre enheter har inga mål fastställda för året." in rows["Lärandesektionen"]
    page = chief.get(f"/uppsikt/luckor/{town.section.id}/no_goals?del=direction").text
    assert "Förskolan Björken" in page
    assert "Kost och lokalvård" not in page


def test_who_has_not_said_how_the_economy_stands_is_told_with_the_day_it_was_to_be_said(
    town: Municipality, visit: Visit
) -> None:
    page = visit(town.chief_executive).get(f"/uppsikt/luckor/{town.section.id}/no_forecast?del=economy")
    assert page.status_code == 200
    assert "Förskolan Björken" in page.text
    assert "skulle ha lämnats" in page.text


def test_what_waits_for_an_answer_is_said_and_an_answer_stands_with_the_passage(
    session: Session, town: Municipality, visit: Visit
) -> None:
    raised = lift(session, town, "Vikarierna räcker inte.", GOAL, low=False)
    chief = visit(town.chief_executive)
    board = town.politician
    assert "Ett lyft väntar på svar." in shown(chief, "?del=direction")["Lärandesektionen"]
    found = readable_one(
        session, actor=acting_as(session, board), passage_id=raised.id, day=date(2026, 11, 23)
    )
    assert found is not None
    passages.answer(session, actor=acting_as(session, board), passage=found, text="Vi tar det i budgeten.")
    rows = shown(chief, "?del=direction")["Lärandesektionen"]
    assert "väntar på svar" not in rows
    assert f"besvarad av {board.name}" in rows


def test_the_period_holds_what_is_shown(
    session: Session, town: Municipality, visit: Visit, clock: Clock
) -> None:
    clock(datetime(2025, 6, 1, 9, tzinfo=UTC))
    lift(session, town, "Sagt förra året.", GOAL)
    clock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    lift(session, town, "Sagt i år.", GOAL)
    chief = visit(town.chief_executive)
    for query, here, gone in (
        ("", "i år", "förra året"), ("&tid=ar", "i år", "förra året"), ("&tid=forra-aret", "förra året", "i år"),
    ):  # fmt: skip
        words = str(shown(chief, f"?del=direction{query}"))
        assert f"Sagt {here}." in words
        assert f"Sagt {gone}." not in words
    assert "Sagt förra året." in str(shown(chief, "?del=direction&tid=allt"))


def test_one_section_can_be_looked_at_by_itself_and_nonsense_shows_all(
    session: Session, town: Municipality, visit: Visit
) -> None:
    chief = visit(town.chief_executive)
    one = shown(chief, f"?del=direction&enhet={town.section.id}")
    assert list(one) == ["Lärandesektionen"]
    for query in (
        "?del=%F0%9F&enhet=x&tid=y",
        "?enhet=99999999999999",
        f"?enhet={town.unit.id}",
        "?del=a&del=b",
    ):
        assert "Lärandesektionen" in shown(chief, query)


def test_many_passages_are_counted_and_read_page_by_page(
    session: Session, town: Municipality, visit: Visit
) -> None:
    for number in range(25):
        lift(session, town, f"Stycke {number:02}.", GOAL)
    chief = visit(town.chief_executive)
    assert "Alla stycken" in shown(chief, "?del=direction")["Lärandesektionen"]
    first = chief.get(f"/uppsikt/stycken/{town.section.id}?del=direction").text
    second = chief.get(f"/uppsikt/stycken/{town.section.id}?del=direction&sida=2").text
    assert "Stycke 24." in first
    assert "Stycke 04." in second
    assert "Stycke 05." not in second


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("kept", [True, False])
def test_what_was_released_from_a_unit_that_is_no_more_stays_where_it_hung(
    session: Session, town: Municipality, visit: Visit, clock: Clock, merged: bool, kept: bool
) -> None:
    """It was let go upward, may wait for an answer, and is in no edition yet: nobody took it back (domain 10)."""
    lift(session, town, "Lokalerna brister.", RISK)
    lift(session, town, "Taket läcker.", RISK)
    session.commit()
    clock(NOW + timedelta(days=1))
    if merged:
        gone = [town.unit.id, town.sibling.id]
        reorganising.merge_units(
            session, unit_ids=gone, on=today(), name="Ängsbjörken", appointments=[], actor_id=None
        )
    else:
        units.close_unit(session, unit_id=town.unit.id, on=today(), actor_id=None, end_appointments=True)
    if kept:
        rebuild(session, PROFILE)
        assert compare(session, PROFILE).agrees
    session.commit()
    chief = visit(town.chief_executive)
    row = shown(chief, "?del=control")["Lärandesektionen"]
    assert "Lokalerna brister." in row
    assert "Två lyft väntar på svar." in row
    assert "Lokalerna brister." in chief.get("/uppsikt/").text, "it is counted among what is new"
    assert "Taket läcker." in chief.get(f"/uppsikt/stycken/{town.section.id}?del=control").text
    assert "Lokalerna brister." in chief.get(begin(chief, town.administration)).text


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_released_from_a_unit_that_is_no_more_stands_in_one_row_when_what_it_hung_under_is_a_row(
    session: Session, town: Municipality, visit: Visit, clock: Clock, kept: bool
) -> None:
    """A unit under a section has a unit of its own closed, and becomes a section: counts are as many as what stands there."""
    below = make_unit(session, "Avdelningen Humlan", under=town.unit)
    make_passage(
        session,
        (town.unit, town.unit_manager),
        (below, make_manager(session, below)),
        text="Lokalerna brister.",
        about=[RISK],
    )
    session.commit()
    clock(NOW + timedelta(days=1))
    units.close_unit(session, unit_id=below.id, on=today(), actor_id=None, end_appointments=True)
    session.commit()
    clock(NOW + timedelta(days=2))
    units.move_unit(
        session, unit_id=town.unit.id, parent_id=town.administration.id, on=today(), actor_id=None
    )
    session.commit()
    if kept:
        rebuild(session, PROFILE)
        assert compare(session, PROFILE).agrees
        session.commit()
    chief = visit(town.chief_executive)
    rows = shown(chief, "?del=control")
    said = [name for name, row in rows.items() if "Lokalerna brister." in row or "väntar på svar" in row]
    assert said == [town.unit.name]
    assert "Lokalerna brister." in chief.get(f"/uppsikt/stycken/{town.unit.id}?del=control").text
    assert "Lokalerna brister." not in chief.get(f"/uppsikt/stycken/{town.section.id}?del=control").text
    assert chief.get(begin(chief, town.administration)).text.count("Lokalerna brister.") == 1


def test_only_the_kommunchef_moves_a_passage_and_it_can_be_undone(
    session: Session, town: Municipality, visit: Visit
) -> None:
    passage = lift(session, town, "Målet är nära.", GOAL)
    here = f"/uppsikt/stycken/{passage.id}/flytta"
    assert visit(town.section_manager).post(here, data={"part": "quality"}).status_code == 404
    chief = visit(town.chief_executive)
    assert chief.post(here, data={"part": "nothing"}).status_code == 404
    told = chief.post(here, data={"part": "quality"}, follow_redirects=True).text
    assert "Målet är nära." in told
    assert f"{here}?part=direction" in html.unescape(told)
    chief.post(f"{here}?part=direction")
    session.expire_all()
    assert session.get_one(Placing, passage.id).source == "goals" or "Målet är nära." in str(
        shown(chief, "?del=direction")
    )


def test_what_was_released_before_the_overview_came_is_placed(session: Session, town: Municipality) -> None:
    passage = lift(session, town, "Målet är nära.", GOAL)
    session.delete(session.get_one(Placing, passage.id))
    session.flush()
    profile = load_profile("tranemo")
    assert place_new(session, profile) == 1
    assert place_new(session, profile) == 0
    assert session.get_one(Placing, passage.id).source == "goals"


def begin(client: SamsynClient, unit: Unit, year: int = 2026) -> str:
    answer = client.post(
        "/analys/text/borja", data={"kind": "supervision_overview", "unit": unit.id, "year": year}
    )
    assert answer.status_code == 302, answer.status_code
    return str(answer.location)


def establish(client: SamsynClient, session: Session, address: str) -> None:
    words_in(client, session, address)
    session.expire_all()
    text = session.get_one(UnitText, int(address.rsplit("/", 1)[1]))
    assert client.post(f"{address}/faststall", data={"revision": text.revision}).status_code == 302


def words_in(client: SamsynClient, session: Session, address: str) -> None:
    """Write the own words an edition begins with."""
    session.expire_all()
    number = int(address.rsplit("/", 1)[1])
    opening = session.scalars(select(Part).where(Part.unit_text_id == number, Part.key == "opening")).one()
    sent = client.post(
        f"{address}/del/{opening.id}", data={"text": "Till er.", "base": opening.revision_id or 0}
    )
    assert sent.status_code < 400, sent.text


def test_an_edition_is_handed_over_as_it_was_and_told_to_the_board(
    session: Session, town: Municipality, visit: Visit
) -> None:
    lift(session, town, "Målet är nära.", GOAL)
    chief, politician = visit(town.chief_executive), visit(town.politician)
    address = begin(chief, town.administration)
    draft = chief.get(address).text
    assert "Målet är nära." in draft
    assert "har inga mål fastställda" in draft
    assert '<a href="/uppsikt/" aria-current' in draft
    for who in ("politician", "auditor", "support", "section_manager"):
        assert visit(getattr(town, who)).get(address).status_code == 404, who
    assert name_of(chief.get(f"{address}/fil.docx")).endswith(", utkast.docx")
    establish(chief, session, address)
    assert name_of(chief.get(f"{address}/fil.docx")).endswith(", fastställd 2026-11-23.docx")
    lift(session, town, "Sagt efteråt.", GOAL)
    for who in ("politician", "auditor"):
        read = visit(getattr(town, who)).get(address)
        assert read.status_code == 200
        assert "Målet är nära." in read.text
        assert "Sagt efteråt." not in read.text
    for who in ("section_manager", "unit_manager", "employee", "administrator"):
        assert visit(getattr(town, who)).get(address).status_code == 404, who
    assert "Utgåva 1, 2026" in politician.get("/uppsikt/utgavor").text
    # Whoever supports the board reads what the administration has established, and it says so.
    secretary = make_person(session, "Sara Sekreterare")
    make_appointment(session, secretary, town.board, Role.SUPPORT)
    session.commit()
    mine = visit(secretary)
    assert mine.get(address).status_code == 200
    assert mine.get("/uppsikt/").location == "/uppsikt/utgavor"
    assert address in mine.get("/uppsikt/utgavor").text
    assert 'href="/uppsikt/"' in mine.get("/").text
    assert 'href="/uppsikt/"' not in visit(town.support).get("/").text, (
        "nothing opens for support further down"
    )
    for page in (f"{address}/lasare", "/uppsikt/utgavor"):
        assert re.search("stöd för .{0,60} och enheterna ovanför", chief.get(page).text, re.IGNORECASE), page
    told = session.scalars(select(Notice.kind).where(Notice.person_id == town.politician.id)).all()
    assert told == ["overview"]


def test_the_next_edition_holds_what_came_since_and_is_laid_beside_the_first(
    session: Session, town: Municipality, visit: Visit, clock: Clock
) -> None:
    lift(session, town, "Målet är nära.", GOAL)
    chief = visit(town.chief_executive)
    first = begin(chief, town.administration)
    establish(chief, session, first)
    clock(datetime(2026, 11, 25, 9, tzinfo=UTC))
    chief = visit(town.chief_executive)
    lift(session, town, "Sagt efteråt.", GOAL)
    assert "Målet är nära." not in str(shown(chief, "?del=direction"))
    assert "Sedan förra utgåvan, 23 november" in chief.get("/uppsikt/").text
    second = begin(chief, town.administration)
    draft = chief.get(second).text
    assert "Sagt efteråt." in draft
    assert "Målet är nära." not in draft
    establish(chief, session, second)
    page = chief.get(second).text
    assert 'class="contents"' not in page
    clock(datetime(2026, 11, 26, 9, tzinfo=UTC))
    chief = visit(town.chief_executive)
    for number in range(12):
        lift(session, town, f"Fråga {number}. {'Det här är länge sagt. ' * 30}", GOAL)
    third = begin(chief, town.administration)
    establish(chief, session, third)
    page = chief.get(third).text
    contents = page[page.index('class="contents"') :].partition("</nav>")[0]
    assert '<a href="#part-3">' in contents
    assert town.section.name in contents
    assert 'id="part-3"' in page
    compared = chief.get(f"{second}/jamfor/{first.rsplit('/', 1)[1]}").text
    assert "Sagt" in compared
    assert "nära" in compared


def test_words_of_the_last_edition_are_told_apart_and_a_part_can_be_begun_anew(
    session: Session, town: Municipality, visit: Visit, clock: Clock
) -> None:
    chief = visit(town.chief_executive)
    first = begin(chief, town.administration)
    assert "Orden är desamma" not in chief.get(first).text
    establish(chief, session, first)
    clock(datetime(2026, 11, 25, 9, tzinfo=UTC))
    chief = visit(town.chief_executive)
    second = begin(chief, town.administration)
    told = "Orden är desamma som i utgåva 1, 23 november"
    for page in (second, f"{second}/faststall"):
        assert chief.get(page).text.count(told) == 1, page
        assert "Börja om med tomt fält" in chief.get(page).text
    session.expire_all()
    number = int(second.rsplit("/", 1)[1])
    opening = session.scalars(select(Part).where(Part.unit_text_id == number, Part.key == "opening")).one()
    base, address = opening.revision_id or 0, f"{second}/del/{opening.id}"
    assert chief.post(address, data={"text": "", "base": base}).status_code == 302
    page = chief.get(second).text
    assert told not in page
    assert "Så står det i version 1" in page
    # What has been typed since the page was opened is not emptied with it.
    session.expire_all()
    base = session.get_one(Part, opening.id).revision_id or 0
    chief.post(address, data={"text": "Till er.", "base": base})
    session.expire_all()
    base = session.get_one(Part, opening.id).revision_id or 0
    assert told in chief.get(second).text
    chief.post(address, data={"text": "Till er alla, med nya ord.", "base": base})
    assert chief.post(address, data={"text": "", "base": base}).status_code == 409
    session.expire_all()
    assert session.get_one(Part, opening.id).text == "Till er alla, med nya ord."
    assert told not in chief.get(f"{second}/faststall").text


@pytest.mark.parametrize("who", ["support", "section_manager", "politician", "administrator"])
def test_nobody_else_writes_an_edition(session: Session, town: Municipality, visit: Visit, who: str) -> None:
    client = visit(getattr(town, who))
    for unit in (town.administration, town.section):
        answer = client.post(
            "/analys/text/borja", data={"kind": "supervision_overview", "unit": unit.id, "year": 2026}
        )
        assert answer.status_code == 404


def test_a_draft_cannot_be_shared_by_a_crafted_request(
    session: Session, town: Municipality, visit: Visit
) -> None:
    chief = visit(town.chief_executive)
    address = begin(chief, town.administration)
    assert chief.post(f"{address}/lage", data={"state": "shared"}).status_code == 404


def test_who_oversees_many_units_reads_them_a_page_at_a_time_in_as_many_statements(
    session: Session, world: World, town: Municipality, visit: Visit
) -> None:
    page = "/uppsikt/?del=quality"
    rebuild(session, PROFILE)
    session.commit()
    client = visit(town.section_manager)
    client.get(page)
    with counted_statements(world.engine) as few:
        client.get(page)
    for number in range(40):
        unit = make_unit(session, f"Förskola {number:02}", under=town.section)
        manager = make_manager(session, unit)
        make_passage(
            session, (town.section, town.section_manager), (unit, manager), text=f"Sagt i {number:02}."
        )
    rebuild(session, PROFILE)
    session.commit()
    client = visit(town.section_manager)
    with counted_statements(world.engine) as many:
        first = client.get(page).text
    assert len(many) == len(few)
    assert "1–24 av 42" in first
    assert "Förskola 00" in first
    assert "Förskola 39" not in first
    second = client.get("/uppsikt/?del=ovrigt&sida=2").text
    assert "Sagt i 39." in second
    assert "Sagt i 00." not in second
    assert "Övrigt\xa0(40)" in second, "what is counted is counted of all pages"
    assert "25–42 av 42" in client.get("/uppsikt/?del=ovrigt&sida=99").text


def talk(session: Session, over: Unit, rep: Unit, on: datetime, about: str = "goal") -> None:
    session.add(
        Talk(
            subject_kind=about,
            subject_id=1,
            source_kind="dialogue",
            source_id=1,
            place=len(session.scalars(select(Talk.id)).all()),
            theme="Mål och aktiviteter",
            said_on=on,
            over_unit_id=over.id,
            rep_unit_id=rep.id,
        )
    )
    session.flush()


def test_who_has_not_talked_is_told_with_the_last_talk_and_with_whom_or_that_there_was_none(
    session: Session, town: Municipality, visit: Visit
) -> None:
    for unit in (town.unit, town.sibling):
        make_series(session, town.section, unit)
    talk(session, town.section, town.unit, datetime(2024, 3, 4, 9, tzinfo=UTC))
    talk(session, town.administration, town.unit, datetime(2025, 5, 6, 9, tzinfo=UTC))
    talk(session, town.section, town.unit, datetime(2025, 8, 9, 9, tzinfo=UTC), about="risk")
    # What a manager and an employee talk about is known to the two alone, and is no talk upward.
    talk(session, town.unit, town.unit, datetime(2026, 10, 1, 9, tzinfo=UTC))
    talk(session, town.sibling, town.sibling, datetime(2025, 10, 1, 9, tzinfo=UTC))
    session.commit()
    page = visit(town.chief_executive).get(
        f"/uppsikt/luckor/{town.section.id}/not_talked_direction?del=direction"
    )
    rows = re.findall(r"<li>(.*?)</li>", page.text.split('<ul class="plainlist">')[1], re.S)
    said = [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in rows]
    assert said == [
        f"{town.sibling.name} Aldrig samtalat i en dialog som är fastställd.",
        f"{town.unit.name} Senast samtalat 6 maj 2025, i dialogen med {town.administration.name}.",
    ]


def test_what_was_raised_is_a_talk_too(
    session: Session, town: Municipality, visit: Visit, clock: Clock
) -> None:
    make_series(session, town.section, town.unit)
    clock(datetime(2025, 2, 3, 9, tzinfo=UTC))
    lift(session, town, "Målet är nära.", GOAL)
    session.commit()
    clock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    page = visit(town.chief_executive).get(
        f"/uppsikt/luckor/{town.section.id}/not_talked_direction?del=direction"
    )
    assert f"Senast samtalat 3 februari 2025, i dialogen med {town.section.name}." in page.text


def test_when_many_have_not_talked_the_last_talks_are_asked_for_at_once(
    session: Session, town: Municipality, visit: Visit, world: World
) -> None:
    make_series(session, town.section, town.unit)
    session.commit()
    chief = visit(town.chief_executive)
    address = f"/uppsikt/luckor/{town.section.id}/not_talked_direction?del=direction"
    chief.get(address)
    with counted_statements(world.engine) as few:
        chief.get(address)
    for number in range(6):
        unit = make_unit(session, under=town.section)
        make_manager(session, unit)
        make_series(session, town.section, unit)
        talk(session, town.section, unit, datetime(2024, 3, 4 + number, 9, tzinfo=UTC))
    session.commit()
    with counted_statements(world.engine) as many:
        assert "Senast samtalat" in chief.get(address).text
    assert len(many) == len(few)


def test_a_part_where_nothing_was_released_says_since_when(
    session: Session, town: Municipality, visit: Visit
) -> None:
    lift(session, town, "Lokalerna brister.", RISK)
    chief = visit(town.chief_executive)
    for address, told in (
        ("?del=direction", "Inget är släppt om det här i år."),
        ("?del=direction&tid=forra-aret", "Inget släpptes om det här förra året."),
        ("?del=direction&tid=allt", "Inget är släppt om det här än."),
    ):
        assert told in str(shown(chief, address))
