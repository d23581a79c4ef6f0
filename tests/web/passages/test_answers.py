"""Releasing, answering and receiving: what is kept, what is refused, and that no word is lost."""

from __future__ import annotations

import html
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.clock import today
from app.organisation.models import Appointment, Person
from app.passages import services
from app.passages.errors import NotYours
from app.passages.models import Answer, Passage, Receipt
from app.passages.queries import listing, opening, waits
from app.passages.queries.listing import View, Waiting, Wanted
from app.records.earlier import GONE
from app.records.queries import history_of, readings_of
from app.records.verifying import verify
from app.steering.loader import load_profile
from app.supervision.counting import compare, rebuild
from tests.factories.organisation import make_appointment, make_person, make_unit
from tests.factories.passages import make_passage
from tests.support.client import SamsynClient
from tests.web.passages.conftest import NOW, Raised

PROFILE = load_profile("tranemo")


def test_an_answer_reaches_the_two_and_they_say_whether_it_is_enough(
    session: Session,
    raised: Raised,
    visit: Callable[[str], SamsynClient],
    as_actor: Callable[[Person], Actor],
) -> None:
    passage_id = raised.passages["section-unit"].id
    chief, manager = visit("chief"), visit("unit")
    assert "Inget svar än." in manager.get(f"/lyft/{passage_id}").text
    answered = chief.post(f"/lyft/{passage_id}/svar", data={"text": "Vi utökar poolen i januari."})
    assert answered.location == f"/lyft/{passage_id}#answers"
    waits_for = [
        a.text for a in waits.answers_to_read(session, actor=as_actor(raised.people["unit"]), day=today())
    ]
    assert waits_for == ["Vi utökar poolen i januari."]
    page = manager.get(f"/lyft/{passage_id}").text
    assert "Vi utökar poolen i januari." in page
    assert "Räcker svaret" in page
    manager.post("/lyft/svar/1/kvittera", data={"enough": "no", "words": "Vi behöver hjälp före jul."})
    assert waits.answers_to_read(session, actor=as_actor(raised.people["unit"]), day=today()) == []
    waiting = waits.waiting_for_answer(session, actor=as_actor(raised.people["chief"]), day=today())
    assert [one.id for one in waiting] == [passage_id]
    assert "Vi behöver hjälp före jul." in chief.get(f"/lyft/{passage_id}").text
    chief.post(f"/lyft/{passage_id}/svar", data={"text": "Två vikarier från måndag."})
    waiting = waits.waiting_for_answer(session, actor=as_actor(raised.people["chief"]), day=today())
    assert waiting == []
    manager.post("/lyft/svar/2/kvittera", data={"enough": "yes", "words": ""})
    assert "svaret räcker" in chief.get(f"/lyft/{passage_id}").text
    actions = [change.action for change in history_of(session, "passage", passage_id)]
    assert actions == [
        "answer.received",
        "passage.answered",
        "answer.received",
        "passage.answered",
        "passage.released",
    ]
    assert verify(session).faults == []


def test_a_refused_answer_keeps_its_words(raised: Raised, visit: Callable[[str], SamsynClient]) -> None:
    address = f"/lyft/{raised.passages['section-unit'].id}/svar"
    chief = visit("chief")
    empty = chief.post(address, data={"text": "  \n "})
    assert (empty.status_code, "Skriv ett svar först." in empty.text) == (422, True)
    long = chief.post(address, data={"text": "Början " + "x" * 40_000})
    assert long.status_code == 422
    assert "Början xxx" in long.text


def test_a_refused_receipt_keeps_its_words(raised: Raised, visit: Callable[[str], SamsynClient]) -> None:
    passage_id = raised.passages["section-unit"].id
    visit("chief").post(f"/lyft/{passage_id}/svar", data={"text": "Ja."})
    manager = visit("unit")
    nothing_chosen = manager.post("/lyft/svar/1/kvittera", data={"words": "Mina egna ord"})
    assert nothing_chosen.status_code == 422
    assert "Mina egna ord" in nothing_chosen.text
    no_words = manager.post("/lyft/svar/1/kvittera", data={"enough": "no", "words": ""})
    assert no_words.status_code == 422
    assert "Skriv vad som saknas" in no_words.text


def test_a_newer_answer_is_read_before_it_is_received(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    passage_id = raised.passages["section-unit"].id
    chief = visit("chief")
    chief.post(f"/lyft/{passage_id}/svar", data={"text": "Första svaret."})
    chief.post(f"/lyft/{passage_id}/svar", data={"text": "Andra svaret."})
    late = visit("unit").post("/lyft/svar/1/kvittera", data={"enough": "no", "words": "Mina egna ord"})
    assert late.status_code == 409
    assert "Andra svaret." in late.text
    assert "Mina egna ord" in late.text
    assert session.scalars(select(Receipt)).all() == []


def test_a_receipt_can_be_changed_until_the_next_answer(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    passage_id = raised.passages["section-unit"].id
    visit("chief").post(f"/lyft/{passage_id}/svar", data={"text": "Ja."})
    manager = visit("unit")
    manager.post("/lyft/svar/1/kvittera", data={"enough": "yes"})
    manager.post("/lyft/svar/1/kvittera", data={"enough": "no", "words": "Nej, när?"})
    manager.post("/lyft/svar/1/kvittera", data={"enough": "no", "words": "Nej, när?"})
    (receipt,) = session.scalars(select(Receipt)).all()
    assert (receipt.enough, receipt.words) == (False, "Nej, när?")
    received = [c for c in history_of(session, "passage", passage_id) if c.action == "answer.received"]
    assert len(received) == 2
    assert received[0].before == {"answer": 1, "enough": True, "words": ""}


def test_the_same_answer_sent_twice_is_one(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    chief, address = visit("chief"), f"/lyft/{raised.passages['section-unit'].id}/svar"
    for _ in range(2):
        assert chief.post(address, data={"text": "Vi tar det."}).status_code == 302
    assert len(session.scalars(select(Answer)).all()) == 1


def test_what_is_wrong_for_others_is_wrong_for_the_service_too(
    session: Session, raised: Raised, as_actor: Callable[[Person], Actor]
) -> None:
    with pytest.raises(NotYours):
        passage = opening.one(
            session,
            actor=as_actor(raised.people["section"]),
            passage_id=raised.passages["section-unit"].id,
            day=today(),
        )
        assert passage is not None
        services.answer(session, actor=as_actor(raised.people["section"]), passage=passage, text="Nej")


def test_a_reader_above_is_noted_and_the_two_see_it(
    session: Session, raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    passage_id = raised.passages["section-unit"].id
    visit("chief").get(f"/lyft/{passage_id}")
    visit("unit").get(f"/lyft/{passage_id}")
    visit("sibling").get(f"/lyft/{passage_id}")
    assert [one.person for one in readings_of(session, "passage", passage_id)] == ["Karin Kommunchef"]
    assert "Vem har läst" in visit("unit").get(f"/lyft/{passage_id}").text
    assert "Vem har läst" not in visit("chief").get(f"/lyft/{passage_id}").text


def test_words_are_found_in_swedish_and_as_they_are(
    session: Session, raised: Raised, as_actor: Callable[[Person], Actor]
) -> None:
    town = raised.town
    make_passage(
        session,
        (town.section, town.section_manager),
        (town.unit, town.unit_manager),
        text="Ängens ÅRSTID, 100 % klart",
    )
    chief = as_actor(raised.people["chief"])

    def hits(*words: str) -> int:
        wanted = Wanted(View.FROM_BELOW, Waiting.ALL, words=words)
        return listing.listed(session, actor=chief, day=today(), wanted=wanted).total

    assert hits("ängens") == hits("Årstid") == hits("100", "%") == hits("ängens", "klart") == 1
    assert hits("ängens", "vikariepoolen") == hits("_") == 0


def test_the_list_is_filtered_by_state_unit_and_year(
    session: Session,
    raised: Raised,
    as_actor: Callable[[Person], Actor],
    clock: Callable[..., None],
) -> None:
    town, chief = raised.town, as_actor(raised.people["chief"])
    clock(NOW - timedelta(days=400))
    old = make_passage(session, (town.section, town.section_manager), (town.sibling, town.sibling_manager))
    clock(NOW)

    def found(**wanted: object) -> list[int]:
        asked = Wanted(View.FROM_BELOW, **{"state": Waiting.ALL, **wanted})  # type: ignore[arg-type]
        return [p.id for p in listing.listed(session, actor=chief, day=today(), wanted=asked).rows]

    first, employee = raised.passages["section-unit"].id, raised.passages["employee"].id
    assert found() == [employee, first, old.id]
    assert found(unit_id=town.sibling.id) == [old.id]
    assert found(year=2025) == [old.id]
    assert found(year=2026) == [employee, first]
    passage = opening.one(session, actor=chief, passage_id=first, day=today())
    assert passage is not None
    services.answer(session, actor=chief, passage=passage, text="Ja.")
    assert found(state=Waiting.ANSWERED) == [first]
    assert found(state=Waiting.WAITING) == [employee, old.id]
    years = listing.listed(session, actor=chief, day=today(), wanted=Wanted(View.FROM_BELOW)).years
    assert years == [2026, 2025]


def test_pages_are_as_many_statements_however_much_is_raised(
    session: Session,
    raised: Raised,
    visit: Callable[[str], SamsynClient],
    statements: Callable[[], AbstractContextManager[list[str]]],
    as_actor: Callable[[Person], Actor],
) -> None:
    client, town = visit("chief"), raised.town
    passage_id = raised.passages["section-unit"].id
    client.post(f"/lyft/{passage_id}/svar", data={"text": "Ja."})
    visit("unit").post("/lyft/svar/1/kvittera", data={"enough": "no", "words": "När?"})

    def cost(address: str) -> int:
        client.get(address)
        with statements() as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    addresses = ["/lyft/?lage=alla", "/lyft/?vy=ur-vara", f"/lyft/{passage_id}"]
    before = [cost(address) for address in addresses]
    for number in range(40):
        unit = make_unit(session, f"Ny enhet {number}", under=town.section)
        passage = make_passage(
            session, (town.section, town.section_manager), (unit, town.unit_manager), source_id=number
        )
        session.add(
            Answer(passage_id=passage.id, text="Ja", answered_by_id=town.chief_executive.id, answered_at=NOW)
        )
        session.add(
            Answer(passage_id=passage_id, text="Ja", answered_by_id=town.chief_executive.id, answered_at=NOW)
        )
    session.commit()
    after = [cost(address) for address in addresses]
    # Loading receipts costs one statement only where there are answers, so the lists begin with one that has both.
    assert after == before
    assert max(after) <= 10
    chief, manager = as_actor(raised.people["chief"]), as_actor(raised.people["unit"])
    with statements() as sent:
        waits.waiting_for_answer(session, actor=chief, day=today(), limit=5)
        found = waits.answers_to_read(session, actor=manager, day=today(), limit=5)
        assert [(answer.by, answer.text) for answer in found]
    assert len(sent) == 2


def test_a_passage_never_changes(session: Session, raised: Raised) -> None:
    """Nothing in the product writes to one again; its text is what was released."""
    passage = session.get_one(Passage, raised.passages["section-unit"].id)
    (change,) = history_of(session, "passage", passage.id)
    assert change.after is not None
    assert change.after["text"] == passage.text


def test_who_takes_over_a_post_is_asked_in_place_of_the_one_who_raised_the_matter(
    session: Session,
    raised: Raised,
    visit: Callable[[str], SamsynClient],
    as_actor: Callable[[Person], Actor],
) -> None:
    visit("chief").post(
        f"/lyft/{raised.passages['section-unit'].id}/svar", data={"text": "Två vikarier från måndag."}
    )
    leaves = raised.people["unit"]
    session.execute(update(Appointment).where(Appointment.person_id == leaves.id).values(valid_to=today()))
    raised.people["successor"] = make_person(session, "Siri Successor")
    make_appointment(session, raised.people["successor"], raised.town.unit, since=today())
    session.commit()

    def asked(name: str) -> list[str]:
        actor = as_actor(raised.people[name])
        return [a.text for a in waits.answers_to_read(session, actor=actor, day=today())]

    assert asked("unit") == []
    assert asked("successor") == asked("section") == ["Två vikarier från måndag."]
    # Who answers is told so, and not that it goes to the one who left.
    page = visit("chief").get(f"/lyft/{raised.passages['section-unit'].id}").text
    assert f"Går till den som har eller får uppdraget efter {leaves.name} och " in html.unescape(page)
    more = visit("chief").post(
        f"/lyft/{raised.passages['section-unit'].id}/svar",
        data={"text": "Två vikarier från måndag."},
        follow_redirects=True,
    )
    said = html.unescape(more.text)
    assert (
        f"Den som har eller får uppdraget efter {leaves.name} och {raised.people['section'].name} ser det"
        in said
    )
    visit("successor").post("/lyft/svar/1/kvittera", data={"enough": "yes", "words": ""})
    assert asked("successor") == []
    assert asked("section") == ["Två vikarier från måndag."]


def test_nobody_is_asked_to_answer_what_was_disposed_of_unanswered(
    session: Session,
    raised: Raised,
    visit: Callable[[str], SamsynClient],
    as_actor: Callable[[Person], Actor],
) -> None:
    """Its form is gone with its words, so it would wait for ever: on the start page, in the list and in the overview."""
    passage = session.get_one(Passage, raised.passages["section-unit"].id)
    rebuild(session, PROFILE)
    session.commit()
    chief, overview = visit("chief"), "/uppsikt/?del=ovrigt&tid=allt"
    assert "väntar på svar" in chief.get(overview).text
    assert f"/lyft/{passage.id}" in chief.get("/lyft/?vy=till-mig").text
    passage.text = GONE
    session.commit()
    assert compare(session, PROFILE).agrees, "what is kept counted follows"
    assert waits.waiting_for_answer(session, actor=as_actor(raised.people["chief"]), day=today()) == []
    assert f"/lyft/{passage.id}" not in chief.get("/lyft/?vy=till-mig").text
    listed = chief.get("/lyft/?vy=till-mig&lage=alla").text
    assert f"/lyft/{passage.id}" in listed and "gallrat" in listed
    assert "väntar på svar" not in chief.get(f"/lyft/{passage.id}").text


def test_what_waits_stands_first_in_the_background_however_much_is_answered_since(
    session: Session,
    raised: Raised,
    as_actor: Callable[[Person], Actor],
    clock: Callable[[datetime], None],
) -> None:
    town, people = raised.town, raised.people
    for number in range(3):
        clock(NOW + timedelta(hours=number + 1))
        later = make_passage(
            session, (town.section, people["section"]), (town.unit, people["unit"]), text=f"Senare {number}."
        )
        chief = as_actor(people["chief"])
        opened = opening.one(session, actor=chief, passage_id=later.id, day=today())
        assert opened is not None
        services.answer(session, actor=chief, passage=opened, text="Ja.")
    session.commit()
    found = opening.from_below(
        session, actor=as_actor(people["chief"]), day=today(), over_unit_id=town.section.id, limit=2
    )
    assert [one.text for one in found][1:] == ["Senare 2."]
    assert found[0].id == raised.passages["section-unit"].id


def test_what_is_answered_is_done_and_one_more_answer_stands_folded(
    raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    address = f"/lyft/{raised.passages['section-unit'].id}"
    chief, manager = visit("chief"), visit("unit")
    assert 'id="answer-more"' not in chief.get(address).text
    chief.post(f"{address}/svar", data={"text": "Vi tar det."})
    page = chief.get(address).text
    assert 'id="answer-more">' in page
    assert "Till det som väntar på svar" in page
    assert 'id="answer-more" open>' in chief.post(f"{address}/svar", data={"text": " "}).text
    manager.post("/lyft/svar/1/kvittera", data={"enough": "no", "words": "När?"})
    asked_again = chief.get(address).text
    assert "Svara igen" in asked_again
    assert 'id="answer-more"' not in asked_again


def test_whom_nothing_was_raised_to_meets_what_they_raised_themselves(
    raised: Raised, visit: Callable[[str], SamsynClient]
) -> None:
    manager, chief = visit("unit"), visit("chief")
    assert "CANARY-SECTION-UNIT" in manager.get("/lyft/").text
    assert "CANARY-SECTION-UNIT" not in manager.get("/lyft/?vy=till-mig").text
    assert "Ditt svar går tillbaka ner till de två." in chief.get("/lyft/").text
