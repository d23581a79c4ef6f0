"""The texts of units in the populated municipality, each a canary, and who may read each.

The oracle is written from the field's own table of rights: drafts for the unit's manager and support, shared texts for
managers above too, established ones for politicians above and auditors as well.
"""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.exports.orders.models import OrderedDocument, OrderState
from app.organisation.models import Person
from app.writing import services
from app.writing.models import Part, TakenIn, TextState, UnitText
from tests.factories.organisation import Municipality
from tests.factories.unit_texts import MANAGES, loaded_text, make_text
from tests.support.canaries import Right, canary

PAIR = "unittext"

ABOVE = {
    "preschool": {"section_manager", "deputy", "chief_executive"},
    "sibling": {"section_manager", "deputy", "chief_executive"},
    "section": {"chief_executive"},
}
"""Who lead a unit above, by the unit."""
WRITERS = {
    "preschool": {"unit_manager", "guest", "half_guest"},
    "sibling": {"sibling_manager", "guest", "half_guest"},
    "section": {"section_manager", "deputy", "guest", "half_guest"},
}
"""Who lead the unit or support it; the guests of the dialogues are support of the section."""
READERS = {"chair", "member", "auditor"}

Values = dict[str, object]


def text_right(where: str, what: str, who: str) -> Right:
    """Tell what the table says of one person and one text; `what` begins with the state."""
    may = WRITERS[where] | (ABOVE[where] if what.startswith(("shared", "established")) else set())
    if what.startswith("established"):
        may = may | READERS
    return Right.MUST if who in may else Right.NEVER


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


def _words(where: str, what: str) -> str:
    return f"Ord {canary(PAIR, where, what)} ord."


def texts(session: Session) -> list[Values]:
    """Give every text of a unit."""
    return [{"text_id": one} for one in session.scalars(select(UnitText.id).order_by(UnitText.id))]


def parts(session: Session) -> list[Values]:
    """Give the first part of every text."""
    rows = session.execute(select(Part.unit_text_id, Part.id).where(Part.position == 0).order_by(Part.id))
    return [{"text_id": text, "part_id": part} for text, part in rows]


def quotable(session: Session) -> list[Values]:
    """Give the first part of every text with a text to quote from; whether it may be is for the page to tell."""
    source = session.scalars(select(UnitText.id).order_by(UnitText.id).limit(1)).one()
    return [values | {"source_id": source} for values in parts(session)]


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


ARGUMENTS = {
    frozenset({"text_id"}): texts,
    frozenset({"text_id", "part_id"}): parts,
    frozenset({"text_id", "part_id", "source_id"}): quotable,
    frozenset({"part_id"}): lambda s: [{"part_id": one["part_id"]} for one in parts(s)],
    frozenset({"kind_key"}): lambda _session: [{"kind_key": "core_mission"}, {"kind_key": "nothing_such"}],
    frozenset({"kind_key", "unit_id"}): lambda s: [
        {"kind_key": key, "unit_id": unit}
        for key, unit in s.execute(select(UnitText.kind, UnitText.unit_id).distinct())
    ],
    frozenset({"text_id", "taken_id"}): taken,
    frozenset({"text_id", "earlier_id"}): compared,
    frozenset({"text_id", "order_id"}): ordered,
    frozenset({"text_id", "form"}): files,
}
