"""Gathers the route modules of the economy, and what it offers the rooms below."""

from flask import Blueprint

from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.documents.decisions.subjects import subjects as decided_about
from app.economy import registering, subjects, telling, unit_page
from app.economy.blueprint import economy
from app.economy.bringing import beside_analysis
from app.economy.disposing import erase_beside_forecast, erase_beside_recovery
from app.economy.facts import FINANCIAL_GOAL, FORECAST, RECOVERY
from app.economy.files import routes as file_routes
from app.economy.forecasts import routes as forecast_routes
from app.economy.frames import routes as frame_routes
from app.economy.goals import routes as goal_routes
from app.economy.lasting import LASTING
from app.economy.records import FORECASTS, RECOVERIES
from app.economy.recovery import paper as recovery_paper
from app.economy.recovery import routes as recovery_routes
from app.economy.remedies import routes as remedy_routes
from app.economy.remedy_plans import routes as remedy_plan_routes
from app.economy.remedy_plans import telling as remedy_plan_telling
from app.passages.subjects import subjects as subjects_of_dialogues
from app.records.disposal import texts_elsewhere
from app.writing.kinds import beside

ROUTE_MODULES = (
    unit_page,
    registering,
    forecast_routes,
    remedy_routes,
    recovery_routes,
    recovery_paper,
    remedy_plan_routes,
    frame_routes,
    goal_routes,
    file_routes,
)
"""Imported so that their views are on the blueprint before it is registered."""


def economy_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return economy


def register_economy() -> None:
    """Say what dialogues and decisions can be about, what stands beside analyses, and what comes by itself."""
    subjects_of_dialogues.register(subjects.KIND)
    decided_about.register(FINANCIAL_GOAL, subjects.decided_goals)
    decided_about.register(RECOVERY, subjects.decided_recoveries)
    beside.register_background("economy", beside_analysis)
    texts_elsewhere.register(FORECAST, erase_beside_forecast)
    texts_elsewhere.register(RECOVERY, erase_beside_recovery)
    record_kinds.register(FORECASTS, RECOVERIES)
    things.register(*LASTING)
    telling.register_due()
    remedy_plan_telling.register()
