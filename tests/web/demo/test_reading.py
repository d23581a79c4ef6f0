"""The demo's log of who has read is lived-in, the same for everybody who loads it, and possible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.dialogues.models import Dialogue, Guest, Participant, State
from app.records.models import Edition, Reading, Signature
from tests.factories.accounts import sign_in
from tests.support.demo import PASSWORD, demo_municipality


@pytest.fixture
def seed():
    return demo_municipality


def test_every_established_dialogue_has_been_read_and_in_every_part(session):
    read = set(session.scalars(select(Reading.object_id).where(Reading.object_kind == "dialogue")))
    assert set(session.scalars(select(Dialogue.id).where(Dialogue.state == State.ESTABLISHED))) <= read
    assert set(session.scalars(select(Reading.what))) == {"theme", "whole", "record", "projector"}
    assert session.scalar(select(func.count(Reading.id))) > 300


def test_nothing_is_read_ahead_of_now_or_of_what_is_there(session):
    assert session.scalar(select(func.max(Reading.at))) <= clock.now()
    begun = select(Dialogue.id).where(Dialogue.held_at.is_(None))
    assert session.scalars(select(Reading.id).where(Reading.object_id.in_(begun))).all() == []
    established = dict(
        session.execute(
            select(Dialogue.id, Edition.established_at).join(Edition, Edition.id == Dialogue.edition_id)
        ).all()
    )
    for dialogue_id, at in session.execute(
        select(Reading.object_id, Reading.at).where(Reading.what == "record")
    ):
        assert at >= established[dialogue_id]


def test_what_will_be_read_before_coming_meetings_is_not_noted_as_just_now(session):
    lately = clock.now() - timedelta(minutes=30)
    assert session.scalar(select(func.count(Reading.id)).where(Reading.at > lately)) == 0


def test_whoever_signed_has_read_the_whole_first(session):
    whole = set(
        session.execute(select(Reading.object_id, Reading.person_id).where(Reading.what == "whole")).all()
    )
    signed = session.execute(
        select(Edition.object_id, Signature.person_id)
        .join(Signature, Signature.edition_id == Edition.id)
        .where(Edition.kind == "dialogue_record")
    ).all()
    seen = sum(pair in whole for pair in signed)
    # At most one reading an hour is noted: who signed in the very meeting is noted for the theme.
    assert seen > len(signed) * 0.8


def test_only_the_two_their_successors_and_the_invited_have_read(session):
    own = set(session.execute(select(Participant.dialogue_id, Participant.person_id)).all())
    own |= set(session.execute(select(Guest.dialogue_id, Guest.person_id)).all())
    series = dict(session.execute(select(Dialogue.id, Dialogue.series_id)).all())
    at_the_line = {(series[dialogue_id], person_id) for dialogue_id, person_id in own}
    for dialogue_id, person_id in session.execute(select(Reading.object_id, Reading.person_id)):
        assert (series[dialogue_id], person_id) in at_the_line


def test_the_two_see_who_has_read_their_last_dialogue(session, client):
    sign_in(client, "enhetschef", PASSWORD)
    last = client.get("/").get_data(as_text=True).split("Hela samtalet")[0].rsplit("/dialoger/", 1)[1]
    page = client.get(f"/dialoger/{last.split('/')[0]}/lasare").get_data(as_text=True)
    assert "Ingen läsning är noterad än." not in page
    assert "Johan Ekelund" in page.split("Läsningar, senaste först")[1]


def test_readings_are_spread_over_the_two_years(session):
    first, last = session.execute(select(func.min(Reading.at), func.max(Reading.at))).one()
    assert last - first > timedelta(days=500)
