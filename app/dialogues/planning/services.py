"""Writes: a year of meetings planned in one go, all of them or none."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue, Series, Side, TemplateVersion
from app.dialogues.series.beginning import plan_dialogue


def plan_year(
    session: Session,
    *,
    actor_id: int,
    series: Series,
    agenda: TemplateVersion,
    title: str,
    times: Sequence[datetime],
    speakers: dict[Side, int],
    minutes: int,
    place: str = "",
) -> list[Dialogue]:
    """Plan a meeting at each of several times, each with an invitation of its own; raises what `plan_dialogue` does."""
    return [
        plan_dialogue(
            session,
            actor_id=actor_id,
            series=series,
            agenda=agenda,
            title=title,
            starts_at=starts_at,
            speakers=speakers,
            minutes=minutes,
            place=place,
        )
        for starts_at in sorted(times)
    ]
