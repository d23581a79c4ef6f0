"""A meeting held on another day than the agreed one: asked first, and then it was held when it was held."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock as time
from app.clock import from_stockholm
from app.dialogues.models import Dialogue, State
from app.notifications.models import Notice
from app.organisation.models import Person
from app.records.queries import history_of
from app.records.verifying import verify
from tests.factories.dialogues import make_dialogue, prepare
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

YEAR = time.today().year + 1
NOW = from_stockholm(time.today().replace(year=YEAR, month=11, day=29), 13, 23)
HELD_AT = NOW - timedelta(minutes=3)
AGREED = from_stockholm(NOW.date().replace(month=12, day=14), 9)


Agreed = Callable[..., Table]


@pytest.fixture
def agreed_for(
    table: Table, clock: Callable[[datetime], None], visit: Callable[[Person], SamsynClient]
) -> Agreed:
    """A meeting agreed for a time, where both have shared; it is the twenty-ninth of November."""

    def made(at: datetime, *, shared: bool = True) -> Table:
        session = table.session
        clock(NOW - timedelta(days=1))
        table.dialogue = make_dialogue(
            session, table.series, table.over_person, table.rep_person, starts_at=at
        )
        if shared:
            prepare(session, table.dialogue, over="Överordnads bild.", rep="Rapporterandes bild.")
        session.commit()
        clock(NOW)
        table.over, table.rep = visit(table.over_person), visit(table.rep_person)
        return table

    return made


@pytest.fixture
def ahead(agreed_for: Agreed) -> Table:
    """A meeting agreed for the fourteenth of December."""
    return agreed_for(AGREED)


def start(client: SamsynClient, table: Table, **fields: str) -> TestResponse:
    return client.post(f"{table.here}/steg", data={"till": "held", **fields}, follow_redirects=True)


def fields_of(page: TestResponse, button: str) -> dict[str, str]:
    """Give what a button of a page sends."""
    forms = [one for one in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if f">{button}<" in one]
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', forms[0]))
    sent.pop("csrf_token")
    return {name: html.unescape(value) for name, value in sent.items()}


def test_it_is_asked_first_whether_the_meeting_is_held_today(ahead: Table) -> None:
    asked = start(ahead.over, ahead)
    assert ahead.state == State.PREPARING
    assert ahead.fresh().starts_at == AGREED
    page = words_on(asked)
    assert "Ni har avtalat 14 december" in page
    assert "Hålls mötet i dag?" in page
    assert f'href="{ahead.here}/"' in asked.text.split("<main")[1]
    assert "Hålls mötet i dag?" not in words_on(ahead.over.get(ahead.here + "/"))


def test_a_meeting_held_today_has_the_time_it_was_held(ahead: Table) -> None:
    ahead.rep.post(f"{ahead.here}/svar", data={"reply": "accepted", "shown": f"{AGREED.isoformat()}/90"})
    sequence = ahead.fresh().calendar_sequence
    asked = start(ahead.over, ahead)
    ahead.over.post(f"{ahead.here}/steg", data=fields_of(asked, "Ja, vi möts nu"))
    held = ahead.fresh()
    assert (held.state, held.starts_at, held.minutes) == (State.HELD, HELD_AT, 90)
    assert [one.reply for one in held.participants] == ["accepted", "accepted"]
    assert held.calendar_sequence == sequence + 1
    told = history_of(ahead.session, "dialogue", held.id)
    moved = next(one for one in told if one.action == "change_meeting")
    assert moved.before and moved.after
    assert datetime.fromisoformat(moved.before["starts_at"]) == AGREED
    assert datetime.fromisoformat(moved.after["starts_at"]) == HELD_AT
    assert verify(ahead.session).faults == []
    notices = select(Notice.kind).where(Notice.person_id == ahead.rep_person.id).order_by(Notice.id.desc())
    assert ahead.session.scalars(notices.limit(1)).one() == "change"
    assert "29 november" in words_on(ahead.over.get(ahead.here + "/"))


@pytest.mark.parametrize("at", [NOW + timedelta(hours=6), NOW - timedelta(hours=3)], ids=["later", "past"])
def test_on_the_day_it_starts_with_one_press_and_keeps_its_time(agreed_for: Agreed, at: datetime) -> None:
    table = agreed_for(at)
    start(table.over, table)
    assert (table.state, table.fresh().starts_at) == (State.HELD, at)


def test_the_day_is_the_swedish_one(
    agreed_for: Agreed, clock: Callable[[datetime], None], visit: Callable[[Person], SamsynClient]
) -> None:
    """Half past midnight in Sweden is still the day before in UTC."""
    at = from_stockholm(NOW.date() + timedelta(days=1), 9)
    table = agreed_for(at)
    clock(from_stockholm(NOW.date() + timedelta(days=1), 0, 30))
    start(visit(table.over_person), table)
    assert (table.state, table.fresh().starts_at) == (State.HELD, at)


def test_a_yes_to_another_day_than_the_agreed_one_asks_again(ahead: Table) -> None:
    said = fields_of(start(ahead.over, ahead), "Ja, vi möts nu")
    moved = ahead.session.get_one(Dialogue, ahead.dialogue.id)
    moved.starts_at = AGREED + timedelta(days=3)
    ahead.session.commit()
    asked = ahead.over.post(f"{ahead.here}/steg", data=said, follow_redirects=True)
    assert "Ni har avtalat 17 december" in words_on(asked)
    assert ahead.state == State.PREPARING


def test_what_may_not_start_is_refused_and_not_asked(
    agreed_for: Agreed,
) -> None:
    table = agreed_for(AGREED, shared=False)
    for fields in ({}, {"instead_of": f"{YEAR}-12-14"}):
        page = words_on(start(table.over, table, **fields))
        assert "när den avtalade tiden är inne" in page
        assert "Hålls mötet i dag?" not in page
    assert "Hålls mötet i dag?" not in words_on(table.over.get(f"{table.here}/?borja=1"))
    assert table.state == State.PLANNED


def test_going_back_to_what_was_begun_asks_nothing(ahead: Table) -> None:
    ahead.over.post(f"{ahead.here}/steg", data=fields_of(start(ahead.over, ahead), "Ja, vi möts nu"))
    ahead.over.post(f"{ahead.here}/steg", data={"till": "preparing"})
    start(ahead.rep, ahead)
    assert (ahead.state, ahead.fresh().starts_at) == (State.HELD, HELD_AT)
