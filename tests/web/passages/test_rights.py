"""What is out of reach is not there: in pages, lists, counts, searches, answers, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.clock import today
from app.organisation.models import Person
from app.passages import rules
from app.passages.overseeing import overseers
from app.passages.queries import listing, opening, reading, waits
from app.passages.queries.listing import View, Waiting, Wanted
from tests.support.client import SamsynClient
from tests.web.passages.conftest import Raised

MAY_READ = {
    "chief": {"section-unit", "chief-section", "presidium-chief", "employee", "board-company"},
    "section": {"section-unit", "chief-section", "employee"},
    "deputy": {"section-unit", "chief-section", "employee"},
    "unit": {"section-unit", "employee"},
    "employee": {"employee"},
    "chair": {"chief-section", "presidium-chief", "board-company"},
    "vice_chair": {"chief-section", "presidium-chief", "board-company"},
    "council_chair": {"presidium-chief", "board-company", "council-board"},
    "former": {"board-company"},
}
OVERSEEN = {"chief": {"board-company"}}
"""What is read in the overview and listed nowhere else."""
MAY_ANSWER = {
    "chief": {"section-unit", "employee"},
    "section": {"employee"},
    "deputy": {"employee"},
    "chair": {"chief-section"},
    "vice_chair": {"chief-section"},
    "council_chair": {"presidium-chief", "board-company"},
}
ANSWERED_BELOW_FIRST = {"chief": {"employee"}}
"""What comes from further below: it may be answered, and is asked of the level between first."""
NOBODY = ("sibling", "other_section", "other_unit", "support", "auditor", "administrator", "member")
EVERYONE = (*MAY_READ, *NOBODY)


def test_the_database_decides_as_the_rules_do(
    session: Session, raised: Raised, as_actor: Callable[[Person], Actor]
) -> None:
    for who, person in raised.people.items():
        actor = as_actor(person)
        for name, passage in raised.passages.items():
            line = reading.line_above(session, passage.over_unit_id, today())
            found = opening.one(session, actor=actor, passage_id=passage.id, day=today())
            assert (found is not None) == rules.may_read(
                passage, actor, line, overseers(session, passage, today())
            ), (who, name)
            assert (found is not None) == (name in MAY_READ.get(who, set())), (who, name)
            assert rules.may_answer(passage, actor, line) == (name in MAY_ANSWER.get(who, set())), (who, name)


@pytest.mark.parametrize("who", EVERYONE)
def test_pages_lists_and_searches_hold_nothing_one_may_not_read(
    who: str, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    client = visit(who)
    mine = MAY_READ.get(who, set())
    answers = {name: client.get(f"/lyft/{passage.id}") for name, passage in raised.passages.items()}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == mine
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    listed = "".join(
        client.get(f"/lyft/?vy={view}&lage=alla&q={words}").text
        for view in ("till-mig", "ur-vara")
        for words in ("", "CANARY")
    )
    for name in raised.passages:
        canary = f"CANARY-THEME-{name.upper()}"
        assert (canary in listed) == (name in mine - OVERSEEN.get(who, set())), name
        for other, answer in answers.items():
            if other != name:
                assert canary not in answer.text


def test_nothing_readable_is_in_neither_list(
    session: Session, raised: Raised, as_actor: Callable[[Person], Actor]
) -> None:
    for who, person in raised.people.items():
        found = {
            passage.id
            for view in View
            for passage in listing.listed(
                session, actor=as_actor(person), day=today(), wanted=Wanted(view, Waiting.ALL)
            ).rows
        }
        assert found == {
            raised.passages[name].id for name in MAY_READ.get(who, set()) - OVERSEEN.get(who, set())
        }, who


@pytest.mark.parametrize("who", EVERYONE)
def test_only_those_above_can_answer(who: str, raised: Raised, visit: Callable[[str], SamsynClient]) -> None:
    client = visit(who)
    can = MAY_ANSWER.get(who, set())
    for name, passage in raised.passages.items():
        page = client.get(f"/lyft/{passage.id}").text
        assert (f"/lyft/{passage.id}/svar" in page) == (name in can), name
        status = client.post(f"/lyft/{passage.id}/svar", data={"text": "Vi tar det."}).status_code
        assert status == (302 if name in can else 404), name


def test_a_count_and_the_choice_of_units_tell_nothing_more(
    session: Session, raised: Raised, as_actor: Callable[[Person], Actor]
) -> None:
    for who, person in raised.people.items():
        actor = as_actor(person)
        first = waits.asked_first(session, actor=actor, day=today())
        names = {name for name, passage in raised.passages.items() if passage.id in first}
        assert names == MAY_ANSWER.get(who, set()) - ANSWERED_BELOW_FIRST.get(who, set()), who
        if who in NOBODY:
            for view in View:
                found = listing.listed(session, actor=actor, day=today(), wanted=Wanted(view, Waiting.ALL))
                assert (found.total, found.units, found.years) == (0, [], [])


def test_who_can_read_is_told_by_name_and_is_true(
    session: Session, raised: Raised, as_actor: Callable[[Person], Actor]
) -> None:
    for name, passage in raised.passages.items():
        told = {reader.person_id for reader in reading.readers(session, passage=passage, day=today())}
        able = {raised.people[who].id for who, may in MAY_READ.items() if name in may}
        assert told == able, name


def test_an_answer_one_may_not_read_cannot_be_received(
    raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    passage = raised.passages["section-unit"]
    visit("chief").post(f"/lyft/{passage.id}/svar", data={"text": "Vi tar det."})
    for who in ("sibling", "chief", "administrator", "employee"):
        answer = visit(who).post("/lyft/svar/1/kvittera", data={"enough": "yes"})
        assert answer.status_code == 404, who
    assert visit("unit").post("/lyft/svar/1/kvittera", data={"enough": "yes"}).status_code == 302


def test_someone_who_has_moved_on_reads_no_more_of_what_they_raised(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    from app.organisation.appointing import end_appointment
    from app.organisation.appointments import appointments_of
    from tests.factories.organisation import make_appointment

    manager = raised.people["unit"]
    (appointment,) = appointments_of(session, manager.id)
    make_appointment(session, manager, raised.town.other_section, deputy=True)
    end_appointment(session, appointment_id=appointment.id, on=today(), actor_id=None)
    session.commit()
    client, own = visit("unit"), raised.passages["section-unit"]
    for passage in raised.passages.values():
        assert client.get(f"/lyft/{passage.id}").status_code == 404
    assert "CANARY" not in client.get("/lyft/?vy=ur-vara&lage=alla").text + client.get("/").text
    told = visit("section").get(f"/lyft/{own.id}").text.split('id="readers"')[1]
    assert manager.name not in told.split("</section>")[0]
    assert client.post(f"/lyft/{own.id}/svar", data={"text": "Jag vet."}).status_code == 404


def test_an_employee_who_now_leads_elsewhere_or_works_elsewhere_reads_no_more(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    from app.organisation.models import Appointment

    employee, own = raised.people["employee"], raised.passages["employee"]
    assert visit("employee").get(f"/lyft/{own.id}").status_code == 200
    for held in session.query(Appointment).filter_by(person_id=employee.id):
        held.unit_id = raised.town.other_unit.id
    session.commit()
    assert visit("employee").get(f"/lyft/{own.id}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/lyft/0", "/lyft/999999", "/lyft/99999999999999999999", "/lyft/-1", "/lyft/x"]
)
def test_an_address_that_leads_nowhere_is_404(
    address: str, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    assert visit("chief").get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "vy=x&lage=y&enhet=z&ar=a&sida=-1",
        "sida=99999999999",
        "enhet=99999999999999",
        "ar=0",
        "ar=9999",
        "q=%00",
        "q=%25_",
        "ar=%C2%B2",
    ],
)
def test_a_nonsense_filter_shows_a_list_all_the_same(
    query: str, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    assert visit("chief").get(f"/lyft/?{query}").status_code == 200
