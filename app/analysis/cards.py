"""A text of a unit as a card on the unit's page."""

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext

from app import clock
from app.analysis.parts import Card, Line, Loader, Looked
from app.ui.install import day
from app.writing.kinds import TextKind
from app.writing.models import TextState, UnitText
from app.writing.pages import named
from app.writing.wording import STATES

LEAD = 420
"""Characters of the first words shown; the rest is one click away."""


def text_card(kind: TextKind, gap: Callable[[], str]) -> Loader:
    """Make the card of a kind of text: its first established words, and the draft for those who may see it."""

    def load(looked: Looked) -> Card:
        year = kind.year_of(looked.year)
        texts = [text for text in looked.texts.get(kind.key, ()) if text.year == year]
        established = next((text for text in texts if text.state == TextState.ESTABLISHED), None)
        begun = next((text for text in texts if text.state != TextState.ESTABLISHED), None)
        shown = established or begun
        asked = bool(kind.asked_of(looked.session, [looked.unit.id], clock.today()))
        actions = []
        if begun is not None:
            actions.append(_way_on(kind, begun, looked))
        return Card(
            kind.key,
            named(kind, year),
            words=first_words(shown) if shown else "",
            about=" · ".join(
                one
                for one in (_about(established) if established else "", _doers(kind, looked, asked))
                if one
            ),
            href=_address(kind, shown) if shown else "",
            link=gettext("Läs hela") if shown else "",
            gap="" if shown or not asked else gap(),
            begin=kind if asked and begun is None and looked.near.writes else None,
            actions=actions,
        )

    return load


def _doers(kind: TextKind, looked: Looked, asked: bool) -> str:
    """Say who does it, where not every unit does: it is asked of the unit, written by it for those named, or not asked of it."""
    if kind.doers is None:
        return ""
    if not asked:
        return gettext("Skrivs inte här: den görs av %(who)s.", who=kind.doers.words())
    if kind.doers.names(looked.unit.kind):
        return gettext("Den görs av %(who)s.", who=kind.doers.words())
    return gettext("Den görs av %(who)s; ni skriver åt dem.", who=kind.doers.words())


def _way_on(kind: TextKind, begun: UnitText, looked: Looked) -> Line:
    state = str(STATES[begun.state])
    words = gettext("Skriv vidare") if looked.near.writes else gettext("Läs det som är delat")
    note = gettext(
        "%(state)s sedan %(day)s, version %(number)s",
        state=state,
        day=day(begun.state_since),
        number=begun.number,
    )
    return Line(words, _address(kind, begun), note)


def _about(text: UnitText) -> str:
    return gettext("Version %(number)s, fastställd %(day)s", number=text.number, day=day(text.state_since))


def _address(kind: TextKind, text: UnitText) -> str:
    return url_for("writing.text", text_id=text.id)


def first_words(text: UnitText) -> str:
    """Give the beginning of what a text says, cut at a sentence where one ends."""
    words = next((part.text.strip() for part in text.parts if not part.left_out and part.text.strip()), "")
    if len(words) <= LEAD:
        return words
    cut = words[:LEAD]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    return cut[: end + 1] if end > LEAD // 3 else cut.rsplit(" ", 1)[0] + " …"
