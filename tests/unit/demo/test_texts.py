"""The demo's own texts: every one unique, none tied to a time of year, the people and units they speak of there."""

import re
from collections import Counter

import pytest

from app.demo import script
from app.demo.script import MeetingPart, OrganisationPart, SeriesPart
from app.steering.loader import load_profile

LIVED_IN = {"tranemo": 800}
"""How many texts a demo has at least; the others are smaller."""
SMALLER = 140
SHORT = 40


@pytest.fixture(params=script.municipalities())
def key(request) -> str:
    return request.param


@pytest.fixture
def organisation(key) -> OrganisationPart:
    return script.organisation(key)


@pytest.fixture
def all_series(key) -> list[SeriesPart]:
    return script.dialogues(key)


@pytest.fixture
def texts(all_series) -> list[str]:
    return [text for series in all_series for meeting in series.meetings for text in texts_of(meeting)]


def texts_of(meeting: MeetingPart) -> list[str]:
    themes = [text for said in meeting.themes.values() for text in (said.over, said.rep, said.note)]
    promises = [text for one in meeting.agreements for text in (one.what, one.words)]
    answers = [answer for matter in meeting.matters for answer in matter.answers]
    receipts = [receipt.words for answer in answers for receipt in answer.receipts]
    rest = [meeting.whole, meeting.reason, meeting.opinion.over, meeting.opinion.rep]
    matters = [matter.text for matter in meeting.matters] + [answer.text for answer in answers]
    addenda = [addendum.text for addendum in meeting.addenda]
    found = [*themes, *promises, *receipts, *rest, *matters, *addenda, *meeting.decisions.values()]
    return [text for text in found if text]


def test_every_shipped_model_has_a_demo(key):
    assert set(script.municipalities()) == {"tranemo", "kungalv", "lerum", "karlskoga", "perstorp"}
    assert script.organisation(key).municipality == load_profile(key).municipality


def test_no_text_is_written_twice(texts):
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_there_is_much_to_read_and_no_filler(key, texts):
    assert len(texts) > LIVED_IN.get(key, SMALLER)
    assert not [text for text in texts if re.search(r"lorem|ipsum|todo|xxx", text, re.IGNORECASE)]


def test_no_text_names_a_date_that_would_grow_stale(texts):
    months = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    seasons = r"i höst|i vår\b|i vintras|i somras|före jul|efter jul|till sommaren|nyår"
    stale = re.compile(rf"\b20\d\d\b|\b({months})\b|{seasons}", re.IGNORECASE)
    assert [text for text in texts if stale.search(text)] == []


def test_every_series_is_between_units_that_are_or_will_be(organisation, all_series):
    units = {unit.key for unit in organisation.units}
    units |= {change.key for change in organisation.changes if change.key}
    assert {key for series in all_series for key in (series.over, series.rep)} <= units


def test_every_chief_meets_somebody_above(organisation, all_series):
    led = {unit.key for unit in organisation.units if unit.chief}
    assert led <= {series.rep for series in all_series}


def test_a_shared_picture_is_more_than_a_line(all_series):
    wholes = [meeting.whole for series in all_series for meeting in series.meetings if meeting.whole]
    assert [whole for whole in wholes if len(whole) < SHORT] == []


def test_names_belong_to_one_person_each(organisation):
    chiefs = [unit.chief for unit in organisation.units if unit.chief]
    assert len(chiefs) == len(set(chiefs))
    known = {*chiefs, *(one.person for one in organisation.appointments)}
    assert {person.name for person in organisation.persons} <= known


def test_kinds_of_units_are_the_models_own(key, organisation):
    assert {unit.kind for unit in organisation.units} <= {kind.key for kind in load_profile(key).unit_kinds}
