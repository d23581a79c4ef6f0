"""A page before or in the meeting asks whether the other has done something, and is told of just that."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.dialogues.inviting.rules import shown_time
from app.dialogues.models import State
from app.organisation.models import Person
from tests.factories.dialogues import make_dialogue
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements
from tests.support.world import World
from tests.web.dialogues.conftest import Table


@pytest.fixture
def ahead(table: Table) -> Table:
    """A meeting in ten days, planned by the overarching side."""
    table.dialogue = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    return table


def stands(client: SamsynClient, path: str) -> str:
    """Give how the meeting stands by a page that follows it."""
    found = re.search(r'data-live="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def told(client: SamsynClient, table: Table, stood: str) -> bool:
    """Ask as the page does; True when something has been done since."""
    answer = client.get(f"{table.here}/nytt?stands={stood}")
    assert answer.status_code in (200, 204)
    return answer.status_code == 200


def reply(table: Table) -> None:
    table.rep.post(f"{table.here}/svar", data={"reply": "accepted", "shown": shown_time(table.fresh())})


def move(table: Table) -> None:
    page = table.rep.get(f"{table.here}/andra").text
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', page))
    table.rep.post(f"{table.here}/andra", data={**fields, "place": "Biblioteket"})


def invite(table: Table) -> None:
    page = table.rep.get(f"{table.here}/").text
    found = re.search(r'<option value="(\d+)"', page)
    assert found is not None
    table.rep.post(f"{table.here}/gaster", data={"person": found[1]})


def share(table: Table) -> None:
    table.rep.post(f"{table.here}/dela")


@pytest.mark.parametrize("do", [reply, move, invite, share])
def test_what_the_other_does_before_the_meeting_is_told_once(
    ahead: Table, do: Callable[[Table], None]
) -> None:
    stood = stands(ahead.over, f"{ahead.here}/")
    assert not told(ahead.over, ahead, stood)
    do(ahead)
    assert told(ahead.over, ahead, stood)
    assert not told(ahead.over, ahead, stands(ahead.over, f"{ahead.here}/"))


def test_what_one_writes_oneself_is_no_news_to_the_other(ahead: Table) -> None:
    theme = ahead.theme.id
    stood = stands(ahead.over, f"{ahead.here}/tema/{theme}")
    ahead.rep.post(f"{ahead.here}/tema/{theme}/min-bild", data={"text": "Kvällarna är svåra.", "base": "0"})
    assert not told(ahead.over, ahead, stood)


def test_a_meeting_called_off_or_established_follows_nothing(ahead: Table) -> None:
    ahead.over.post(f"{ahead.here}/stall-in", data={"reason": "Vi ses i stället i vår."})
    assert "data-live" not in ahead.rep.get(f"{ahead.here}/").text


def test_asking_takes_as_few_statements_before_the_meeting_as_in_it(ahead: Table, world: World) -> None:
    stood = stands(ahead.over, f"{ahead.here}/")
    with counted_statements(world.engine) as sent:
        told(ahead.over, ahead, stood)
    assert len(sent) <= 2


def test_nobody_else_is_told(
    ahead: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    stranger = visit(town.other_unit_manager)
    assert stranger.get(f"{ahead.here}/nytt?stands=x").status_code == 404


def test_the_script_is_told_from_which_record_to_which_ones_own_press_led(table: Table) -> None:
    table.to(State.HELD)
    promise = {"what": "Ringa familjerna", "who": "rep", "theme": table.theme.id}
    address = f"{table.here}/overenskommelser/ny"
    before = table.revision
    answer = table.over.htmx(address, method="POST", data=promise)
    assert answer.headers["X-Record"] == f"{before} {before + 1}"
    assert table.revision == before + 1
    # The same once more changes nothing, what is refused changes nothing, and a page of its own says what it stands on.
    assert "X-Record" not in table.over.htmx(address, method="POST", data=promise).headers
    assert "X-Record" not in table.over.htmx(address, method="POST", data={"what": "", "who": "rep"}).headers
    assert "X-Record" not in table.over.post(address, data=promise | {"what": "Bjuda in dem"}).headers
    assert "X-Record" not in table.rep.get(f"{table.here}/nytt?stands=x").headers


def test_the_record_of_another_meeting_moves_nothing_on_this_page(table: Table) -> None:
    """An agreement of one open meeting is at hand in the next: what is read there is the record of that one."""
    table.to(State.HELD)
    agreement = table.agree(table.over)
    other = make_dialogue(table.session, table.series, table.over_person, table.rep_person)
    table.session.commit()
    before = table.revision
    closing = f"/dialoger/overenskommelser/{agreement.id}/stang?revision={agreement.revision}"
    answer = table.over.htmx(f"{closing}&dialogue={other.id}", method="POST", data={"dropped": "1"})
    assert answer.status_code == 200
    assert table.revision == before + 1
    assert "X-Record" not in answer.headers
