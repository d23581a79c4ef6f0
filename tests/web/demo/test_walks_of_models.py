"""People of every further model's demo walk through it: all opens, all is said in words, and nobody reads what is others'.

On SQLite alone: what pages show of a demo is the same on every database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from app.accounts.models import Credential
from app.db import db
from app.demo import script
from app.dialogues.models import Dialogue, Participant, Picture, State, Theme
from app.dialogues.personal.models import PersonalGoal
from app.organisation.models import Appointment
from app.writing.models import Part, TextState, UnitText
from tests.support.demo_walk import SPECIAL, WALKERS, Seen, address_of, enter, walk
from tests.support.demos import Folder, demo_app
from tests.support.statements import counted_statements

SIGN_IN = 1
DRAFT, WITHHELD, PERSONAL, UNIT_DRAFT = "Kanelfjäril", "Silverlind", "Bärnstensräv", "Tranbärsmåne"
"""Words that stand nowhere else, one for each kind of text that few may read."""
RAW = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|%\([a-z_]+\)[sd]|\{\{|\bNone\b")
CATALOGUE = Path(__file__).parents[3] / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


class _Texts(HTMLParser):
    """Collects what stands on a page between tags, but for scripts, styles and code."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._aside += tag in {"script", "style", "code", "pre"}

    def handle_endtag(self, tag: str) -> None:
        self._aside -= tag in {"script", "style", "code", "pre"}

    def handle_data(self, data: str) -> None:
        if not self._aside and data.strip():
            self.texts.append(" ".join(data.split()))


def texts_of(page: str) -> list[str]:
    parser = _Texts()
    parser.feed(page)
    return parser.texts


@cache
def swedish() -> frozenset[str]:
    """Give the product's sentences that are called otherwise in English."""
    with CATALOGUE.open("rb") as file:
        return frozenset(
            str(one.id)
            for one in read_po(file)
            if one.id and isinstance(one.id, str) and one.string not in ("", one.id) and " " in one.id
        )


@pytest.fixture(params=list(WALKERS))
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def demo(key: str, loaded_demo: Folder, tmp_path: Path) -> Iterator[Flask]:
    """The application on the demo of a model, on SQLite."""
    with demo_app(key, loaded_demo(key), tmp_path / "demo") as app:
        yield app


class Planted:
    """The words planted in a demo: at which addresses, and which of its people may read them."""

    def __init__(self, session: scoped_session[Session]) -> None:
        self._session = session
        names = session.execute(select(Credential.username, Credential.person_id)).tuples()
        self.usernames = {person: username for username, person in names}
        self.readers: dict[str, set[str]] = {}
        self.addresses: list[str] = []

    def plant(self) -> None:
        """Plant what there is a text for."""
        self._picture(DRAFT, State.PREPARING)
        self._picture(WITHHELD, State.ESTABLISHED)
        personal = self._session.scalars(select(PersonalGoal)).first()
        if personal is not None:
            personal.title = personal.words = PERSONAL
            two = select(Participant.person_id).join(Dialogue).where(Dialogue.series_id == personal.series_id)
            self._note(PERSONAL, self._session.scalars(two), f"/dialoger/personligt-mal/{personal.id}")
            self.addresses.append(f"/dialoger/serie/{personal.series_id}/")
        part = self._session.scalars(
            select(Part).join(UnitText).where(UnitText.state == TextState.DRAFT, Part.text != "")
        ).first()
        if part is not None:
            part.text = UNIT_DRAFT
            text = self._session.get_one(UnitText, part.unit_text_id)
            of_unit = (Appointment.unit_id == text.unit_id) & (Appointment.role == "manager")
            writers = select(Appointment.person_id).where(of_unit | (Appointment.role == "support"))
            self._note(UNIT_DRAFT, self._session.scalars(writers), f"/analys/text/{text.id}")
        self._session.commit()

    def _picture(self, word: str, state: State) -> None:
        alone = Participant.shared_at.is_(None) if state == State.PREPARING else Participant.id > 0
        one = self._session.scalars(
            select(Picture)
            .join(Dialogue, Dialogue.id == Picture.dialogue_id)
            .join(
                Participant,
                (Participant.dialogue_id == Dialogue.id) & (Participant.person_id == Picture.author_id),
            )
            .where(Dialogue.state == state, alone, Picture.author_id.in_(self.usernames))
        ).first()
        assert one is not None, f"the demo has no picture in a dialogue that is {state}"
        one.text, one.withheld = word, state != State.PREPARING
        here = f"/dialoger/{one.dialogue_id}/"
        self._note(word, [one.author_id], here)
        self.addresses += [f"{here}tema/{one.theme_id}", f"{here}helheten", f"{here}utskrift"]

    def _note(self, word: str, readers: object, address: str) -> None:
        assert hasattr(readers, "__iter__")
        self.readers[word] = {self.usernames[one] for one in readers if one in self.usernames}
        self.addresses.append(address)


def test_people_of_a_demo_open_every_door_and_read_words_meant_for_them(demo: Flask, key: str) -> None:
    with demo.app_context():
        planted = Planted(db.session)
        planted.plant()
        # What is begun keeps its titles in the language of whoever began.
        headings = {*db.session.scalars(select(Part.title)), *db.session.scalars(select(Theme.title))}
    everybody = [one.username for one in script.organisation(key).persons]
    seen = [one for who in WALKERS[key] for one in walk(demo, who)]
    assert len(seen) > 60
    for who in everybody:
        client = enter(demo, who)
        for path in [*planted.addresses, *(search_for(word) for word in planted.readers)]:
            answer = client.get(path, follow_redirects=True)
            status = 200 if answer.status_code == 404 else answer.status_code
            seen.append(Seen(who, path, status, answer.text))
    # Last, since a language stays chosen.
    in_english = walk(demo, WALKERS[key][0], "en")
    told = [f"{one.place}: {one.status}" for one in [*seen, *in_english] if one.status != 200]
    told += [f"{one.place}: {text}" for one in seen for text in texts_of(one.text) if RAW.search(text)]
    told += [
        f"{one.place}, in English: {text}"
        for one in in_english
        for text in texts_of(one.text)
        if text in swedish() - headings
    ]
    told += [
        f"{one.place} reads {word}"
        for one in seen
        for word, readers in planted.readers.items()
        if one.who not in readers and word in _said(one, word)
    ]
    assert not told, "\n" + "\n".join(sorted(set(told)))
    for word in {DRAFT, PERSONAL, UNIT_DRAFT} & set(planted.readers):
        assert any(word in one.text for one in seen if one.who in planted.readers[word]), word


def search_for(word: str) -> str:
    return f"/sok?q={quote(word)}"


def _said(one: Seen, word: str) -> str:
    """Give what a page says by itself: one of search repeats what was asked for, and then says that it found nothing."""
    return "" if one.path == search_for(word) and '<ol class="hits"' not in one.text else one.text


def test_pages_of_further_models_take_few_statements(demo: Flask, key: str) -> None:
    told = []
    for special in SPECIAL[key]:
        client = enter(demo, special.who)
        path = address_of(special, lambda asked, client=client: _read(client.get(asked)))  # type: ignore[misc]
        with demo.app_context():
            engine = db.engine
        with counted_statements(engine) as sent:
            client.get(path)
        if len(sent) > special.most + SIGN_IN:
            told.append(
                f"{special.name} ({path}): {len(sent)}\n" + "\n".join(f"    {one[:160]}" for one in sent)
            )
    assert not told, "\n".join(told)


def _read(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.text
