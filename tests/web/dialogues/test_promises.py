"""What one has promised stands on one's start page, whoever else has promised what."""

import pytest

from app.access.actor import Actor
from app.clock import today
from app.dialogues.ahead import promised_by
from app.dialogues.holding import services as holding
from app.dialogues.holding.services import Promise
from app.dialogues.models import Side
from app.organisation.reach import holdings
from tests.factories.dialogues import hold, loaded, make_dialogue, make_series, prepare, seats
from tests.factories.organisation import make_municipality


@pytest.fixture
def town(session):
    return make_municipality(session)


@pytest.fixture
def held(session, town):
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    prepare(session, dialogue)
    return loaded(session, hold(session, dialogue))


def promise(session, dialogue, what, who):
    over, rep = seats(dialogue)
    seat = over if who == Side.OVER else rep
    holding.agree(session, seat=seat, dialogue=dialogue, theme_id=None, promise=Promise(what, who))


def promised(session, person):
    actor = Actor(person.id, person.name, "sv", holdings(session, person.id, today()))
    return [(promise.what, promise.side) for promise in promised_by(session, actor)]


def test_a_promise_is_told_to_the_one_who_made_it(session, town, held):
    for what, who in (("ÖVERS", "over"), ("REPS", "rep"), ("BÅDAS", "both")):
        promise(session, held, what, who)
    session.flush()
    assert promised(session, town.section_manager) == [("ÖVERS", Side.OVER), ("BÅDAS", Side.OVER)]
    assert promised(session, town.unit_manager) == [("REPS", Side.REP), ("BÅDAS", Side.REP)]


def test_the_others_many_promises_do_not_push_ones_own_away(session, town, held):
    for number in range(40):
        promise(session, held, f"Den andras {number}", "over")
    promise(session, held, "MITT", "rep")
    session.flush()
    assert promised(session, town.unit_manager) == [("MITT", Side.REP)]
