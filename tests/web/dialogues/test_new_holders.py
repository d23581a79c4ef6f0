"""What someone who holds a post beside or after a participant may know of a dialogue."""

import pytest

from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.models import Side
from app.dialogues.queries.said import themes_of
from tests.factories.dialogues import establish, hold, loaded, make_dialogue, make_series, prepare, seats
from tests.factories.organisation import make_appointment, make_municipality, make_person
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session):
    return make_municipality(session)


@pytest.fixture
def held(session, town):
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    prepare(session, dialogue, over="OVERS BILD", rep="REPS BILD")
    dialogue = hold(session, dialogue, note="ANTECKNINGEN")
    _, rep = seats(dialogue)
    holding.agree(
        session, seat=rep, dialogue=dialogue, theme_id=None, promise=Promise("LÖFTET", Side.REP.value)
    )
    return loaded(session, dialogue)


@pytest.fixture
def deputy(session, town, clients):
    person = make_person(session, "Dag Deputy")
    make_appointment(session, person, town.unit, deputy=True)
    return sign_in(clients(), session, person)


def pages(dialogue, session):
    theme = themes_of(session, dialogue.id)[0]
    return (
        "/",
        "/dialoger/",
        f"/dialoger/serie/{dialogue.series_id}/",
        f"/dialoger/{dialogue.id}/",
        f"/dialoger/{dialogue.id}/tema/{theme.id}",
        f"/dialoger/{dialogue.id}/helhet",
        f"/dialoger/{dialogue.id}/lasare",
    )


def test_a_deputy_reads_nothing_of_what_two_others_have_only_noted_down(session, held, deputy):
    for page in pages(held, session):
        text = deputy.get(page, follow_redirects=True).text
        for word in ("OVERS BILD", "REPS BILD", "ANTECKNINGEN", "LÖFTET"):
            assert word not in text, page


def test_a_deputy_reads_the_established_record_and_its_agreements_but_not_the_pictures(session, held, deputy):
    establish(session, held, whole="HELHETEN")
    session.commit()
    seen = "".join(deputy.get(page, follow_redirects=True).text for page in pages(held, session))
    assert "HELHETEN" in seen
    assert "LÖFTET" in seen
    assert "OVERS BILD" not in seen
    assert "REPS BILD" not in seen
    assert "Skrev ingen bild" not in seen


def test_the_start_page_tells_a_deputy_of_the_latest_dialogue_and_not_that_they_met(
    session, town, clients, held, deputy
):
    establish(session, held, whole="HELHETEN")
    session.commit()
    page = deputy.get("/").text
    assert "Den senaste dialogen" in page and "Senast ni sågs" not in page
    assert "Senast ni sågs" in sign_in(clients(), session, town.unit_manager).get("/").text


def test_why_a_meeting_was_called_off_is_for_the_two(session, town, clients, deputy):
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    rep = sign_in(clients(), session, town.unit_manager)
    rep.post(f"/dialoger/{dialogue.id}/stall-in", data={"reason": "SKÄLET"})
    assert "SKÄLET" in rep.get(f"/dialoger/serie/{series.id}/").text
    assert "SKÄLET" not in deputy.get(f"/dialoger/serie/{series.id}/").text
