"""What the other has changed since one read it is not removed unseen: not a decision, a matter or an addendum."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.dialogues.models import Addendum, Decision, RaisedMatter, State
from tests.web.dialogues.conftest import Table

READ, CHANGED = "Fyra möten om året.", "Sex möten om året."
FRAGMENT = {"HX-Request": "true"}

Sent = dict[str, object]


def decision(t: Table) -> tuple[str, Sent]:
    t.to(State.HELD)
    t.over.post(f"{t.here}/beslut", data={"text": READ, "theme": t.theme.id})
    t.session.commit()
    made = t.session.scalars(select(Decision)).one()
    change = {"decision": made.id, "text": CHANGED, "revision": made.revision}
    read: Sent = {"decision": made.id, "remove": "1", "revision": made.revision}
    assert t.rep.post(f"{t.here}/beslut", data=change).status_code == 302
    return f"{t.here}/beslut", read


def matter(t: Table) -> tuple[str, Sent]:
    t.to(State.HELD)
    made = t.propose(t.over, READ)
    read: Sent = {"wish": "withdraw", "revision": made.revision}
    assert t.matter(t.rep, made, "change", text=CHANGED).status_code == 302
    return f"{t.here}/lyft/{made.id}", read


def addendum(t: Table) -> tuple[str, Sent]:
    t.to(State.ESTABLISHED)
    t.over.post(f"{t.here}/tillagg", data={"text": READ})
    t.session.commit()
    made = t.session.scalars(select(Addendum)).one()
    change = {"addendum": made.id, "text": CHANGED, "revision": made.revision}
    read: Sent = {"wish": "withdraw", "revision": made.revision}
    assert t.rep.post(f"{t.here}/tillagg", data=change).status_code == 302
    return f"{t.here}/tillagg/{made.id}", read


Thing = Callable[[Table], tuple[str, Sent]]


def left(t: Table) -> list[str]:
    t.fresh()
    found = list(t.session.scalars(select(Decision.text).where(Decision.removed_at.is_(None))))
    for model in (RaisedMatter, Addendum):
        found += t.session.scalars(select(model.text).where(model.withdrawn_at.is_(None)))
    return found


@pytest.mark.parametrize("thing", [decision, matter, addendum], ids=lambda thing: thing.__name__)
def test_removing_what_the_other_has_changed_shows_it_and_asks_anew(table: Table, thing: Thing) -> None:
    address, sent = thing(table)
    for unread in (sent, {key: value for key, value in sent.items() if key != "revision"}):
        answer = table.over.post(address, data=unread)
        assert (answer.status_code, CHANGED in answer.text, left(table)) == (409, True, [CHANGED])
    form = answer.text.split(f'action="{address}"')[1].split("</form>")[0]
    anew = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert table.over.post(address, data=anew).status_code == 302
    assert left(table) == []


@pytest.mark.parametrize("thing", [decision, matter], ids=lambda thing: thing.__name__)
def test_with_a_script_the_list_as_it_is_now_takes_its_place(table: Table, thing: Thing) -> None:
    address, sent = thing(table)
    answer = table.over.post(address, data=sent, headers=FRAGMENT)
    assert (answer.status_code, "<html" in answer.text, left(table)) == (200, False, [CHANGED])
    assert CHANGED in answer.text
    assert "Inget är borttaget" in answer.text
    revision = re.search(r'name="revision" value="(\d+)"', answer.text)
    assert revision is not None
    again = sent | {"revision": revision[1]}
    assert table.over.post(address, data=again, headers=FRAGMENT).status_code == 200
    assert left(table) == []
