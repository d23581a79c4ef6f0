"""The economy of a unit on the page of its analysis and plan: what the latest submitted forecast says, words first."""

from flask_babel import gettext

from app import clock
from app.access.matrix import May
from app.analysis.parts import Card, Looked
from app.economy import rules
from app.economy.queries import opening, whose
from app.economy.queries.whose import Reader
from app.economy.wording import deviation_words, forecast_title
from app.ui.addresses import url_for
from app.ui.install import day


def economy_card(looked: Looked) -> Card | None:
    """Give the card to those who read the unit's economy."""
    reader = Reader(looked.actor, clock.today())
    if not looked.actor.may(May.READ_ECONOMY):
        return None
    if not whose.standing_at(looked.session, reader, looked.unit.id).any:
        return None
    href = url_for("economy.index", enhet=looked.unit.id, ar=looked.year)
    title, link = gettext("Ekonomi"), gettext("Ekonomin %(year)s", year=looked.year)
    found = opening.last_submitted(looked.session, looked.unit.id, looked.year)
    if found is None:
        gap = gettext("Ingen prognos lämnad för %(year)s än.", year=looked.year)
        return Card("economy", title, href=href, link=link, gap=gap)
    about = gettext(
        "%(result)s. %(name)s, lämnad %(day)s",
        result=deviation_words(rules.deviation_of(found)),
        name=forecast_title(found.month, found.year),
        day=day(found.submitted_at) if found.submitted_at is not None else "",
    )
    return Card("economy", title, words=found.says or found.why, about=about, href=href, link=link)
