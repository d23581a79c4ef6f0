"""How the history speaks of models: what stands is what was last told."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.modelling import facts
from app.modelling.models import Adoption, ModelDraft, ModelVersion
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", {name: value for name, value in entry.after.items() if name != "place"})


def _rows(table: Any, facts_of: Callable[..., facts.Facts]) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = select(table).order_by(table.id)
        for one in session.scalars(found.execution_options(yield_per=20, populate_existing=True)):
            yield Row(one.id, "", facts_of(one))

    return rows


WITNESSES = (
    Witness(
        "draft of a model",
        facts.DRAFT,
        ("model.copied", "model.imported", "model.changed", "model.discarded", "model.restored"),
        _hear,
        _rows(ModelDraft, facts.draft_facts),
    ),
    Witness(
        "version of a model",
        facts.VERSION,
        ("model.version_made",),
        _hear,
        _rows(ModelVersion, facts.version_facts),
    ),
    Witness(
        "model in use",
        facts.ADOPTION,
        ("model.adopted", "model.adoption_withdrawn"),
        _hear,
        _rows(Adoption, facts.adoption_facts),
    ),
)
