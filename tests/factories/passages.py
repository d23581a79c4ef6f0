"""Passages for tests, released through the same service as in the product."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person, Unit
from app.passages import services
from app.passages.models import Passage
from app.passages.subjects import Ref


def make_passage(
    session: Session,
    over: tuple[Unit, Person],
    rep: tuple[Unit, Person],
    *,
    text: str = "Inskolningarna drar ut på tiden.",
    theme: str = "Trygghet och kvalitet",
    verdict: str | None = "partly",
    source_id: int = 1,
    about: Sequence[Ref] = (),
) -> Passage:
    """Release a passage from a dialogue between two units, now."""
    at = clock.now()
    return services.release(
        session,
        source_kind="dialogue",
        source_id=source_id,
        said_on=at,
        theme=theme,
        text=text,
        verdict=verdict,
        over_unit_id=over[0].id,
        rep_unit_id=rep[0].id,
        over_person_id=over[1].id,
        rep_person_id=rep[1].id,
        over_released_at=at,
        rep_released_at=at,
        actor_id=over[1].id,
        about=about,
    )
