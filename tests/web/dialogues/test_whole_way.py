"""Two managers go the whole way from planning to an established record, by the plain pages."""

import re

import pytest
from sqlalchemy import select

from app.clock import STOCKHOLM
from app.dialogues.models import Dialogue, State
from app.dialogues.queries.said import themes_of
from app.passages.models import Passage
from app.records.models import Edition
from app.records.verifying import verify
from tests.factories.dialogues import loaded, make_dialogue, make_series
from tests.factories.organisation import make_municipality
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session):
    return make_municipality(session)


@pytest.fixture
def pair(session, town, clients):
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    session.commit()
    over = sign_in(clients(), session, town.section_manager)
    rep = sign_in(clients(), session, town.unit_manager)
    return dialogue, over, rep


def revision_on(page: str) -> str:
    found = re.search(r'/faststall".*?name="revision" value="(\d+)"', page, re.DOTALL)
    assert found
    return found.group(1)


def test_two_managers_prepare_hold_and_establish(session, pair):
    dialogue, over, rep = pair
    here = f"/dialoger/{dialogue.id}"
    theme = themes_of(session, dialogue.id)[0]
    at = f"{here}/tema/{theme.id}"

    assert rep.get(at).status_code == 200
    assert (
        rep.post(f"{at}/min-bild", data={"text": "REP ser lugnare lämningar", "base": ""}).status_code == 302
    )
    assert "REP ser" not in over.get(at).text
    assert over.post(f"{at}/min-bild", data={"text": "OVER hör oro", "base": ""}).status_code == 302
    rep.post(f"{here}/dela", data={"anyway": "1"})
    assert "REP ser" not in over.get(at).text
    over.post(f"{here}/dela", data={"anyway": "1"})
    assert "REP ser" in over.get(at).text
    assert "OVER hör" in rep.get(at).text

    agreed = dialogue.starts_at.astimezone(STOCKHOLM).date().isoformat()
    assert rep.post(f"{here}/steg", data={"till": "held", "instead_of": agreed}).status_code == 302
    assert rep.post(f"{at}/anteckning", data={"text": "Vi frågar familjerna.", "base": ""}).status_code == 302
    assert over.post(f"{at}/omdome", data={"verdict": "same"}).status_code == 302
    assert rep.post(f"{at}/omdome", data={"verdict": "partly"}).status_code == 302
    assert (
        over.post(
            f"{here}/overenskommelser/ny",
            data={"what": "Ringa familjerna", "who": "rep", "due_on": "2027-01-15", "theme": theme.id},
        ).status_code
        == 302
    )
    assert (
        over.post(f"{here}/beslut", data={"text": "Frukosten stannar", "theme": theme.id}).status_code == 302
    )
    rep.post(f"{here}/lyft", data={"text": "Vikariepoolen räcker inte.", "theme": theme.id})
    page = over.get(at).text
    matter = re.search(rf"{here}/lyft/(\d+)", page).group(1)
    over.post(f"{here}/lyft/{matter}", data={"wish": "release", "revision": "1"})

    over.post(f"{here}/steg", data={"till": "establishing"})
    over.post(f"{here}/helhet/fran-anteckningar")
    page = over.get(f"{here}/helhet").text
    assert "Vi frågar familjerna." in page
    over.post(f"{here}/helhet/faststall", data={"revision": revision_on(page)})
    # A change voids what was given.
    rep.post(f"{at}/anteckning", data={"text": "Vi frågar alla familjerna.", "base": "1"})
    stale = rep.post(
        f"{here}/helhet/faststall", data={"revision": revision_on(page), "own_opinion": "Jag minns annat"}
    )
    assert stale.status_code == 409
    assert "Jag minns annat" in stale.text
    page = rep.get(f"{here}/helhet").text
    rep.post(
        f"{here}/helhet/faststall", data={"revision": revision_on(page), "own_opinion": "Jag minns annat"}
    )
    page = over.get(f"{here}/helhet").text
    over.post(f"{here}/helhet/faststall", data={"revision": revision_on(page)})

    session.expire_all()
    found = session.scalars(select(Dialogue).where(Dialogue.id == dialogue.id)).one()
    assert found.state == State.ESTABLISHED
    record = rep.get(f"{here}/").text
    for said in ("Ringa familjerna", "Frukosten stannar", "Jag minns annat", "Vikariepoolen räcker inte."):
        assert said in record
    assert session.scalars(select(Edition)).one().number == 1
    assert session.scalars(select(Passage)).one().text == "Vikariepoolen räcker inte."
    assert verify(session).faults == []


def test_every_page_of_a_dialogue_opens_in_every_state(session, pair):
    dialogue, over, rep = pair
    here = f"/dialoger/{dialogue.id}"
    theme = themes_of(session, dialogue.id)[0]
    for page in (
        "/",
        "/dialoger/",
        f"/dialoger/serie/{loaded(session, dialogue).series_id}/",
        f"{here}/",
        f"{here}/lasare",
        f"{here}/andra",
        f"{here}/stall-in",
        f"{here}/tema/{theme.id}",
        f"{here}/storbild",
    ):
        for client in (over, rep):
            assert client.get(page).status_code == 200, page
