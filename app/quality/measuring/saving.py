"""Rows as they were sent, kept one by one: one that is refused takes nothing from the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app import clock
from app.quality.indicators.models import Indicator
from app.quality.measuring import queries, services, telling
from app.quality.measuring.doubting import doubts
from app.quality.measuring.due import row_of
from app.quality.measuring.errors import ChangedMeanwhile, Refused
from app.quality.measuring.filling import Filling, Key, keys_in
from app.quality.measuring.models import Sex
from app.quality.measuring.queries import Figure, Line
from app.quality.measuring.rules import Entry
from app.quality.rights import Reader

MOST_ROWS = 100
"""Rows taken from one form: a page has fewer."""


@dataclass(slots=True)
class Sent:
    """What became of the rows of a form."""

    saved: list[Filling] = field(default_factory=list)
    unchanged: list[Filling] = field(default_factory=list)
    refused: list[Filling] = field(default_factory=list)
    gone: int = 0


def save_rows(session: Session, reader: Reader, sent: Mapping[str, str]) -> Sent:
    """Keep each row that holds something and can be kept; what the reader does not measure is counted and left alone."""
    found = Sent()
    keys = keys_in(sent)[:MOST_ROWS]
    standing = _figures(session, keys, sent)
    for key in keys:
        opened = queries.indicator_to_measure(session, reader, key.indicator_id, key.unit_id)
        if opened is None:
            found.gone += 1
            continue
        indicator, unit = opened
        filling = Filling.of(
            row_of(indicator, indicator.factor.id, indicator.factor.title, unit.id, unit.name, key.period), {}
        )
        filling.type_over(sent)
        _save(session, reader, indicator, key, filling, found, standing)
    if found.saved:
        telling.measured(session, reader)
    return found


Figures = Mapping[Line, list[Figure]]


def _figures(session: Session, keys: list[Key], sent: Mapping[str, str]) -> Figures:
    """Give what stands of the lines in which a figure was typed, to hold it against; one statement, none for words alone."""
    typed = {name.rpartition(".")[0] for name, text in sent.items() if text and ".value" in name}
    asked = [key for key in keys if key.name in typed]
    return queries.figures_of(session, {one.indicator_id for one in asked}, {one.unit_id for one in asked})


def _asks(
    indicator: Indicator, key: Key, filling: Filling, entries: Mapping[Sex, Entry], standing: Figures
) -> bool:
    """Ask about what is hardly so, once; tells whether the row waits for an answer."""
    odd = doubts(
        entries,
        period=key.period,
        unit=indicator.unit_of_measure,
        figures=lambda sex: standing.get((key.indicator_id, key.unit_id, sex), []),
    )
    return filling.ask(odd)


def _save(
    session: Session,
    reader: Reader,
    indicator: Indicator,
    key: Key,
    filling: Filling,
    found: Sent,
    standing: Figures,
) -> None:
    entries = filling.entries()
    if filling.errors or _asks(indicator, key, filling, entries, standing):
        found.refused.append(filling)
        return
    try:
        made = services.measure(
            session,
            actor_id=reader.actor.person_id,
            indicator=indicator,
            unit_id=key.unit_id,
            period=key.period,
            entries=entries,
            expected=filling.expected,
        )
    except Refused as refused:
        if all(entry.empty for entry in entries.values()):
            found.unchanged.append(filling)
            return
        filling.refuse(refused)
        found.refused.append(filling)
        return
    except ChangedMeanwhile as changed:
        filling.meet(changed)
        _read_anew(session, key, filling)
        found.refused.append(filling)
        return
    if not made:
        found.unchanged.append(filling)
        return
    filling.saved_at = clock.now()
    _read_anew(session, key, filling)
    found.saved.append(filling)


def _read_anew(session: Session, key: Key, filling: Filling) -> None:
    """Take over the revisions that stand now, so that what is sent next is held against them."""
    standing = services.standing_of(session, key.indicator_id, key.unit_id, key.period)
    for one in filling.figures:
        one.revision = _revision(standing, one.sex)
    filling.text_revision = max(
        (_revision(standing, sex) for sex in filling.expected if sex in {Sex.UNDIVIDED, Sex.ALL}), default=0
    )


def _revision(standing: Mapping[Sex, object], sex: Sex) -> int:
    one = standing.get(sex)
    return int(getattr(one, "revision", 0))
