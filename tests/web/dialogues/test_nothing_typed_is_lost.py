"""Where something cannot be saved, what was typed stands in the answer."""

import pytest

from app.dialogues.queries.said import themes_of
from app.dialogues.rules import LONGEST_TEXT
from tests.factories.dialogues import hold, make_dialogue, make_series, prepare
from tests.factories.organisation import make_municipality
from tests.support.signed_in import sign_in

WORDS = "Det här skrev jag i fem minuter"


@pytest.fixture
def town(session):
    return make_municipality(session)


@pytest.fixture
def planned(session, town):
    series = make_series(session, town.section, town.unit)
    return make_dialogue(session, series, town.section_manager, town.unit_manager)


@pytest.fixture
def rep(session, town, clients):
    return sign_in(clients(), session, town.unit_manager)


def addresses(session, dialogue):
    theme = themes_of(session, dialogue.id)[0]
    here = f"/dialoger/{dialogue.id}"
    return {
        "picture": (f"{here}/tema/{theme.id}/min-bild", "text"),
        "note": (f"{here}/tema/{theme.id}/anteckning", "text"),
        "whole": (f"{here}/helhet/text", "text"),
        "decision": (f"{here}/beslut", "text"),
        "matter": (f"{here}/lyft", "text"),
        "addendum": (f"{here}/tillagg", "text"),
        "agreement": (f"{here}/overenskommelser/ny", "what"),
        "establishing": (f"{here}/helhet/faststall", "own_opinion"),
    }


@pytest.mark.parametrize("what", ["note", "whole", "decision", "matter", "addendum", "agreement"])
def test_before_the_meeting_nothing_of_it_can_be_written_but_the_words_stay(session, planned, rep, what):
    address, field = addresses(session, planned)[what]
    answer = rep.post(address, data={field: WORDS, "who": "both"})
    assert answer.status_code == 422
    assert WORDS in answer.text


@pytest.mark.parametrize("what", ["decision", "matter", "agreement"])
def test_a_refused_fragment_replaces_nothing_on_the_page(session, planned, rep, what):
    address, field = addresses(session, planned)[what]
    answer = rep.htmx(address, method="POST", data={field: WORDS, "who": "both"}, target="x")
    assert answer.status_code == 422
    assert answer.json["state"] == "refused"


@pytest.mark.parametrize("what", ["picture", "addendum"])
def test_in_the_meeting_what_belongs_elsewhere_is_refused_but_the_words_stay(session, planned, rep, what):
    prepare(session, planned, over="En bild", rep="En annan")
    hold(session, planned)
    address, field = addresses(session, planned)[what]
    answer = rep.post(address, data={field: WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.text


@pytest.mark.parametrize("what", ["note", "decision", "matter"])
def test_a_text_too_long_is_given_back_whole(session, planned, rep, what):
    prepare(session, planned)
    hold(session, planned)
    address, field = addresses(session, planned)[what]
    long = "å" * LONGEST_TEXT + " SLUTET"
    answer = rep.post(address, data={field: long})
    assert answer.status_code == 422
    assert "SLUTET" in answer.text


def test_an_own_opinion_stays_when_establishing_is_refused(session, planned, rep):
    prepare(session, planned)
    hold(session, planned)
    address, field = addresses(session, planned)["establishing"]
    answer = rep.post(address, data={field: WORDS, "revision": "1"})
    assert answer.status_code == 422
    assert WORDS in answer.text
