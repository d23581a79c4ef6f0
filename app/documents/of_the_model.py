"""What governing documents keep of the steering model: their type. Counted and carried over when another comes into force."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy.orm import selectinload

from app.documents.facts import DOCUMENT, document_facts
from app.documents.models import Document
from app.documents.rules import StateType
from app.modelling.carrying import carried, counted
from app.modelling.uses import Use
from app.steering.schema import Profile
from app.ui.addresses import url_for


def _names(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.names for one in profile.document_types}


_OF_MODELS = Document.type_key.not_in([str(one) for one in StateType])

DOCUMENTS = Use(
    "documents",
    lazy_gettext("Styrdokument"),
    _names,
    counted(Document.type_key, _OF_MODELS),
    carried(
        Document.type_key,
        action="document.corrected",
        kind=DOCUMENT,
        facts=document_facts,
        options=(selectinload(Document.applies_to),),
        under="document",
    ),
    address=lambda key: url_for("documents.index", typ=key),
)
