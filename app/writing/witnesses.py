"""How the history speaks of the texts units write, table by table; see `app.records.witnesses`."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.earlier import TOLD_AGAIN
from app.records.witnesses import Heard, Row, Told, Witness
from app.writing.models import Part, TakenIn, UnitText
from app.writing.services import PART, TAKEN_IN, TEXT, part_facts, taken_facts


def _said(told: Told, entry: Heard) -> None:
    told.say("", {key: value for key, value in entry.after.items() if key != "parts"})


def _texts(session: Session) -> Iterator[Row]:
    for one in session.scalars(select(UnitText).order_by(UnitText.id).execution_options(yield_per=500)):
        facts = {
            "kind": one.kind,
            "unit": one.unit_id,
            "year": one.year,
            "number": one.number,
            "state": one.state,
        }
        yield Row(one.id, "", facts)


def _laid_out(told: Told, entry: Heard) -> None:
    for part in entry.after.get("parts", ()):
        told.say(str(part["key"]), part)


def _layout(session: Session) -> Iterator[Row]:
    wanted = select(Part).order_by(Part.unit_text_id, Part.id)
    for one in session.scalars(wanted.execution_options(yield_per=500)):
        yield Row(one.unit_text_id, one.key, part_facts(one))


def _written(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _words(session: Session) -> Iterator[Row]:
    for one in session.scalars(select(Part).order_by(Part.id).execution_options(yield_per=500)):
        yield Row(one.id, "", {"text": one.text}, unsaid={"text": ""})


def _taken(told: Told, entry: Heard) -> None:
    if entry.action == "take_out":
        told.gone("")
    else:
        told.say("", entry.after)


def _taken_in(session: Session) -> Iterator[Row]:
    for one in session.scalars(select(TakenIn).order_by(TakenIn.id).execution_options(yield_per=500)):
        yield Row(one.id, "", taken_facts(one))


WITNESSES = (
    Witness("unit text", TEXT, ("begin_text", "text_state"), _said, _texts),
    Witness("parts of unit text", TEXT, ("begin_text", "arrange_text"), _laid_out, _layout),
    Witness("words of unit text", PART, ("write_part", TOLD_AGAIN), _written, _words),
    Witness("taken into unit text", TAKEN_IN, ("take_in", "take_out"), _taken, _taken_in),
)
