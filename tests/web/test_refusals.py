"""What is sent and refused is answered with no text that its sender may not read: also a page put together to refuse shows."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.assigned import ASSIGNED, may_read
from tests.support.canaries import (
    MEASURING,
    UNIT_TEXT,
    Right,
    canaries_in,
    measuring_right,
    parts,
    right,
    text_right,
)
from tests.support.population import people, populated
from tests.support.routes import FEW, PLAUSIBLE, Address, addresses, body_of, let_in_to
from tests.support.signed_in import sign_in
from tests.support.world import World

BESIDE = (
    *("deputy", "guest", "half_guest", "former"),
    *("sibling_manager", "chief_executive", "member", "administrator"),
)
"""Those near what is written without being of the two, those above, and some who are far."""

FORMS: tuple[dict[str, str], ...] = ({}, dict.fromkeys(PLAUSIBLE, "nonsens"))
"""Nothing, and nothing of use: both are refused by whoever takes them at all."""


def never(found: str, who: str) -> bool:
    """Tell whether the table says that somebody never reads a text."""
    pair, where, kind = parts(found)
    if pair == UNIT_TEXT:
        return text_right(where, kind, who) is Right.NEVER
    if pair == MEASURING:
        return measuring_right(where, who) is Right.NEVER
    if pair == ASSIGNED:
        return not may_read(where, kind, who)
    return right(pair, where, kind, who) is Right.NEVER


def to_send(app: Flask, session: Session) -> list[Address]:
    """Give the addresses that are sent to: of meetings, whose states differ, all there are; of else a few."""
    seen = Counter[str]()
    found = []
    for address in addresses(app, session, "POST"):
        seen[address.endpoint] += 1
        if address.endpoint.startswith("dialogues.") or seen[address.endpoint] <= FEW:
            found.append(address)
    return found


@pytest.mark.one_database
@pytest.mark.parametrize("who", BESIDE)
def test_nobody_is_shown_by_what_is_refused_what_is_not_for_them(
    world: World, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    world.reset(populated)
    with world.app.app_context(), world.session() as session:
        person = people(session)[who]
        client = sign_in(world.app.test_client(), session, person)
        opened = let_in_to(world.app, session, person)
        there = [one for one in to_send(world.app, session) if one.endpoint in opened]
    # What is taken all the same is undone with its request, so that nobody gains a right by an earlier one.
    monkeypatch.setattr(Session, "commit", Session.flush)
    answers, leaks = Counter[int](), []
    for address, form in product(there, FORMS):
        answer = client.post(address.path, data=form)
        answers[answer.status_code] += 1
        leaks += [f"{found}: {address.path}" for found in canaries_in(body_of(answer)) if never(found, who)]
    assert leaks == [], "\n".join(["", *sorted(leaks)])
    assert max(answers) < 500
    assert answers[409] + answers[422] > FEW, "nothing was refused by a page of its own"
