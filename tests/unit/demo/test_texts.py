"""The demo's own texts: every one unique, none tied to a time of year, the people and units they speak of there."""

import re
from collections import Counter

from app.demo import script
from app.demo.script import MeetingPart

ORGANISATION = script.organisation("tranemo")
SERIES = script.dialogues("tranemo")
SHORT = 40


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


TEXTS = [text for series in SERIES for meeting in series.meetings for text in texts_of(meeting)]


def test_no_text_is_written_twice():
    assert [text for text, times in Counter(TEXTS).items() if times > 1] == []


def test_there_is_much_to_read_and_no_filler():
    assert len(TEXTS) > 800
    assert not [text for text in TEXTS if re.search(r"lorem|ipsum|todo|xxx", text, re.IGNORECASE)]


def test_no_text_names_a_date_that_would_grow_stale():
    months = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    seasons = r"i höst|i vår\b|i vintras|i somras|före jul|efter jul|till sommaren|nyår"
    stale = re.compile(rf"\b20\d\d\b|\b({months})\b|{seasons}", re.IGNORECASE)
    assert [text for text in TEXTS if stale.search(text)] == []


def test_every_series_is_between_units_that_are_or_will_be():
    units = {unit.key for unit in ORGANISATION.units}
    units |= {change.key for change in ORGANISATION.changes if change.key}
    assert {key for series in SERIES for key in (series.over, series.rep)} <= units


def test_every_chief_meets_somebody_above():
    led = {unit.key for unit in ORGANISATION.units if unit.chief}
    assert led <= {series.rep for series in SERIES}


def test_a_shared_picture_is_more_than_a_line():
    wholes = [meeting.whole for series in SERIES for meeting in series.meetings if meeting.whole]
    assert [whole for whole in wholes if len(whole) < SHORT] == []


def test_names_belong_to_one_person_each():
    chiefs = [unit.chief for unit in ORGANISATION.units if unit.chief]
    assert len(chiefs) == len(set(chiefs))
    known = {*chiefs, *(one.person for one in ORGANISATION.appointments)}
    assert {person.name for person in ORGANISATION.persons} <= known
