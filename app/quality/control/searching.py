"""Internal control as search finds it: to whoever reads it as it is on its pages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Deviation,
    EvaluatedUnit,
    Evaluation,
    Occasion,
    RecordState,
    Remedy,
)
from app.quality.control.queries import does_it, mends_it, works_with
from app.quality.risks.reach import Reader, writes
from app.quality.risks.searching import NO_TITLE, NOTHING, WHOSE, reader_who_asks, rows_of
from app.records.models import Edition
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown

CONTROL_FAMILY, EVALUATION_FAMILY = "internal_control", "evaluation"

GROUPS: dict[str, LazyString] = {
    "risk": lazy_gettext("Risker"),
    "control": lazy_gettext("Internkontroll"),
}
"""What people call what can be found here."""

WORKED = ("control_occasion", "control_deviation", "control_remedy")
"""Kinds that stand on the page of a control, for those who read that."""


def _on_plan(identity: Any, part: Any, at: Any, *body: Any) -> Select[Any]:
    return rows_of(identity, ControlPlan.id, part, ControlPlan.unit_id, at, NO_TITLE, *body)


LEFT_OUT = frozenset({"unit", "often", "state"})
"""What an edition says that is no word of anybody's."""


def _words_in(kept: Any) -> Iterator[str]:
    """Give every text somebody wrote in what an edition holds, in its order."""
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, list):
        for one in kept:
            yield from _words_in(one)
    elif isinstance(kept, dict):
        for name, one in kept.items():
            if name not in LEFT_OUT:
                yield from _words_in(one)


def _of_the_edition(content: str) -> tuple[str, str]:
    """Give the words of what was decided; it has no title of its own in the index."""
    return "", "\n\n".join(words for words in _words_in(json.loads(content)) if words)


DECIDED_PLAN, DECIDED_REPORT = "decided_plan", "decided_report"
"""What was decided, whole: all that those read who do not work with a plan, with the words of risks as they were then."""

CONTROL_KINDS = (
    Kind(
        DECIDED_PLAN,
        CONTROL_FAMILY,
        "control",
        ControlPlan,
        ControlPlan.id,
        ("state", "edition_id", "opening"),
        _on_plan(ControlPlan.id, NOTHING, Edition.established_at, Edition.content)
        .join(Edition, Edition.id == ControlPlan.edition_id)
        .where(Edition.content.is_not(None)),
        _of_the_edition,
    ),
    Kind(
        DECIDED_REPORT,
        CONTROL_FAMILY,
        "control",
        ControlReport,
        ControlReport.id,
        ("state", "edition_id", "whole"),
        _on_plan(ControlReport.id, NOTHING, Edition.established_at, Edition.content)
        .join(ControlPlan, ControlPlan.id == ControlReport.plan_id)
        .join(Edition, Edition.id == ControlReport.edition_id)
        .where(Edition.content.is_not(None)),
        _of_the_edition,
    ),
    Kind(
        "control_plan",
        CONTROL_FAMILY,
        "control",
        ControlPlan,
        ControlPlan.id,
        ("opening", "registry_number"),
        _on_plan(
            ControlPlan.id, NOTHING, ControlPlan.written_at, ControlPlan.opening, ControlPlan.registry_number
        ),
    ),
    Kind(
        "chosen_risk",
        CONTROL_FAMILY,
        "control",
        ChosenRisk,
        ChosenRisk.id,
        ("reason", "removed_at"),
        _on_plan(ChosenRisk.id, NOTHING, ControlPlan.written_at, ChosenRisk.reason)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(ChosenRisk.removed_at.is_(None)),
    ),
    Kind(
        "control",
        CONTROL_FAMILY,
        "control",
        Control,
        Control.id,
        ("what", "method", "who", "told_to", "removed_at"),
        _on_plan(
            Control.id,
            Control.id,
            ControlPlan.written_at,
            Control.what,
            Control.method,
            Control.who,
            Control.told_to,
        )
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Control.removed_at.is_(None)),
    ),
    Kind(
        "control_occasion",
        CONTROL_FAMILY,
        "control",
        Occasion,
        Occasion.id,
        ("seen", "left_out", "removed_at"),
        _on_plan(Occasion.id, Control.id, ControlPlan.written_at, Occasion.seen, Occasion.left_out)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Occasion.removed_at.is_(None), or_(Occasion.seen != "", Occasion.left_out != "")),
    ),
    Kind(
        "control_deviation",
        CONTROL_FAMILY,
        "control",
        Deviation,
        Deviation.id,
        ("words", "follow_up"),
        _on_plan(Deviation.id, Control.id, Deviation.found_at, Deviation.words, Deviation.follow_up)
        .join(Occasion, Occasion.id == Deviation.occasion_id)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id),
    ),
    Kind(
        "control_remedy",
        CONTROL_FAMILY,
        "control",
        Remedy,
        Remedy.id,
        ("what", "who", "outcome", "removed_at"),
        _on_plan(Remedy.id, Control.id, Deviation.found_at, Remedy.what, Remedy.who, Remedy.outcome)
        .join(Deviation, Deviation.id == Remedy.deviation_id)
        .join(Occasion, Occasion.id == Deviation.occasion_id)
        .join(Control, Control.id == Occasion.control_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .join(ControlPlan, ControlPlan.id == ChosenRisk.plan_id)
        .where(Remedy.removed_at.is_(None)),
    ),
    Kind(
        "control_report",
        CONTROL_FAMILY,
        "control",
        ControlReport,
        ControlReport.id,
        ("whole", "learned", "registry_number"),
        _on_plan(
            ControlReport.id,
            NOTHING,
            ControlReport.written_at,
            ControlReport.whole,
            ControlReport.learned,
            ControlReport.registry_number,
        ).join(ControlPlan, ControlPlan.id == ControlReport.plan_id),
    ),
)


def _evaluated(identity: Any, *body: Any) -> Select[Any]:
    return rows_of(
        identity, Evaluation.id, NOTHING, Evaluation.unit_id, Evaluation.written_at, NO_TITLE, *body
    )


DECIDED_EVALUATION, EVALUATED_UNIT = "decided_evaluation", "evaluated_unit"
"""The evaluation as it was decided, whole, for those who read it while it is opened again; what it says of one unit."""

EVALUATION_KINDS = (
    Kind(
        DECIDED_EVALUATION,
        EVALUATION_FAMILY,
        "control",
        Evaluation,
        Evaluation.id,
        ("state", "edition_id", "whole"),
        rows_of(
            Evaluation.id,
            Evaluation.id,
            NOTHING,
            Evaluation.unit_id,
            Edition.established_at,
            NO_TITLE,
            Edition.content,
        )
        .join(Edition, Edition.id == Evaluation.edition_id)
        .where(Edition.content.is_not(None)),
        _of_the_edition,
    ),
    Kind(
        EVALUATED_UNIT,
        EVALUATION_FAMILY,
        "control",
        EvaluatedUnit,
        EvaluatedUnit.id,
        ("words",),
        rows_of(
            EvaluatedUnit.id,
            Evaluation.id,
            EvaluatedUnit.unit_id,
            Evaluation.unit_id,
            Evaluation.written_at,
            NO_TITLE,
            EvaluatedUnit.words,
        ).join(Evaluation, Evaluation.id == EvaluatedUnit.evaluation_id),
    ),
    Kind(
        "control_evaluation",
        EVALUATION_FAMILY,
        "control",
        Evaluation,
        Evaluation.id,
        ("whole", "registry_number"),
        _evaluated(Evaluation.id, Evaluation.whole, Evaluation.registry_number),
    ),
)


def control_reach(session: Session, asks: Asked) -> Reach:
    """Give the key of internal control to those who read what is decided."""
    return Reach(reader_who_asks(session, asks), [WHOSE]) if asks.actor.may(May.READ_CONTROL) else Reach()


def control_within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a plan is read as it is, that exactly this was decided, or that the control is one's own."""
    # A control goes out of a plan with its risk, though nothing is changed in the control itself.
    in_the_plan = exists().where(
        Control.id == PLACE.c.part_id, ChosenRisk.id == Control.chosen_id, ChosenRisk.removed_at.is_(None)
    )
    decided_plan = and_(
        or_(
            PLACE.c.kind.in_(["control_plan", "chosen_risk"]),
            and_(PLACE.c.kind == "control", in_the_plan.correlate(PLACE)),
        ),
        ControlPlan.state == RecordState.DECIDED,
    )
    decided_report = and_(
        PLACE.c.kind == "control_report",
        exists()
        .where(ControlReport.plan_id == ControlPlan.id, ControlReport.state == RecordState.DECIDED)
        .correlate(ControlPlan),
    )
    # What was decided stays readable while it is opened again.
    as_decided = PLACE.c.kind.in_([DECIDED_PLAN, DECIDED_REPORT])
    plan = exists().where(
        ControlPlan.id == PLACE.c.owner_id,
        or_(works_with(reader), decided_plan, decided_report, as_decided),
    )
    own = exists().where(
        Control.id == PLACE.c.part_id,
        ControlPlan.id == PLACE.c.owner_id,
        ControlPlan.edition_id.is_not(None),
        or_(does_it(reader), mends_it(reader)),
    )
    mine = (
        and_(PLACE.c.kind.in_(WORKED), own.correlate(PLACE)) if reader.actor.may(May.READ_RISKS) else false()
    )
    return or_(plan.correlate(PLACE), mine)


def evaluation_within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that an evaluation is decided, or one's own to write; opened again it is read as it was decided."""
    mine = writes(reader, Evaluation.unit_id) if reader.actor.may(May.WRITE_CONTROL) else false()
    decided, kept = Evaluation.state == RecordState.DECIDED, PLACE.c.kind == DECIDED_EVALUATION
    found = exists().where(
        Evaluation.id == PLACE.c.owner_id, or_(and_(kept, ~decided), and_(~kept, or_(decided, mine)))
    )
    return found.correlate(PLACE)


PLAN_FACTS = select(
    ControlPlan.id.label("owner_id"), ControlPlan.year.label("year"), Unit.name.label("unit")
).join(Unit, Unit.id == ControlPlan.unit_id)

EVALUATION_FACTS = (
    select(
        Evaluation.id.label("owner_id"),
        Evaluation.year.label("year"),
        EvaluatedUnit.unit_id.label("unit_id"),
        Unit.name.label("unit"),
    )
    .outerjoin(EvaluatedUnit, EvaluatedUnit.evaluation_id == Evaluation.id)
    .outerjoin(Unit, Unit.id == EvaluatedUnit.unit_id)
)


def control_shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its plan, or with the control whose results it is among."""
    return {hit.id: _shown(hit, facts[hit.owner_id][0]) for hit in hits}


def _shown(hit: Hit, told: Mapping[str, Any]) -> Shown:
    name = gettext("Intern kontrollplan %(year)s, %(unit)s", year=told["year"], unit=told["unit"])
    if hit.kind in {"control_report", DECIDED_REPORT}:
        title = gettext("Internkontrollrapport %(year)s, %(unit)s", year=told["year"], unit=told["unit"])
        return Shown(title, url_for("control.report", plan_id=hit.owner_id), gettext("Årsrapport"))
    if hit.kind in WORKED:
        return Shown(
            gettext("Vad en kontroll visade"), url_for("control.one_control", control_id=hit.part_id), name
        )
    anchor = f"control-{hit.part_id}" if hit.part_id is not None else None
    about = gettext("Kontroll") if hit.part_id is not None else gettext("Internkontroll")
    return Shown(name, url_for("control.plan", plan_id=hit.owner_id, _anchor=anchor), about)


def evaluation_shown(
    _session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts
) -> Mapping[int, Shown]:
    """Show a hit with the year that was evaluated, and the unit it is about."""
    return {hit.id: _evaluation_shown(hit, facts[hit.owner_id]) for hit in hits}


def _evaluation_shown(hit: Hit, told: Sequence[Mapping[str, Any]]) -> Shown:
    year = told[0]["year"]
    about = next(
        (one["unit"] for one in told if hit.part_id is not None and one["unit_id"] == hit.part_id), None
    )
    return Shown(
        gettext("Utvärdering av den interna kontrollen %(year)s", year=year),
        url_for("control.evaluations", ar=year, _anchor=f"unit-{hit.part_id}" if about else None),
        f"{gettext('Internkontroll')} · {about}" if about else gettext("Internkontroll"),
    )


CONTROL = Family(CONTROL_FAMILY, control_reach, control_within, control_shown, PLAN_FACTS)

EVALUATIONS = Family(EVALUATION_FAMILY, control_reach, evaluation_within, evaluation_shown, EVALUATION_FACTS)
