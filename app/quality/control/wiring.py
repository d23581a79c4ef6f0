"""Gathers the route modules of risks and internal control, and what they offer the rooms below."""

from flask import Blueprint

from app.attachments.holders import holders
from app.quality.control import evidence, papers, report_routes, routes, working_routes
from app.quality.control.blueprint import control
from app.quality.control.facts import CONTROL
from app.quality.risks import deciding
from app.quality.risks import routes as risk_routes
from app.quality.risks.blueprint import risks
from app.quality.risks.files import routes as file_routes

ROUTE_MODULES = (
    risk_routes,
    deciding,
    file_routes,
    routes,
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
    """Say who reads the evidence beside controls."""
    holders.register(CONTROL, evidence.read_as)
