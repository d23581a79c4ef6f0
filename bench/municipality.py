"""A municipality of any size, written straight into the tables: what is measured does not depend on the demo."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.models import Credential
from app.accounts.passwords import hasher
from app.accounts.signing_in import begin
from app.config import Settings
from app.db import db
from app.dialogues.models import (
    Agreement,
    Dialogue,
    Participant,
    Picture,
    Post,
    Series,
    SharedText,
    SharedTextRevision,
    Side,
    State,
    Template,
    TemplateVersion,
    Theme,
)
from app.migrating import alembic
from app.organisation.bulk import AppointmentRow, PersonRow, UnitRow, bulk_load
from app.records.appending import Change, record_many

SECRET = "only-for-measuring-" + "x" * 32
PASSWORD = "samsyn-bench"
LONG_AGO = date(2020, 1, 1)
TEXT = (
    "Vi ser att samarbetet mellan förskolorna har gett mer tid för barnen, men att vikarier saknas på fredagar. "
    "Nästa steg är att pröva en gemensam pool under hösten och se efter i november hur det har gått. "
)


@dataclass(slots=True)
class SignedIn:
    """Somebody's cookie and the CSRF token of a page in their hands."""

    person_id: int
    cookie: str
    csrf_token: str


@dataclass(slots=True)
class Meeting:
    """One dialogue with its two people and its themes."""

    dialogue_id: int
    over_id: int
    rep_id: int
    theme_ids: list[int]
    note_ids: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Municipality:
    """Who and what was made. The first person leads the top unit and has a dialogue line with each unit's manager."""

    boss_id: int
    manager_ids: list[int]
    unit_ids: list[int]
    meetings: list[Meeting]
    administrator_id: int


def settings_for(database_url: str, **changes: object) -> Settings:
    """Give settings for measuring: as in production, on plain HTTP."""
    wanted: dict[str, object] = {"database_url": database_url, "secret_key": SECRET} | changes
    return Settings(**wanted)  # type: ignore[arg-type]


def migrated_app(database_url: str, **changes: object) -> Flask:
    """Make the application with an up-to-date, empty database."""
    app = create_app(settings_for(database_url, **changes))
    with app.app_context():
        alembic.upgrade()
    return app


def sqlite_url(folder: Path, name: str = "samsyn") -> str:
    """Name a SQLite file in a folder."""
    return f"sqlite:///{folder / name}.sqlite3"


def build(
    session: Session, *, pairs: int, themes: int = 7, big: int = 0, units: int = 0, state: State = State.HELD
) -> Municipality:
    """Write a top unit with `pairs` units under it, a line of two meetings with each, and further `units` without.

    `big` gives the first line's meeting that many themes, each with a note and both pictures.
    """
    organisation = bulk_load(
        session,
        units=[
            UnitRow("Förvaltningen", "administration", None, LONG_AGO, "TOP", is_top_administration=True),
            *(UnitRow(f"Sektion {n:05}", "section", 0, LONG_AGO, f"S{n}") for n in range(pairs)),
            *(
                UnitRow(f"Enhet {n:05}", "unit", 1 + n % max(pairs, 1), LONG_AGO, f"E{n}")
                for n in range(units)
            ),
        ],
        people=[
            PersonRow("Karin Kommunchef"),
            PersonRow("Adam Administratör"),
            *(PersonRow(f"Chef {n:05}") for n in range(pairs)),
        ],
        appointments=[
            AppointmentRow(0, 0, "manager", LONG_AGO, title="Kommunchef"),
            AppointmentRow(1, 0, "administrator", LONG_AGO, title="Administratör"),
            *(AppointmentRow(2 + n, 1 + n, "manager", LONG_AGO, title="Sektionschef") for n in range(pairs)),
        ],
        actor_id=None,
    )
    boss, administrator, *managers = organisation.person_ids
    hashed = hasher().hash(PASSWORD)
    session.add_all(
        Credential(person_id=person, username=f"bench{number}", password_hash=hashed)
        for number, person in enumerate([boss, administrator, *managers[:40]])
    )
    template = Template(name="Dialog", pair_kind="managers")
    session.add(template)
    session.flush()
    version = TemplateVersion(template_id=template.id, number=1, made_at=datetime(2026, 1, 1, tzinfo=UTC))
    session.add(version)
    over = Post(unit_id=organisation.unit_ids[0], kind="manager")
    reps = [Post(unit_id=unit, kind="manager") for unit in organisation.unit_ids[1 : pairs + 1]]
    session.add_all([over, *reps])
    session.flush()
    lines = [
        Series(
            pair_kind="managers",
            over_post_id=over.id,
            rep_post_id=rep.id,
            template_id=template.id,
            rhythm="",
            started_on=LONG_AGO,
        )
        for rep in reps
    ]
    session.add_all(lines)
    session.flush()
    meetings = [
        _meeting(
            session, line, boss, manager, version.id, number, big if big and number == 0 else themes, state
        )
        for number, (line, manager) in enumerate(zip(lines, managers, strict=True))
    ]
    session.flush()
    _note_in_history(session)
    return Municipality(boss, managers, organisation.unit_ids, meetings, administrator)


def _note_in_history(session: Session) -> None:
    """Let the history know of what was written past the services, so that it can be verified."""
    changes = [
        Change("agree", "agreement", one.id, None, {"what": one.what})
        for one in session.scalars(select(Agreement).order_by(Agreement.id))
    ]
    for name, kind, texts in (
        ("write_picture", "picture", select(Picture.id, Picture.text)),
        ("write_note", "shared_text", select(SharedText.id, SharedText.text).where(SharedText.text != "")),
    ):
        changes += [
            Change(name, kind, number, None, {"text": said}) for number, said in session.execute(texts)
        ]
    for template in session.scalars(select(Template).order_by(Template.id)):
        kept = {"name": template.name, "version": 1, "themes": []}
        changes.append(Change("template.created", "dialogue_template", template.id, None, kept))
    dialogues = select(Dialogue.id, Dialogue.title, Dialogue.state).order_by(Dialogue.id)
    for number, title, state in session.execute(dialogues):
        changes.append(Change("plan_dialogue", "dialogue", number, None, {"title": title}))
        changes.append(Change("step", "dialogue", number, None, {"state": state}))
    for series in session.scalars(select(Series).order_by(Series.id)):
        changes.append(Change("start_series", "series", series.id, None, {"rhythm": series.rhythm}))
    record_many(session, actor_id=None, changes=changes)


def _meeting(
    session: Session,
    line: Series,
    boss: int,
    manager: int,
    version_id: int,
    number: int,
    themes: int,
    state: State,
) -> Meeting:
    at = datetime(2026, 9, 1, 8, tzinfo=UTC) + timedelta(hours=number)
    dialogue = Dialogue(
        series_id=line.id,
        template_version_id=version_id,
        title="Uppföljning",
        starts_at=at,
        state=state,
        state_since=at,
        revealed_at=at,
        held_at=at,
    )
    session.add(dialogue)
    session.flush()
    for side, person in ((Side.OVER, boss), (Side.REP, manager)):
        session.add(Participant(dialogue_id=dialogue.id, side=side, person_id=person, shared_at=at))
    rows = [
        Theme(
            dialogue_id=dialogue.id,
            position=position,
            title=f"Tema {position}",
            questions="Hur går det?",
            backgrounds=[],
        )
        for position in range(1, themes + 1)
    ]
    session.add_all(rows)
    session.flush()
    notes = [SharedText(dialogue_id=dialogue.id, theme_id=row.id, text="") for row in rows]
    session.add_all([*notes, SharedText(dialogue_id=dialogue.id)])
    session.flush()
    if themes > 20:
        _write(session, dialogue, rows, notes, boss, manager, at)
    session.add(
        Agreement(
            series_id=line.id,
            dialogue_id=dialogue.id,
            what="Pröva en gemensam pool",
            who="rep",
            due_on=date(2026, 12, 1),
        )
    )
    return Meeting(dialogue.id, boss, manager, [row.id for row in rows], [note.id for note in notes])


def _write(
    session: Session,
    dialogue: Dialogue,
    themes: list[Theme],
    notes: list[SharedText],
    boss: int,
    manager: int,
    at: datetime,
) -> None:
    for note in notes:
        revision = SharedTextRevision(shared_text_id=note.id, text=TEXT * 2, author_id=boss, at=at)
        session.add(revision)
        session.flush()
        note.text, note.revision_id, note.updated_at, note.updated_by_id = TEXT * 2, revision.id, at, boss
    session.execute(
        insert(Picture),
        [
            {
                "dialogue_id": dialogue.id,
                "theme_id": theme.id,
                "author_id": person,
                "side": side,
                "text": TEXT,
                "revision": 1,
                "updated_at": at,
            }
            for theme in themes
            for side, person in ((Side.OVER, boss), (Side.REP, manager))
        ],
    )


def sign_in(app: Flask, person_id: int) -> SignedIn:
    """Sign somebody in without the form, as the browser would stand afterwards."""
    with app.app_context():
        token = begin(db.session, person_id=person_id)
        db.session.commit()
    raw = secrets.token_hex(20)
    content = {"_user_id": token, "seen": int(datetime.now(UTC).timestamp()), "csrf_token": raw}
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return SignedIn(
        person_id,
        f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}",
        URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw),  # type: ignore[arg-type]
    )
