"""Files in the demo: what managers bring to a meeting, one on a picture that is not opened yet, and one on a document."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.checking.whole import Checked, check
from app.attachments.services import Place, attach
from app.attachments.store import Store
from app.demo.script import FilePart
from app.dialogues import rules
from app.dialogues.attaching import services
from app.dialogues.models import Dialogue, Side, State
from app.dialogues.queries.opening import loaded_dialogue
from app.dialogues.queries.said import themes_of
from app.dialogues.rules import Seat, Standing
from app.documents.facts import DOCUMENT, ON_VERSION
from app.documents.models import Document, DocumentVersion

ABSENCE = """Månad;Sjukfrånvaro i procent;Varav längre än 60 dagar
Maj;6,1;2,2
Juni;5,4;2,3
Augusti;5,9;2,5
September;7,8;2,4
Oktober;8,3;2,6
"""

QUESTIONS = """# Frågor jag vill hinna med

- Vem täcker upp när två är borta samma vecka?
- Går det att flytta planeringstiden till förmiddagen?
- Vad säger vi till dem vi är till för om det som ändras, och när?

Det jag inte behöver svar på nu: schemat efter nyår.
"""


def attach_files(session: Session, store: Store, wanted: Sequence[FilePart]) -> None:
    """Attach a few files to the meetings that lie nearest in time, and to documents that are published nowhere."""
    _beside_preparations(session, store)
    for one in wanted:
        file = check(one.name, one.text.encode() if one.text else _sketch())
        if one.document:
            _on_document(session, store, one.document, file)
        else:
            for dialogue in _in_state(session, one.state)[:2]:
                _on_meeting(session, store, dialogue, one.side, file)


def _on_document(session: Session, store: Store, title: str, file: Checked) -> None:
    version = session.scalars(
        select(DocumentVersion).join(DocumentVersion.document).where(Document.title == title)
    ).first()
    if version is None or version.entered_by_id is None:
        return
    attach(
        session,
        store=store,
        actor_id=version.entered_by_id,
        place=Place(DOCUMENT, version.document_id, ON_VERSION, version.id),
        checked=file,
    )


def _beside_preparations(session: Session, store: Store) -> None:
    for dialogue in _in_state(session, State.PREPARING)[:6]:
        if dialogue.series.rep_post.person_id is None:
            _on_meeting(
                session,
                store,
                dialogue,
                Side.OVER,
                check("Sjukfrånvaro maj–oktober.csv", ABSENCE.encode("cp1252")),
            )
        seat = _seat(dialogue, Side.REP)
        theme = themes_of(session, dialogue.id)[-1]
        if rules.may_write_picture(dialogue, seat) is None:
            services.attach_to_picture(
                session,
                seat=seat,
                dialogue=dialogue,
                theme=theme,
                store=store,
                checked=check("Frågor jag vill hinna med.md", QUESTIONS.encode()),
            )


def _on_meeting(session: Session, store: Store, dialogue: Dialogue, side: Side, file: Checked) -> None:
    seat = _seat(dialogue, side)
    given = {consent.side for consent in dialogue.consents}
    if given or rules.may_attach(dialogue, seat) is not None:
        # What somebody already stands behind is left as it is.
        return
    services.attach_to_meeting(session, seat=seat, dialogue=dialogue, store=store, checked=file)


def _in_state(session: Session, state: State) -> list[Dialogue]:
    ids = session.scalars(
        select(Dialogue.id).where(Dialogue.state == state).order_by(Dialogue.starts_at.desc(), Dialogue.id)
    ).all()
    found = (loaded_dialogue(session, dialogue_id) for dialogue_id in ids)
    return [dialogue for dialogue in found if dialogue is not None]


def _seat(dialogue: Dialogue, side: Side) -> Seat:
    person_id = next(one.person_id for one in dialogue.participants if one.side == side)
    return Seat(Standing.PARTICIPANT, side, person_id)


def _sketch() -> bytes:
    """Draw a plain plan of a yard: surfaces in calm colours, no words."""
    plan = Image.new("RGB", (960, 600), (244, 241, 232))
    draw = ImageDraw.Draw(plan)
    draw.rectangle((60, 60, 430, 320), fill=(206, 216, 196), outline=(70, 90, 70), width=4)
    draw.rectangle((470, 60, 900, 220), fill=(222, 206, 186), outline=(110, 90, 70), width=4)
    draw.ellipse((520, 280, 820, 540), fill=(196, 210, 220), outline=(70, 90, 110), width=4)
    draw.line((60, 560, 470, 380, 900, 560), fill=(150, 150, 140), width=14, joint="curve")
    target = io.BytesIO()
    plan.save(target, "PNG")
    return target.getvalue()
