"""Gathers the route modules of reports, and ties them to what lies below."""

from dataclasses import replace

from flask import Blueprint

from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.records.disposal import texts_elsewhere
from app.reports import coming, deviation_routes, plan_routes, quoting_routes, routes, telling
from app.reports.asked import FAMILY
from app.reports.blueprint import reports
from app.reports.disposing import erase_beside
from app.reports.facts import PLAN
from app.reports.keeping import FOLLOW_UP_PLANS, PLAN_DRAFTS, erase_beside_plan
from app.reports.kind import REPORTS
from app.writing.kinds import kinds
from app.writing.services import TEXT
from app.writing.unfinished import DRAFTS

ROUTE_MODULES = (routes, deviation_routes, quoting_routes, plan_routes)
"""Imported so that their views are on the blueprint before it is registered."""


def reports_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return reports


def register_reports() -> None:
    """Let reports be texts of units, remind of them, feed calendars, and take along what hangs on one that is lawfully erased."""
    kinds.register_family(FAMILY, REPORTS)
    texts_elsewhere.register(TEXT, erase_beside)
    texts_elsewhere.register(PLAN, erase_beside_plan)
    record_kinds.register(FOLLOW_UP_PLANS)
    things.register(PLAN_DRAFTS, replace(DRAFTS, erased_by=erase_beside))
    telling.register()
    coming.register()
