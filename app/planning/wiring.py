"""Gathers the route modules of plans, and ties them to what lies below."""

from functools import partial

from flask import Blueprint, Flask

from app.analysis.analyses import gap
from app.analysis.cards import text_card
from app.analysis.parts import unit_parts
from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.modelling.uses import uses
from app.passages.subjects import subjects
from app.planning import telling, unit_page
from app.planning.acknowledging import routes as acknowledging_routes
from app.planning.acknowledging import telling as acknowledging
from app.planning.blueprint import planning
from app.planning.candidates import from_analysis
from app.planning.candidates import routes as candidate_routes
from app.planning.card import goals_card
from app.planning.checking import routes as checking_routes
from app.planning.control_card import risks_card
from app.planning.disposing import erase_beside_goal
from app.planning.facts import EDITION
from app.planning.figures import figures
from app.planning.files import routes as file_routes
from app.planning.following import own_routes
from app.planning.following import routes as following_routes
from app.planning.goals import routes as goal_routes
from app.planning.judging import routes as judging_routes
from app.planning.keeping import GOALS
from app.planning.lasting import LASTING
from app.planning.measures import routes as measure_routes
from app.planning.of_the_model import GOALS as KINDS_OF_GOALS
from app.planning.parts import routes as part_routes
from app.planning.plan import kind as plan
from app.planning.stages import routes as stage_routes
from app.planning.subjects import KINDS as SUBJECT_KINDS
from app.planning.thread import routes as thread_routes
from app.planning.thread.quality_ties import register_quality_on_thread
from app.planning.thread.risk_ties import register_risks_on_thread
from app.planning.thread.ties import register_thread
from app.records.disposal import texts_elsewhere
from app.steering.in_force import when_noticed
from app.steering.routes import EXTENSION
from app.steering.schema import Profile
from app.writing.kinds import beside, kinds
from app.writing.subjects import subject_kind

ROUTE_MODULES = (
    unit_page,
    candidate_routes,
    from_analysis,
    goal_routes,
    part_routes,
    following_routes,
    own_routes,
    file_routes,
    thread_routes,
    judging_routes,
    measure_routes,
    stage_routes,
    checking_routes,
    acknowledging_routes,
)
"""Imported so that their views are on the blueprint before it is registered."""


def planning_blueprint() -> Blueprint:
    """Give the blueprint with all its views."""
    return planning


def take_in(profile: Profile) -> None:
    """Register the operational plan as the model has it: who writes one."""
    kind = plan.kind_in(profile)
    kinds.register(kind)
    unit_parts.register(plan.OPERATIONAL_PLAN, 40, text_card(kind, partial(gap, kind)))


def register_plans(app: Flask) -> None:
    """Put goals on the page of a unit, remind of activities, and take along what else holds the words of an erased version."""
    telling.register_due()
    acknowledging.register()
    unit_parts.register("goals", 30, goals_card)
    unit_parts.register("risks", 36, risks_card)
    texts_elsewhere.register(EDITION, erase_beside_goal)
    record_kinds.register(GOALS)
    things.register(*LASTING)
    uses.register(KINDS_OF_GOALS)
    take_in(app.extensions[EXTENSION])
    when_noticed(app, take_in)
    beside.register_links("candidates", from_analysis.links)
    beside.register_background("candidates", from_analysis.became)
    beside.register_background("figures", figures)
    subjects.register(subject_kind(plan.KIND, (plan.OPERATIONAL_PLAN,)))
    for one in SUBJECT_KINDS:
        subjects.register(one)
    register_thread()
    register_quality_on_thread()
    register_risks_on_thread()
