"""The texts of units in the populated municipality, each a canary; `canaries.text_right` says who may read each."""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.exports.orders.models import OrderedDocument, OrderState
from app.organisation.models import Person
from app.writing import services
from app.writing.kinds import kinds
from app.writing.models import Part, TakenIn, TextState, UnitText
from tests.factories.organisation import Municipality
from tests.factories.unit_texts import MANAGES, loaded_text, make_text
from tests.support.canaries import UNIT_TEXT, canary

Values = dict[str, object]


def fill_unit_texts(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Write core missions in every state: established with a draft of the next version, shared, laid aside."""
    manager = people["unit_manager"]
    first = make_text(
        session, town.unit, manager, _words("preschool", "established_one"), state=TextState.ESTABLISHED
    )
    make_text(
        session, town.unit, manager, _words("preschool", "established_two"), state=TextState.ESTABLISHED
    )
    draft = make_text(session, town.unit, manager, _words("preschool", "draft"))
    services.take_in(
        session,
        actor_id=manager.id,
        text=draft,
        near=MANAGES,
        part=draft.parts[1],
        source_kind="governing_document",
        source_id=1,
        words=_words("preschool", "draft_taken"),
        source="Ett styrdokument",
    )
    make_text(
        session, town.sibling, people["sibling_manager"], _words("sibling", "shared"), state=TextState.SHARED
    )
    make_text(
        session, town.section, people["section_manager"], _words("section", "aside"), state=TextState.ASIDE
    )
    session.add(
        OrderedDocument(
            person_id=manager.id,
            kind="unit_text",
            object_id=first.id,
            form="pdf",
            likeness="as it was once",
            name="Fil.pdf",
            content=_words("preschool", "established_one").encode(),
            state=OrderState.DONE,
            ordered_at=clock.now(),
        )
    )
    loaded_text(session, draft)
    current_state = kinds.get("current_state")
    assert current_state is not None
    year = clock.today().year
    for unit, by, what, state in (
        (town.unit, manager, "established_analysis", TextState.ESTABLISHED),
        (town.section, people["section_manager"], "draft_analysis", TextState.DRAFT),
    ):
        where = "preschool" if unit is town.unit else "section"
        make_text(session, unit, by, _words(where, what), kind=current_state, year=year, state=state)
    overview = kinds.get("supervision_overview")
    assert overview is not None
    chief = people["chief_executive"]
    for what, state in (
        ("established_first", TextState.ESTABLISHED),
        ("established_second", TextState.ESTABLISHED),
        ("draft_third", TextState.DRAFT),
    ):
        words = _words("overview", what)
        make_text(session, town.administration, chief, words, kind=overview, year=year, state=state)


def _words(where: str, what: str) -> str:
    return f"Ord {canary(UNIT_TEXT, where, what)} ord."


def texts(session: Session) -> list[Values]:
    """Give every text of a unit."""
    return [{"text_id": one} for one in session.scalars(select(UnitText.id).order_by(UnitText.id))]


def parts(session: Session) -> list[Values]:
    """Give the first part of every text."""
    rows = session.execute(select(Part.unit_text_id, Part.id).where(Part.position == 0).order_by(Part.id))
    return [{"text_id": text, "part_id": part} for text, part in rows]


def taken(session: Session) -> list[Values]:
    """Give what was taken into texts."""
    rows = session.execute(select(Part.unit_text_id, TakenIn.id).join(Part, Part.id == TakenIn.part_id))
    return [{"text_id": text, "taken_id": one} for text, one in rows]


def compared(session: Session) -> list[Values]:
    """Give versions of one text, each with the one before it."""
    rows = session.execute(
        select(UnitText.id, UnitText.kind, UnitText.unit_id).order_by(
            UnitText.kind, UnitText.unit_id, UnitText.year, UnitText.number
        )
    ).all()
    return [
        {"text_id": later.id, "earlier_id": earlier.id}
        for earlier, later in pairwise(rows)
        if (earlier.kind, earlier.unit_id) == (later.kind, later.unit_id)
    ]


def ordered(session: Session) -> list[Values]:
    """Give the long texts somebody ordered."""
    rows = session.execute(
        select(OrderedDocument.object_id, OrderedDocument.id).where(OrderedDocument.kind == "unit_text")
    )
    return [{"text_id": text, "order_id": order} for text, order in rows]


def files(session: Session) -> list[Values]:
    """Give every text in both forms."""
    return [values | {"form": form} for values in texts(session) for form in ("pdf", "docx")]


def quoted(session: Session) -> list[Values]:
    """Give a part of an analysis with an established one below that can be quoted in it."""
    rows = session.execute(
        select(UnitText.id, UnitText.state, UnitText.kind)
        .where(UnitText.kind == "current_state")
        .order_by(UnitText.id)
    ).all()
    source = next((row.id for row in rows if row.state == TextState.ESTABLISHED), None)
    into = next((row.id for row in rows if row.state == TextState.DRAFT), None)
    if source is None or into is None:
        return []
    part = session.scalars(select(Part.id).where(Part.unit_text_id == into).order_by(Part.position)).first()
    return [{"text_id": into, "part_id": part, "source_id": source}]


def parts_alone(session: Session) -> list[Values]:
    """Give the first part of every text, by itself."""
    return [{"part_id": values["part_id"]} for values in parts(session)]


def places_of_kinds(session: Session) -> list[Values]:
    """Give a kind of text with a unit that has one."""
    rows = session.execute(select(UnitText.kind, UnitText.unit_id).order_by(UnitText.id))
    return [{"kind_key": kind, "unit_id": unit} for kind, unit in dict.fromkeys(map(tuple, rows))]


ARGUMENTS = {
    frozenset({"text_id", "part_id", "source_id"}): quoted,
    frozenset({"part_id"}): parts_alone,
    frozenset({"kind_key", "unit_id"}): places_of_kinds,
    frozenset({"kind_key"}): lambda _session: [{"kind_key": "core_mission"}, {"kind_key": "current_state"}],
    frozenset({"text_id"}): texts,
    frozenset({"text_id", "part_id"}): parts,
    frozenset({"text_id", "taken_id"}): taken,
    frozenset({"text_id", "earlier_id"}): compared,
    frozenset({"text_id", "order_id"}): ordered,
    frozenset({"text_id", "form"}): files,
}
