"""What the registers bring along to a dialogue: documents the reporting unit names as important, decisions near it."""

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.documents.decisions.queries import decisions_near
from app.documents.facts import DECISION, DOCUMENT
from app.documents.queries import important_to
from app.documents.wording import type_name
from app.passages.subjects import Subject
from app.ui.addresses import url_for
from app.ui.install import day

MOST_DECISIONS = 8


def governing_documents(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the documents that the reporting unit has named in its core mission."""
    if not acting().may(May.READ_DOCUMENTS):
        return []
    return [
        _item(
            one.title, type_name(one.type_key), DOCUMENT, one.id, url_for("documents.one", document_id=one.id)
        )
        for one in important_to(session, dialogue.series.rep_post.unit_id)
    ]


def decisions(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the latest decisions that the reporting unit has recorded, or that are about a document it has named."""
    if not acting().may(May.READ_DOCUMENTS):
        return []
    found = decisions_near(
        session,
        actor=acting(),
        unit_ids=[dialogue.series.rep_post.unit_id],
        day=clock.today(),
        limit=MOST_DECISIONS,
    )
    return [
        _item(
            one.title,
            " · ".join(
                part for part in (one.decided_by, day(one.decided_on) if one.decided_on else "") if part
            ),
            DECISION,
            one.id,
            url_for("decisions.one", decision_id=one.id),
        )
        for one in found
    ]


def _item(title: str, source: str, kind: str, number: int, href: str) -> Item:
    # Both registers are read by everybody who works here: what one may mark, both may read.
    return Item(title, source, href, subject=Subject(kind, number, title, href))


GOVERNING_DOCUMENTS = Provider(
    "governing_documents",
    lazy_gettext("Styrdokument"),
    lazy_gettext("De styrdokument som den rapporterande enheten har pekat ut i sitt grunduppdrag."),
    governing_documents,
)
DECISIONS = Provider(
    "decisions",
    lazy_gettext("Beslut"),
    lazy_gettext(
        "De senaste besluten som den rapporterande enheten har fört in, eller som gäller dess viktigaste styrdokument."
    ),
    decisions,
)
