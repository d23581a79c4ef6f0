"""What the register of governing documents brings along to a dialogue: those the reporting unit names as important."""

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from app.access.guard import acting
from app.access.matrix import May
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.documents.queries import important_to
from app.documents.wording import type_name
from app.ui.addresses import url_for


def governing_documents(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the documents that the reporting unit has named in its core mission."""
    if not acting().may(May.READ_DOCUMENTS):
        return []
    return [
        Item(one.title, type_name(one.type_key), url_for("documents.one", document_id=one.id))
        for one in important_to(session, dialogue.series.rep_post.unit_id)
    ]


GOVERNING_DOCUMENTS = Provider(
    "governing_documents",
    lazy_gettext("Styrdokument"),
    lazy_gettext("De styrdokument som den rapporterande enheten har pekat ut i sitt grunduppdrag."),
    governing_documents,
)
