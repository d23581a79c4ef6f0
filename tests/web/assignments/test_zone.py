"""A question in the golden zone: both pictures hidden until both are there, the shared one settled by both, and kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.assignments.models import Side, ZonePicture, ZoneQuestion
from app.organisation.models import Appointment, Person
from app.records.disposal import erase_edition
from app.records.models import Edition
from app.records.verifying import verify
from app.search.keeping import compare
from tests.factories.assignments import ask, give, picture, question, settle, write_shared
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.factories.planning import make_established
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

Visit = Callable[[str], SamsynClient]
OTHERS = (
    "chief", "sibling", "other_section", "other_unit", "support", "chair", "auditor", "administrator", "employee"
)  # fmt: skip


@pytest.fixture
def asked(session: Session, town: Municipality) -> ZoneQuestion:
    """A question the unit's manager has asked about an assignment from the section."""
    one = give(session, town.section_manager, town.section, town.unit)
    found = ask(session, town.unit_manager, one, "Vem bestämmer dagen?")
    session.commit()
    return found


def stands(session: Session) -> ZoneQuestion:
    session.rollback()
    return session.scalars(select(ZoneQuestion)).one()


def pictures(session: Session) -> dict[str, ZonePicture]:
    session.rollback()
    session.expire_all()
    return {one.side: one for one in session.scalars(select(ZonePicture))}


def test_from_two_hidden_pictures_to_one_both_stand_behind(
    session: Session, asked: ZoneQuestion, visit: Visit
) -> None:
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    giver, taker = visit("section"), visit("unit")
    answer = taker.post(f"{page}bild", data={"text": "Dagen är vår.", "do": "share"})
    assert answer.status_code == 422
    assert "Säg vems du tycker att frågan är." in answer.text
    assert "Dagen är vår." in answer.text
    assert (
        taker.post(f"{page}bild", data={"text": "Dagen är vår.", "owner": "how", "do": "share"}).status_code
        == 303
    )
    assert "Dagen är vår." not in giver.get(page).text
    assert "Den andra har delat sin bild." in giver.get(page).text
    giver.post(f"{page}bild", data={"text": "Utkast från mig.", "owner": "what", "do": "save"})
    assert "Utkast från mig." not in taker.get(page).text
    giver.post(f"{page}bild", data={"text": "Dagen är politik.", "owner": "what", "do": "share"})
    for client in (giver, taker):
        shown = client.get(page).text
        assert "Dagen är vår." in shown
        assert "Dagen är politik." in shown
        assert "olika bilder" in shown
    # Once both are open neither is taken back.
    assert taker.post(f"{page}angra-delning").status_code == 409
    assert taker.post(f"{page}gemensam", data={"shared": "", "revision": 1}).status_code == 422
    shared = {"shared": "Vi väljer dag tillsammans.", "shared_owner": "both"}
    assert taker.post(f"{page}gemensam", data=shared | {"revision": 1}).status_code == 303
    assert taker.post(f"{page}faststall", data={"revision": 2}).status_code == 303
    late = giver.post(f"{page}gemensam", data=shared | {"shared": "Annat.", "revision": 1})
    assert late.status_code == 409
    assert "Annat." in late.text
    giver.post(f"{page}gemensam", data=shared | {"shared": "Vi väljer dag i mars.", "revision": 2})
    # The taker's consent was to other words.
    assert giver.post(f"{page}faststall", data={"revision": 3}).status_code == 303
    assert stands(session).state == "open"
    assert taker.post(f"{page}faststall", data={"revision": 2}).status_code == 409
    assert taker.post(f"{page}faststall", data={"revision": 3}).status_code == 303
    settled = stands(session)
    assert settled.state == "settled"
    edition = session.get_one(Edition, settled.edition_id)
    assert "Vi väljer dag i mars." in edition.content
    assert "Dagen är politik." not in edition.content
    assert giver.post(f"{page}gemensam", data=shared | {"revision": 3}).status_code == 422
    assert verify(session).faults == []
    assert compare(session).agrees


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_two_opens_a_question_or_asks_one(
    session: Session, asked: ZoneQuestion, visit: Visit, who: str
) -> None:
    page, client = f"/uppdrag/gyllene-zonen/{asked.id}/", visit(who)
    assert client.get(page).status_code == 404
    for address in ("bild", "gemensam", "faststall", "lagg-undan", "ta-over", "angra-delning"):
        assert client.post(f"{page}{address}", data={"text": "Hej", "side": "giver"}).status_code == 404
    about = f"/uppdrag/gyllene-zonen/om/assignment/{asked.subject_id}"
    assert client.post(about, data={"question": "Får jag?"}).status_code == 404
    assert len(session.scalars(select(ZoneQuestion)).all()) == 1


def test_only_what_both_released_is_read_by_those_who_read_the_assignment(
    session: Session, town: Municipality, asked: ZoneQuestion, visit: Visit
) -> None:
    one = picture(session, asked, town.unit_manager, Side.TAKER, "Min hemliga bild.")
    one = picture(session, one, town.section_manager, Side.GIVER, "Min andra bild.")
    settle(session, one, town.section_manager, town.unit_manager, "Det vi kom fram till.", released=True)
    session.commit()
    page = visit("chief").get(f"/uppdrag/gyllene-zonen/{one.id}/")
    assert "Det vi kom fram till." in page.text
    assert (
        "bild."
        not in page.text.replace("Vår gemensamma bild.", "").split("<main")[1].split("Era egna bilder")[0]
    )
    assert "Min hemliga bild." not in page.text
    assert visit("other_section").get(f"/uppdrag/gyllene-zonen/{one.id}/").status_code == 404
    assert "Karin Kommunchef" in visit("unit").get(f"/uppdrag/gyllene-zonen/{one.id}/").text


def test_a_successor_does_not_read_what_was_not_shared_and_begins_anew(
    session: Session, town: Municipality, asked: ZoneQuestion, clients: Callable[[], SamsynClient]
) -> None:
    picture(session, asked, town.unit_manager, Side.TAKER, "Bara min.", share=False)
    deputy = make_person(session, "Tove Tillförordnad")
    make_appointment(session, deputy, town.unit, deputy=True)
    session.commit()
    client, page = sign_in(clients(), session, deputy), f"/uppdrag/gyllene-zonen/{asked.id}/"
    assert "Bara min." not in client.get(page).text
    assert (
        client.post(f"{page}bild", data={"text": "Över din.", "owner": "how", "do": "save"}).status_code
        == 404
    )
    assert client.post(f"{page}ta-over").status_code == 303
    assert (
        client.post(f"{page}bild", data={"text": "Min egen.", "owner": "how", "do": "save"}).status_code
        == 303
    )
    assert "Min egen." not in sign_in(clients(), session, town.unit_manager).get(page).text
    assert verify(session).faults == []


def test_who_takes_their_picture_back_finds_what_they_had_written(
    session: Session, town: Municipality, asked: ZoneQuestion, clients: Callable[[], SamsynClient]
) -> None:
    """A deputy for a week, or a press on a page of before, loses nobody's words."""
    picture(session, asked, town.unit_manager, Side.TAKER, "Bara min.", share=False)
    deputy = make_person(session, "Tove Tillförordnad")
    make_appointment(session, deputy, town.unit, deputy=True)
    session.commit()
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    stand_in, back = sign_in(clients(), session, deputy), sign_in(clients(), session, town.unit_manager)
    stand_in.post(f"{page}ta-over")
    assert "Bara min." not in stand_in.get(page).text
    stand_in.post(f"{page}bild", data={"text": "Hennes egen.", "owner": "what", "do": "save"})
    for client, mine, theirs in (
        (back, "Bara min.", "Hennes egen."),
        (stand_in, "Hennes egen.", "Bara min."),
    ) * 2:
        assert client.post(f"{page}ta-over").status_code == 303
        shown = client.get(page).text
        assert mine in shown
        assert theirs not in shown
    assert verify(session).faults == []


def test_what_is_typed_in_a_question_that_has_moved_on_is_given_back(
    session: Session, town: Municipality, asked: ZoneQuestion, visit: Visit
) -> None:
    page, giver, taker = f"/uppdrag/gyllene-zonen/{asked.id}/", visit("section"), visit("unit")
    # Put aside by the other while one writes.
    giver.post(f"{page}lagg-undan")
    answer = taker.post(f"{page}bild", data={"text": "Dagen är vår.", "owner": "how", "do": "save"})
    assert (answer.status_code, "Dagen är vår." in answer.text) == (422, True)
    giver.post(f"{page}ta-upp")
    sent = {"text": "Dagen är vår.", "owner": "how", "do": "share"}
    taker.post(f"{page}bild", data=sent)
    # Shared in another window; who presses twice is not told that it was not saved.
    answer = taker.post(f"{page}bild", data=sent | {"text": "Dagen är vår, och tiden."})
    assert (answer.status_code, "Dagen är vår, och tiden." in answer.text) == (422, True)
    assert "inte sparat" not in taker.post(f"{page}bild", data=sent).text
    giver.post(f"{page}bild", data={"text": "Dagen är politik.", "owner": "what", "do": "share"})
    taker.post(f"{page}lagg-undan")
    together = {"shared": "Vi väljer dag ihop.", "shared_owner": "both", "revision": 1}
    answer = giver.post(f"{page}gemensam", data=together)
    assert (answer.status_code, "Vi väljer dag ihop." in answer.text) == (422, True)


def test_a_question_is_asked_about_a_goal_by_its_unit_or_the_one_above(
    session: Session, town: Municipality, visit: Visit
) -> None:
    goal = make_established(session, town.unit, town.unit_manager)
    session.commit()
    about = f"/uppdrag/gyllene-zonen/om/goal/{goal.id}"
    for who, may in (
        ("unit", True),
        ("section", True),
        ("chief", False),
        ("support", False),
        ("auditor", False),
    ):
        assert ("Ställ frågan" in visit(who).get(about).text) is may, who
    assert visit("other_unit").get(about).status_code == 404
    assert visit("section").post(about, data={"question": "Vem väljer aktiviteterna?"}).status_code == 303
    assert visit("unit").post(about, data={"question": "En till?"}).status_code == 422
    found = stands(session)
    assert (found.giver_unit_id, found.taker_unit_id) == (town.section.id, town.unit.id)
    assert "gyllene-zonen/om/goal" in visit("unit").get(f"/plan/mal/{goal.id}").text


def test_a_settled_question_can_be_lawfully_erased_with_all_its_words(
    session: Session, town: Municipality, asked: ZoneQuestion, people: dict[str, Person]
) -> None:
    one = picture(session, asked, town.unit_manager, Side.TAKER, "Taren.")
    one = picture(session, one, town.section_manager, Side.GIVER, "Givaren.")
    one = settle(session, one, town.section_manager, town.unit_manager, "Tillsammans.")
    erase_edition(
        session,
        edition=session.get_one(Edition, one.edition_id),
        because="Tiden har gått ut.",
        actor_id=people["administrator"].id,
    )
    session.flush()
    left = question(session, one.id, town.unit_manager)
    assert (left.question, left.shared, {each.text for each in left.pictures}) == ("(gallrat)", "", {""})
    assert verify(session).faults == []


def test_the_forms_of_a_question_say_which_side_one_speaks_for(
    session: Session, town: Municipality, asked: ZoneQuestion, visit: Visit
) -> None:
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    assert 'name="side" value="taker"' in visit("unit").get(page).text
    one = picture(session, asked, town.unit_manager, Side.TAKER, "Taren.")
    picture(session, one, town.section_manager, Side.GIVER, "Givaren.")
    session.commit()
    for who, side in (("unit", "taker"), ("section", "giver")):
        form = visit(who).get(page).text.split("/gemensam")[1].split("</form>")[0]
        assert f'name="side" value="{side}"' in form
        assert "Lägg frågan åt sidan" not in form


def test_one_question_at_a_time_is_asked_of_a_thing(asked: ZoneQuestion, visit: Visit) -> None:
    page = visit("unit").get(f"/uppdrag/{asked.subject_id}/").text
    assert "Vem bestämmer dagen?" in page
    assert "Öppna en fråga" not in page


def test_what_one_wrote_elsewhere_is_shown_before_it_is_written_over(
    session: Session, asked: ZoneQuestion, visit: Visit
) -> None:
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    telephone, desk = visit("unit"), visit("unit")

    def seen(text: str) -> str:
        found = re.search(r'name="seen"[^>]* value="([0-9a-f]+)"', text)
        assert found is not None
        return found[1]

    stale = seen(telephone.get(page).text)
    written = {"text": "Allt jag kom på.", "owner": "how", "do": "save", "seen": stale}
    assert desk.post(f"{page}bild", data=written).status_code == 303
    answer = telephone.post(
        f"{page}bild", data={"text": "Kort.", "owner": "how", "do": "share", "seen": stale}
    )
    assert answer.status_code == 409
    assert "Allt jag kom på." in answer.text
    assert "Kort." in answer.text
    session.rollback()
    assert session.scalars(select(ZonePicture.text)).all() == ["Allt jag kom på."]
    again = {"text": "Kort.", "owner": "", "do": "share", "seen": seen(answer.text)}
    lacking = telephone.post(f"{page}bild", data=again)
    assert lacking.status_code == 422
    assert (
        telephone.post(f"{page}bild", data=again | {"owner": "how", "seen": seen(lacking.text)}).status_code
        == 303
    )


def test_who_stands_in_for_the_other_speaks_for_one_side_alone(
    session: Session, town: Municipality, asked: ZoneQuestion, visit: Visit
) -> None:
    """Two stand behind what is settled, and each writes without having read the other (domain 4)."""
    make_appointment(session, town.section_manager, town.unit, deputy=True)
    session.commit()
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    giver, taker = visit("section"), visit("unit")
    mine = {"text": "Dagen är politik.", "owner": "what", "side": "giver"}
    giver.post(f"{page}bild", data=mine | {"do": "save"})
    taker.post(f"{page}bild", data={"text": "Dagen är vår.", "owner": "how", "do": "share"})
    for shown in (giver.get(page), giver.get(f"{page}?sida=taker")):
        assert "Dagen är vår." not in shown.text
    assert "Dagen är vår." not in giver.get("/sok?q=dagen").text
    giver.post(f"{page}angra-delning", data={"side": "taker"})
    assert pictures(session)["taker"].shared_at is not None
    giver.post(f"{page}bild", data=mine | {"do": "share"})
    assert "Dagen är vår." in giver.get(page).text
    giver.post(
        f"{page}gemensam",
        data={"shared": "Vi väljer dag tillsammans.", "shared_owner": "both", "revision": 1},
    )
    for side in ("giver", "taker"):
        giver.post(f"{page}faststall", data={"revision": 2, "side": side})
    assert stands(session).state == "open"
    assert giver.post(f"{page}angra-faststallande", data={"side": "giver"}).status_code == 303
    giver.post(f"{page}faststall", data={"revision": 2})
    assert taker.post(f"{page}faststall", data={"revision": 2}).status_code == 303
    assert stands(session).state == "settled"
    assert {side: one.consented_by_id for side, one in pictures(session).items()} == {
        "giver": town.section_manager.id,
        "taker": town.unit_manager.id,
    }


def test_who_has_established_for_one_side_does_not_for_the_other_when_it_becomes_theirs(
    session: Session, town: Municipality, asked: ZoneQuestion, visit: Visit, people: dict[str, Person]
) -> None:
    one = picture(session, asked, town.unit_manager, Side.TAKER, "Taren.")
    one = picture(session, one, town.section_manager, Side.GIVER, "Givaren.")
    write_shared(session, one, town.section_manager, Side.GIVER, "Vi väljer dag tillsammans.")
    first = make_appointment(session, people["sibling"], town.section, deputy=True)
    make_appointment(session, people["sibling"], town.unit, deputy=True)
    session.commit()
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    assert visit("sibling").post(f"{page}faststall", data={"revision": 2}).status_code == 303
    first.valid_to = clock.today()
    session.commit()
    refused = visit("sibling").post(f"{page}faststall", data={"revision": 2})
    assert refused.status_code == 409
    assert "Du har redan fastställt för den andra." in refused.text
    assert stands(session).state == "open"


def test_a_form_of_when_one_spoke_for_the_other_side_takes_no_step_for_this_one(
    session: Session, town: Municipality, asked: ZoneQuestion, visit: Visit
) -> None:
    """Whoever goes on to lead the section does not establish for it by a page they read as the unit's manager."""
    one = picture(session, asked, town.unit_manager, Side.TAKER, "Taren.")
    one = picture(session, one, town.section_manager, Side.GIVER, "Givaren.")
    write_shared(session, one, town.section_manager, Side.GIVER, "Vi väljer dag tillsammans.")
    for held in session.scalars(
        select(Appointment).where(Appointment.person_id.in_([town.unit_manager.id, town.section_manager.id]))
    ):
        held.valid_to = clock.today()
    session.flush()
    make_appointment(session, town.unit_manager, town.section, since=clock.today())
    session.commit()
    page = f"/uppdrag/gyllene-zonen/{asked.id}/"
    client = visit("unit")
    assert 'name="side" value="giver"' in client.get(page).text
    stale = client.post(f"{page}faststall", data={"revision": 2, "side": "taker"})
    assert {each.consented for each in pictures(session).values()} == {None}
    assert stale.status_code == 409
    changed = {"shared": "Vi väljer en annan dag.", "shared_owner": "both", "revision": 2, "side": "taker"}
    assert "Vi väljer en annan dag." in client.post(f"{page}gemensam", data=changed).text
    assert stands(session).shared == "Vi väljer dag tillsammans."
    assert client.post(f"{page}faststall", data={"revision": 2, "side": "giver"}).status_code == 303
