"""Who reads and writes what of quality: by page, register, file, search, subject, thread, analysis, dialogue and plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.organisation.models import Appointment, Person
from app.organisation.reach import holdings
from app.passages.subjects import Ref, subjects
from app.planning.thread.strands import strands
from app.quality.factors import services
from app.quality.factors.models import Factor
from app.quality.subjects import FACTOR, INDICATOR
from tests.factories.organisation import Municipality
from tests.factories.quality import add_indicator, establish, make_established, make_factor, whole
from tests.support.client import SamsynClient
from tests.support.remembering import remembered
from tests.web.quality.conftest import NOW

Visit = Callable[[str], SamsynClient]

WRITERS = {"unit", "support", "secretary"}
"""The manager, and support of the section and of the whole municipality."""

ABOVE = {"section", "chief"}
EVERYBODY = (
    *("chief", "section", "unit", "sibling", "other_section", "other_unit", "support"),
    *("chair", "auditor", "administrator", "employee", "secretary", "other_support"),
)


@pytest.fixture
def factors(session: Session, town: Municipality) -> dict[str, Factor]:
    """One factor in every state, and one the section shares."""
    return remembered(session, _factors, session, town)


def _factors(session: Session, town: Municipality) -> dict[str, Factor]:
    by = town.unit_manager
    made = {
        "draft": make_factor(session, town.unit, by, "Ordet utkastord", why="Ordet utkastvarför"),
        "established": make_established(session, town.unit, by, "Ordet fastställdord"),
        "reopened": make_established(session, town.unit, by, "Ordet versionsord"),
        "discarded": make_factor(session, town.unit, by, "Ordet slängdord"),
        "ended": make_established(session, town.unit, by, "Ordet avslutsord"),
        "shared": make_established(
            session, town.section, town.section_manager, "Ordet områdesord", area=True
        ),
        "sibling": make_established(session, town.sibling, town.sibling_manager, "Ordet syskonord"),
    }
    services.reopen(session, actor_id=by.id, factor=whole(session, made["reopened"]))
    services.change_factor(
        session,
        actor_id=by.id,
        factor=(changed := whole(session, made["reopened"])),
        title="Ordet ändringsord",
        reach="unit",
        revision=changed.revision,
    )
    add_indicator(session, made["reopened"], by, "Ordet nyindikator")
    services.discard(session, actor_id=by.id, factor=whole(session, made["discarded"]))
    services.end(session, actor_id=by.id, factor=whole(session, made["ended"]), words="Klart.")
    session.commit()
    return made


READS = {
    "draft": WRITERS,
    "established": WRITERS | ABOVE,
    "reopened": WRITERS | ABOVE,
    "discarded": WRITERS,
    "ended": WRITERS | ABOVE,
    "shared": {"section", "support", "secretary", "chief", "unit", "sibling"},
    "sibling": {"sibling", "support", "secretary", "section", "chief"},
}


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_of_a_factor_opens_for_those_it_is_for(
    factors: dict[str, Factor], visit: Visit, who: str
) -> None:
    client = visit(who)
    opens = {
        name for name, one in factors.items() if client.get(f"/kvalitet/faktor/{one.id}").status_code == 200
    }
    assert opens == {name for name, readers in READS.items() if who in readers}


def test_who_reads_no_drafts_reads_the_established_version_while_it_is_being_changed(
    factors: dict[str, Factor], visit: Visit
) -> None:
    path = f"/kvalitet/faktor/{factors['reopened'].id}"
    above, writer = visit("section").get(path).text, visit("unit").get(path).text
    assert "versionsord" in above
    assert "ändringsord" not in above
    assert "nyindikator" not in above
    assert "ändringsord" in writer
    assert "nyindikator" in writer


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_but_those_who_write_the_unit_changes_anything(
    session: Session, town: Municipality, factors: dict[str, Factor], visit: Visit, who: str
) -> None:
    client, path = visit(who), f"/kvalitet/faktor/{factors['draft'].id}"
    indicator = add_indicator(session, factors["draft"], town.unit_manager)
    session.commit()
    sent = {"title": "x", "text": "x", "words": "x", "name": "x", "unit": town.unit.id, "revision": 99}
    for place in (
        "andra",
        "varfor",
        "flytta",
        "faststall",
        "oppna-igen",
        "avsluta",
        "fortsatt",
        "slang",
        "angra-slang",
        "genomgang",
        "indikator",
        "par",
        f"indikator/{indicator.id}/andra",
        f"indikator/{indicator.id}/ta-bort",
        f"indikator/{indicator.id}/aterta",
        f"indikator/{indicator.id}/flytta",
    ):
        answer = client.post(f"{path}/{place}", data=sent)
        assert (answer.status_code == 404) == (who not in WRITERS), (place, answer.status_code)
    answer = client.post("/kvalitet/faktor/ny", data=sent)
    assert (answer.status_code == 404) == (who not in WRITERS)


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("who", EVERYBODY)
def test_the_register_its_files_and_search_show_what_the_pages_show(
    factors: dict[str, Factor], visit: Visit, who: str
) -> None:
    client = visit(who)
    words = {
        "draft": "utkastord",
        "established": "fastställdord",
        "ended": "avslutsord",
        "shared": "områdesord",
        "sibling": "syskonord",
    }
    pages = [
        client.get("/kvalitet/faktorer?lage=alla"),
        client.get("/kvalitet/faktorer.csv?lage=alla"),
    ]
    for name, word in words.items():
        for page in pages:
            assert (word in page.text) == (who in READS[name]), (name, page.request.path)
        found = client.get("/sok", query_string={"q": word}).text
        assert (f"/kvalitet/faktor/{factors[name].id}" in found) == (who in READS[name]), name
    for page in (*pages, client.get("/sok", query_string={"q": "slängdord"})):
        assert f'faktor/{factors["discarded"].id}"' not in page.text
        if who not in WRITERS:
            assert "ändringsord" not in page.text
            assert "utkastvarför" not in page.text
    version = f"/kvalitet/faktor/{factors['reopened'].id}/version/1"
    found = client.get("/sok", query_string={"q": "versionsord"}).text
    assert (version in found) == (who in READS["reopened"])
    if who in ABOVE:
        assert "ändringsord" not in found
        assert all("versionsord" in page.text for page in pages)
        assert (
            client.get("/kvalitet/faktorer", query_string={"lage": "alla", "q": "ändringsord"}).text.count(
                "versionsord"
            )
            == 0
        )
        assert "versionsord" in client.get("/kvalitet/faktorer?lage=faststallda&q=versionsord").text


def acting(session: Session, person: Person) -> Actor:
    return Actor(person.id, person.name, "sv", holdings(session, person.id, NOW.date()))


@pytest.mark.few_on_postgresql
@pytest.mark.parametrize("who", EVERYBODY)
def test_subjects_and_the_thread_name_only_what_one_reads(
    session: Session, factors: dict[str, Factor], people: dict[str, Person], visit: Visit, who: str
) -> None:
    client = visit(who)
    actor = acting(session, people[who])
    refs = [Ref(FACTOR, one.id) for one in factors.values()]
    with client.application.test_request_context():
        named = subjects.named(session, actor, refs)
        nodes = strands.named(session, actor, refs)
    readable = {Ref(FACTOR, factors[name].id) for name, readers in READS.items() if who in readers}
    assert set(named) == readable
    assert set(nodes) == readable
    reopened = Ref(FACTOR, factors["reopened"].id)
    if reopened in named:
        assert named[reopened].title == ("Ordet ändringsord" if who in WRITERS else "Ordet versionsord")
    for name, one in factors.items():
        answer = client.get(f"/plan/trad/{FACTOR}/{one.id}")
        assert (answer.status_code == 200) == (Ref(FACTOR, one.id) in readable), name


def test_an_indicator_that_came_while_a_factor_is_being_changed_is_named_only_to_those_who_write(
    session: Session, factors: dict[str, Factor], people: dict[str, Person], visit: Visit
) -> None:
    factor = whole(session, factors["reopened"])
    old, new = (one.id for one in factor.indicators)
    client = visit("unit")
    with client.application.test_request_context():
        for who, sees in (("unit", {old, new}), ("section", {old}), ("sibling", set())):
            named = subjects.named(
                session, acting(session, people[who]), [Ref(INDICATOR, old), Ref(INDICATOR, new)]
            )
            assert {ref.id for ref in named} == sees, who


def test_a_former_manager_reads_nothing_any_more(
    session: Session, town: Municipality, factors: dict[str, Factor], visit: Visit
) -> None:
    client = visit("unit")
    assert client.get(f"/kvalitet/faktor/{factors['established'].id}").status_code == 200
    held = session.scalars(select(Appointment).where(Appointment.person_id == town.unit_manager.id)).one()
    held.valid_to = NOW.date() - timedelta(days=1)
    session.commit()
    for path in (f"/kvalitet/faktor/{factors['established'].id}", "/kvalitet/"):
        # Nobody signs in without an appointment.
        assert client.get(path).status_code in {302, 404}


def test_the_door_opens_only_for_those_who_read_quality(visit: Visit, factors: dict[str, Factor]) -> None:
    del factors
    for who in EVERYBODY:
        start = visit(who).get("/", follow_redirects=True).text
        opens = who not in {"chair", "auditor", "administrator", "employee"}
        assert ('href="/kvalitet/"' in start) == opens, who


def test_a_unit_reads_what_an_area_above_shares_on_its_own_page(
    session: Session, town: Municipality, factors: dict[str, Factor], visit: Visit
) -> None:
    page = visit("unit").get("/kvalitet/").text
    assert "områdesord" in page
    assert "syskonord" not in page
    shared = f"/kvalitet/faktor/{factors['shared'].id}"
    for path in (shared, f"{shared}/version/1"):
        # What one only shares leads to no page that does not open.
        assert f"enhet={town.section.id}&" not in visit("unit").get(path).text
        assert f"enhet={town.section.id}&" in visit("section").get(path).text
    establish(
        session,
        make_factor(session, town.section, town.section_manager, "Ordet eget för sektionen"),
        town.section_manager,
    )
    session.commit()
    assert "eget för sektionen" not in visit("unit").get("/kvalitet/").text
    assert visit("unit").get(f"/kvalitet/?enhet={town.section.id}").status_code == 404
    assert visit("section").get(f"/kvalitet/?enhet={town.unit.id}").status_code == 200
