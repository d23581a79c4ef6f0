"""What units' texts keep of the steering model: which kind of analysis they are."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.modelling.uses import Use
from app.steering.schema import Profile
from app.writing.kinds import kinds
from app.writing.models import UnitText


def _analyses(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.name for one in profile.analyses}


def _counts(session: Session) -> Mapping[str, int]:
    """Count texts of the kinds a model names; the core mission and the like are the product's own."""
    rows = session.execute(select(UnitText.kind, func.count(UnitText.id)).group_by(UnitText.kind))
    return {key: count for key, count in rows if (kind := kinds.get(key)) is None or kind.quotes_below}


ANALYSES = Use(
    "analyses",
    lazy_gettext("Analyser"),
    _analyses,
    _counts,
    note=lazy_gettext(
        "De läses som förut, under sitt gamla namn, och de påbörjade går att skriva klart. Nya skrivs i den nya modellens slag."
    ),
)
