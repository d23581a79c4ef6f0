"""Steering models of the populated municipality: a draft with a mistake, one without, and a decision about a day to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.modelling import services
from app.modelling.checking import tables_of
from app.modelling.models import Adoption, ModelDraft, ModelVersion
from app.organisation.models import Person
from app.steering.loader import SHIPPED

Values = dict[str, object]


def fill_models(session: Session, administrator: Person) -> None:
    """Copy a model twice: the one gets a mistake, the other is to come into force in a month."""
    text = (SHIPPED / "tranemo.toml").read_text(encoding="utf-8")
    for name in ("Ett utkast med fel", "Ett utkast utan fel"):
        services.copy(
            session, actor_id=administrator.id, name=name, text=text, origin_name="Tranemos styrmodell"
        )
    wrong, right = session.scalars(select(ModelDraft).order_by(ModelDraft.id))
    tables = tables_of(wrong.text)
    tables["unit_kinds"][0]["level"] = "överst"
    services.change(
        session,
        actor_id=administrator.id,
        draft=wrong,
        tables=tables,
        place="unit_kinds.0",
        was=0,
        becomes="överst",
    )
    services.adopt(
        session,
        actor_id=administrator.id,
        draft=right,
        from_day=clock.today() + timedelta(days=30),
        why="Enligt fullmäktiges beslut.",
    )


def _drafts(session: Session) -> list[int]:
    return list(session.scalars(select(ModelDraft.id).order_by(ModelDraft.id)))


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"draft_id"}): lambda session: [{"draft_id": one} for one in _drafts(session)],
    frozenset({"draft_id", "part"}): lambda session: [
        {"draft_id": one, "part": part}
        for one in _drafts(session)[:1]
        for part in ("unit_kinds", "terms", "rules", "internal_control")
    ],
    frozenset({"draft_id", "part", "entry"}): lambda session: [
        {"draft_id": one, "part": part, "entry": entry}
        for one in _drafts(session)[:1]
        for part, entry in (("unit_kinds", "0"), ("dialogue_templates", "0"), ("terms", "dialogue"))
    ],
    frozenset({"draft_id", "revision"}): lambda session: [
        {"draft_id": one.id, "revision": one.revision} for one in session.scalars(select(ModelDraft))
    ],
    frozenset({"version_id"}): lambda session: [
        {"version_id": one} for one in session.scalars(select(ModelVersion.id))
    ],
    frozenset({"adoption_id"}): lambda session: [
        {"adoption_id": one} for one in session.scalars(select(Adoption.id))
    ],
}
"""Values for the arguments of the views of models."""

QUERIES: dict[str, list[str]] = {"modelling.compare": ["", "?med=gallande"]}
"""Further ways to ask."""
