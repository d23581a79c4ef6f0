"""Gathers the route modules of risks and internal control, and what they offer the rooms below."""

from flask import Blueprint

from app.attachments.holders import holders
from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.passages.subjects import subjects
from app.quality.control import (
    control_routes,
    evidence,
    papers,
    report_routes,
    routes,
    telling,
    working_routes,
)
from app.quality.control.blueprint import control
from app.quality.control.disposing import (
    erase_beside_evaluation,
    erase_beside_plan,
    erase_beside_report,
)
from app.quality.control.facts import CONTROL, EVALUATION, PLAN, REPORT
from app.quality.control.in_analyses import strategic_risks
from app.quality.control.keeping import CONTROL_RECORDS
from app.quality.control.subjects import KINDS
from app.quality.control.unfinished import UNDECIDED
from app.quality.risks import deciding, taking_over
from app.quality.risks import routes as risk_routes
from app.quality.risks.blueprint import risks
from app.quality.risks.disposing import CLOSED_RISKS
from app.quality.risks.files import routes as file_routes
from app.records.disposal import texts_elsewhere
from app.writing.kinds import beside

ROUTE_MODULES = (
    risk_routes,
    deciding,
    taking_over,
    file_routes,
    routes,
    control_routes,
    working_routes,
    evidence,
    report_routes,
    papers,
)
"""Imported so that their views are on the blueprints before they are registered."""


def control_blueprints() -> tuple[Blueprint, ...]:
    """Give the blueprints of risks and of internal control."""
    return risks, control


def register_control() -> None:
    """Say who reads evidence, what dialogues can be about, what stands beside analyses, and what comes by itself."""
    holders.register(CONTROL, evidence.read_as)
    for kind in KINDS:
        subjects.register(kind)
    beside.register_background("strategic_risks", strategic_risks)
    texts_elsewhere.register(PLAN, erase_beside_plan)
    texts_elsewhere.register(REPORT, erase_beside_report)
    texts_elsewhere.register(EVALUATION, erase_beside_evaluation)
    record_kinds.register(*CONTROL_RECORDS)
    things.register(CLOSED_RISKS, *UNDECIDED)
    telling.register_due()
