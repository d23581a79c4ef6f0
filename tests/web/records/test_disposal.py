"""A lawful erasure takes the text and leaves a place that still verifies."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.disposal import (
    EDITION_ERASED,
    HISTORY_ERASED,
    ErasureRefused,
    HistoryObject,
    erase_edition,
    erase_history_content,
)
from app.records.models import Edition, HistoryContent, HistoryEntry, Signature
from app.records.queries import history_of
from app.records.verifying import verify


def test_the_whole_history_of_an_object_is_erased_and_the_chain_still_holds(session: Session) -> None:
    before = verify(session)
    erased = erase_history_content(
        session, of=HistoryObject("thing", 2), because=" gallringsbeslut 12 ", actor_id=1
    )
    session.commit()
    assert len(erased) == 8
    outcome = verify(session, anchor=before.anchor)
    assert outcome.faults == []
    assert outcome.erased == before.erased + len(erased)
    for content in session.scalars(select(HistoryContent).where(HistoryContent.seq.in_(erased))):
        assert (content.content, content.salt, content.erased_because) == (None, None, "gallringsbeslut 12")


def test_the_erasure_is_itself_in_the_history(session: Session) -> None:
    erase_history_content(session, of=[1, 6], because="beslut", actor_id=2)
    session.commit()
    latest = history_of(session, "thing", 1)[0]
    assert (latest.action, latest.actor) == (HISTORY_ERASED, "Person 2")
    assert latest.after == {"entries": [1, 6], "because": "beslut"}


def test_who_did_what_when_stays(session: Session) -> None:
    was = history_of(session, "thing", 3)
    erase_history_content(session, of=HistoryObject("thing", 3), because="beslut", actor_id=1)
    session.commit()
    now = history_of(session, "thing", 3)[1:]
    assert [(one.seq, one.at, one.actor, one.action) for one in now] == [
        (one.seq, one.at, one.actor, one.action) for one in was
    ]
    assert all(one.before is None and one.after is None for one in now if one.action.startswith("thing."))


def test_an_edition_loses_its_text_and_own_opinions_and_keeps_who_signed(session: Session) -> None:
    edition = session.scalars(select(Edition).where(Edition.erased_at.is_(None)).limit(1)).one()
    before = verify(session)
    erase_edition(session, edition=edition, because="beslut", actor_id=1)
    session.commit()
    outcome = verify(session, anchor=before.anchor)
    assert (outcome.faults, outcome.erased) == ([], before.erased + 1)
    assert (edition.content, edition.salt) == (None, None)
    signatures = session.scalars(select(Signature).where(Signature.edition_id == edition.id)).all()
    assert {(one.side, one.own_opinion) for one in signatures} == {("over", None), ("rep", None)}
    last = session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc()).limit(1)).one()
    assert (last.action, last.object_id) == (EDITION_ERASED, edition.object_id)


@pytest.mark.parametrize(
    ("of", "because", "reason"),
    [
        (HistoryObject("thing", 2), "  ", "no_reason"),
        (HistoryObject("thing", 77), "beslut", "not_found"),
        ([1, 4711], "beslut", "not_found"),
        ([3, 8], "beslut", "already_erased"),
        ([41], "beslut", "holds_no_text"),
        ([46], "beslut", "holds_no_text"),
    ],
)
def test_an_erasure_that_is_not_in_order_is_refused_whole(
    session: Session, of: HistoryObject | list[int], because: str, reason: str
) -> None:
    before = verify(session)
    with pytest.raises(ErasureRefused) as refused:
        erase_history_content(session, of=of, because=because, actor_id=1)
    assert refused.value.reason == reason
    session.commit()
    assert verify(session).anchor == before.anchor


def test_an_edition_is_erased_once(session: Session) -> None:
    edition = session.scalars(select(Edition).where(Edition.erased_at.is_not(None))).one()
    with pytest.raises(ErasureRefused):
        erase_edition(session, edition=edition, because="beslut", actor_id=1)
