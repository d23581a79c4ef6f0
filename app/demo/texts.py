"""Plays the texts units write: begun, written part by part, shared and established by those who may, each on its day."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.analysis.naming.services import SOURCE
from app.analysis.values import VISION, aims
from app.demo.script import Part
from app.demo.stage import Act, Stage, Unplayable
from app.documents.models import Document
from app.documents.wording import type_name
from app.organisation.appointments import managers_of
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.writing import services
from app.writing.kinds import TextKind, kinds
from app.writing.models import Part as TextPart
from app.writing.models import TextState, UnitText
from app.writing.queries import nearness


class TextPartPart(Part):
    """What is written in a part, by its key; `by` somebody else than the manager."""

    key: str
    title: str = ""
    """What a part of one's own is called, where it is not among the headings."""
    text: str = ""
    by: str = ""
    documents: tuple[str, ...] = ()
    """Titles of governing documents chosen from the register."""


class UnitTextPart(Part):
    """A version of a unit's text. `day` is when it is begun, counted from today; `shared` and `established` days after.

    `year` is counted from the present one, for texts written anew each year. Dialogues call it by kind and unit:
    `core_mission:angen`.
    """

    unit: str
    kind: str = "core_mission"
    year: int = 0
    day: int
    shared: int | None = None
    established: int | None = None
    state: Literal["draft", "shared", "established", "aside"] = "established"
    parts: tuple[TextPartPart, ...]


class TextsPart(Part):
    """A file of texts."""

    texts: tuple[UnitTextPart, ...] = ()


def read(folder: Path) -> Iterator[UnitTextPart]:
    """Give the texts of a demo municipality, if it has any."""
    for file in sorted((folder / "texts").glob("*.toml")):
        yield from TextsPart.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).texts


def acts(stage: Stage, folder: Path) -> Iterator[Act]:
    """Give the acts of every text."""
    for part in read(folder):
        yield _written(stage, part)


def _written(stage: Stage, part: UnitTextPart) -> Act:
    kind = kinds.get(part.kind)
    if kind is None:
        raise Unplayable(f"nobody writes texts of the kind {part.kind}")
    yield _moment(stage, part.day, 9)
    unit = stage.session.get_one(Unit, stage.units[part.unit])
    manager = _manager(stage, unit)
    begun = services.begin(
        stage.session,
        actor_id=manager,
        kind=kind,
        unit=unit,
        near=nearness(stage.session, stage.actor(manager), unit.id, clock.today()),
        year=stage.calendar.today.year + part.year,
    )
    stage.call(f"{part.kind}:{part.unit}", Ref(part.kind, unit.id))
    for number, written in enumerate(part.parts):
        yield _moment(stage, part.day + number, 14)
        _write(stage, begun.id, written, manager)
    if part.shared is not None or part.state == "shared":
        yield _moment(stage, part.day + (part.shared or len(part.parts)), 15)
        _step(stage, begun.id, TextState.SHARED)
    if part.state == "aside":
        yield _moment(stage, part.day + len(part.parts), 16)
        _step(stage, begun.id, TextState.ASIDE)
    if part.state == "established":
        yield _moment(stage, part.day + (part.established or 20), 10)
        _establish(stage, begun.id, kind)
        if kind.key == VISION:
            for aim in aims(stage.session):
                stage.call(f"{aim.ref.kind}:{aim.title}", aim.ref)


def _moment(stage: Stage, day: int, hour: int) -> datetime:
    return stage.calendar.past(stage.calendar.meeting(min(day, 0), hour, 20))


def _manager(stage: Stage, unit: Unit) -> int:
    found = managers_of(stage.session, unit.id, clock.today())
    if not found:
        raise Unplayable(f"nobody leads {unit.name} on {clock.today()}")
    return found[0].person_id


def _text(stage: Stage, text_id: int) -> UnitText:
    return stage.session.scalars(
        select(UnitText)
        .where(UnitText.id == text_id)
        .options(joinedload(UnitText.unit), selectinload(UnitText.parts).selectinload(TextPart.taken_in))
        .execution_options(populate_existing=True)
    ).one()


def _write(stage: Stage, text_id: int, written: TextPartPart, manager: int) -> None:
    text = _text(stage, text_id)
    if written.title:
        near = nearness(stage.session, stage.actor(manager), text.unit_id, clock.today())
        services.add_part(stage.session, actor_id=manager, text=text, near=near, title=written.title)
        stage.session.flush()
        text = _text(stage, text_id)
    part = next((one for one in text.parts if one.key == written.key), None)
    if part is None:
        raise Unplayable(f"{text.kind} of {text.unit.name} has no part {written.key}")
    writer = stage.people[written.by] if written.by else manager
    near = nearness(stage.session, stage.actor(writer), text.unit_id, clock.today())
    if written.text:
        services.write_part(
            stage.session,
            actor_id=writer,
            text=text,
            near=near,
            part=part,
            words=written.text,
            base=part.revision_id or 0,
        )
    for title in written.documents:
        document = stage.session.scalars(select(Document).where(Document.title == title)).one_or_none()
        if document is None:
            raise Unplayable(f"no document is called {title}")
        services.take_in(
            stage.session,
            actor_id=writer,
            text=text,
            near=near,
            part=part,
            source_kind=SOURCE,
            source_id=document.id,
            words=document.title,
            source=type_name(document.type_key),
        )


def _step(stage: Stage, text_id: int, target: TextState) -> None:
    text = _text(stage, text_id)
    manager = _manager(stage, text.unit)
    near = nearness(stage.session, stage.actor(manager), text.unit_id, clock.today())
    services.step(stage.session, actor_id=manager, text=text, near=near, target=target)


def _establish(stage: Stage, text_id: int, kind: TextKind) -> None:
    text = _text(stage, text_id)
    manager = _manager(stage, text.unit)
    services.establish_text(
        stage.session,
        actor_id=manager,
        text=text,
        near=nearness(stage.session, stage.actor(manager), text.unit_id, clock.today()),
        kind=kind,
        revision=text.revision,
        brought=kind.brought_into(stage.session, text),
    )
