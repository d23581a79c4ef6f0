"""Two managers at a table: their clients, a meeting brought to the state a test begins in, and what they can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.dialogues.models import Agreement, Consent, Decision, Dialogue, RaisedMatter, Series, State, Theme
from app.dialogues.queries.said import themes_of, whole_of
from app.organisation.models import Person
from tests.factories.dialogues import (
    establish,
    hold,
    loaded,
    make_dialogue,
    make_series,
    prepare,
)
from tests.factories.organisation import Municipality, make_municipality
from tests.support.client import SamsynClient
from tests.support.remembering import remembered
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def visit(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    """Give a client signed in as somebody."""
    return lambda person: sign_in(clients(), session, person)


@dataclass
class Table:
    """A meeting, the two at it, and what they do by the plain pages."""

    session: Session
    series: Series
    dialogue: Dialogue
    over: SamsynClient
    rep: SamsynClient
    over_person: Person
    rep_person: Person

    @property
    def here(self) -> str:
        return f"/dialoger/{self.dialogue.id}"

    @property
    def theme(self) -> Theme:
        return themes_of(self.session, self.dialogue.id)[0]

    @property
    def at_theme(self) -> str:
        return f"{self.here}/tema/{self.theme.id}"

    def fresh(self) -> Dialogue:
        """Load the dialogue as the database has it now."""
        self.session.commit()
        self.session.expire_all()
        return loaded(self.session, self.dialogue)

    @property
    def state(self) -> str:
        return self.fresh().state

    def to(self, state: State) -> Table:
        """Bring the meeting to a state through the services; what is written names the state."""
        remembered(self.session, self._bring, self.dialogue, state)
        return self

    def _bring(self, _dialogue: Dialogue, state: State) -> None:
        if state in {State.PREPARING, State.HELD, State.ESTABLISHING, State.ESTABLISHED}:
            prepare(self.session, self.dialogue, over="Överordnads bild.", rep="Rapporterandes bild.")
        if state in {State.HELD, State.ESTABLISHING, State.ESTABLISHED}:
            hold(self.session, self.dialogue, note="Vi ser det så här.")
        if state is State.ESTABLISHED:
            establish(self.session, self.dialogue)
        self.session.commit()
        if state is State.ESTABLISHING:
            self.over.post(f"{self.here}/steg", data={"till": "establishing"})
            self.write_whole("Det här är helheten.")

    def write_whole(self, text: str) -> TestResponse:
        self.session.commit()
        whole = whole_of(self.session, self.dialogue.id)
        assert whole is not None
        return self.over.post(f"{self.here}/helhet/text", data={"text": text, "base": whole.revision_id or 0})

    def write_note(self, client: SamsynClient, text: str) -> TestResponse:
        self.session.commit()
        self.session.expire_all()
        note = self.theme.note
        assert note is not None
        return client.post(f"{self.at_theme}/anteckning", data={"text": text, "base": note.revision_id or 0})

    @property
    def revision(self) -> int:
        return self.fresh().record_revision

    def consent(
        self, client: SamsynClient, *, revision: int | None = None, own_opinion: str = ""
    ) -> TestResponse:
        given = revision if revision is not None else self.revision
        return client.post(
            f"{self.here}/helhet/faststall", data={"revision": given, "own_opinion": own_opinion}
        )

    def consents(self) -> int:
        self.session.commit()
        return len(self.session.scalars(select(Consent).where(Consent.dialogue_id == self.dialogue.id)).all())

    def agree(self, client: SamsynClient, what: str = "Ringa familjerna") -> Agreement:
        client.post(
            f"{self.here}/overenskommelser/ny", data={"what": what, "who": "rep", "theme": self.theme.id}
        )
        self.session.commit()
        return self.session.scalars(select(Agreement).where(Agreement.what == what)).one()

    def decide(self, client: SamsynClient, text: str = "Frukosten stannar") -> Decision:
        client.post(f"{self.here}/beslut", data={"text": text, "theme": self.theme.id})
        self.session.commit()
        return self.session.scalars(select(Decision).where(Decision.text == text)).one()

    def propose(self, client: SamsynClient, text: str = "Vikariepoolen räcker inte.") -> RaisedMatter:
        client.post(f"{self.here}/lyft", data={"text": text, "theme": self.theme.id})
        self.session.commit()
        return self.session.scalars(select(RaisedMatter).where(RaisedMatter.text == text)).one()

    def matter(self, client: SamsynClient, matter: RaisedMatter, wish: str, **fields: str) -> TestResponse:
        self.session.commit()
        self.session.refresh(matter)
        return client.post(
            f"{self.here}/lyft/{matter.id}", data={"wish": wish, "revision": matter.revision, **fields}
        )


@pytest.fixture
def table(session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]) -> Table:
    """A meeting between the section's manager and the unit's, planned for yesterday so that it may begin."""
    return remembered(session, _make_table, session, town, visit)


def _make_table(session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]) -> Table:
    series = make_series(session, town.section, town.unit)
    yesterday = clock.now() - timedelta(days=1)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager, starts_at=yesterday)
    session.commit()
    over, rep = visit(town.section_manager), visit(town.unit_manager)
    return Table(session, series, dialogue, over, rep, town.section_manager, town.unit_manager)


def words_on(answer: TestResponse) -> str:
    """Give a page without its tags."""
    return re.sub(r"<[^>]+>", " ", answer.text)
