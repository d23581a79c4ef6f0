"""What has been said in dialogues about factors and indicators: the one place that asks for it."""

from collections.abc import Collection, Mapping

from app.access.guard import acting
from app.db import db
from app.passages.talks import pages
from app.passages.talks.queries import TalkedAbout
from app.quality.subjects import FACTOR, INDICATOR


def said_of_factors(ids: Collection[int]) -> Mapping[int, TalkedAbout]:
    """Give the latest of what was said about factors, by number, as the one who has signed in may read it."""
    return pages.talked_about(db.session, acting(), FACTOR, ids) if ids else {}


def said_of_indicators(ids: Collection[int]) -> Mapping[int, TalkedAbout]:
    """Give the same of indicators."""
    return pages.talked_about(db.session, acting(), INDICATOR, ids) if ids else {}
