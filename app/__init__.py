"""Samsyn: dialogue and trust-based follow-up for Swedish municipalities. `create_app` reads as a table of contents."""

import gc

# Everything that is imported stays: looking through it for garbage again and again takes half the time that importing takes.
_COLLECTED = gc.isenabled()
gc.disable()

from contextlib import suppress
from inspect import iscoroutinefunction
from pathlib import Path

from flask import Flask, request
from sqlalchemy import make_url
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from app import health, home, languages
from app.access import guard
from app.access.pages import access_pages
from app.accounts import forgotten, giving
from app.accounts import services as account_services
from app.accounts import session as sign_ins
from app.accounts.routes import accounts
from app.analysis import wiring as analysis_wiring
from app.analysis import witnesses as analysis_witnesses
from app.assignments import searching as assignment_search
from app.assignments import witnesses as assignment_witnesses
from app.assignments.wiring import assignment_blueprints, register_assignments
from app.attachments import routes as attachments
from app.attachments import witnesses as attachment_witnesses
from app.burden.routes import burden
from app.citizens import searching as citizen_search
from app.citizens import witnesses as citizen_witnesses
from app.citizens.wiring import citizens_blueprint, register_citizens
from app.config import Settings, from_environment, keep_private, normalised_url, sqlite_path
from app.cycle import witnesses as cycle_witnesses
from app.cycle.wiring import cycle_blueprint, register_cycle
from app.db import db, prepare_engine, start_reading, start_writing
from app.demo import persons as demo_persons
from app.deviations import searching as deviation_search
from app.deviations import telling as deviation_telling
from app.deviations import witnesses as deviation_witnesses
from app.deviations.disposing import DEVIATIONS
from app.deviations.drafting import register_drafts as register_report_drafts
from app.deviations.routes import deviations
from app.dialogues import of_the_model as dialogues_of_the_model
from app.dialogues import searching as dialogue_search
from app.dialogues import witnesses as dialogue_witnesses
from app.dialogues.wiring import dialogue_blueprints, register_backgrounds
from app.disposing import witnesses as disposing_witnesses
from app.disposing.kinds import record_kinds
from app.disposing.of_models import MODEL_DRAFTS
from app.disposing.routes import disposing
from app.disposing.things import things
from app.documents import searching as document_search
from app.documents import witnesses as document_witnesses
from app.documents.wiring import document_blueprints, register_documents
from app.drafts.routes import drafts
from app.drafts.sending import let_go_of_sent
from app.economy import searching as economy_search
from app.economy import witnesses as economy_witnesses
from app.economy.wiring import economy_blueprint, register_economy
from app.exports.letterhead import witnesses as letterhead_witnesses
from app.exports.letterhead.routes import letterhead
from app.exports.of_page import give_tables
from app.home.routes import home_pages
from app.modelling import carrying, in_force, trying
from app.modelling import witnesses as model_witnesses
from app.modelling.wiring import modelling
from app.navigation import install_doors
from app.notifications.feed.routes import calendars
from app.notifications.routes import notifications
from app.notifications.transport import require_sendable
from app.organisation.routes import organisation
from app.passages import searching as passage_search
from app.passages import witnesses as passage_witnesses
from app.passages.routes import passage_pages
from app.passages.subjects import subjects
from app.passages.talks.routes import talk_pages
from app.passages.talks.sources import talk_sources
from app.planning import searching as planning_search
from app.planning import witnesses as planning_witnesses
from app.planning.wiring import planning_blueprint, register_plans
from app.quality import searching as quality_search
from app.quality import witnesses as quality_witnesses
from app.quality.control import searching as control_search
from app.quality.control import witnesses as control_witnesses
from app.quality.control.wiring import control_blueprints, register_control
from app.quality.judging import searching as judging_search
from app.quality.kolada.wiring import kolada_blueprint
from app.quality.measuring import searching as measuring_search
from app.quality.measuring import witnesses as measuring_witnesses
from app.quality.measuring.wiring import measuring_blueprint, register_measuring
from app.quality.risks import searching as risk_search
from app.quality.wiring import quality_blueprint, register_quality
from app.records.disposal import texts_elsewhere
from app.records.witnesses import witnesses
from app.reports import searching as report_search
from app.reports import witnesses as report_witnesses
from app.reports.wiring import register_reports, reports_blueprint
from app.search import keeping as search_index
from app.search import organisation as organisation_search
from app.search import steering_models as model_search
from app.search.registry import registry
from app.search.routes import search_pages
from app.steering import routes as steering
from app.steering.effects import legal_effect
from app.supervision import wiring as supervision_wiring
from app.ui import entrance, htmx, sending
from app.ui import install as ui
from app.ui.routing import LateRule
from app.writing import searching as unit_text_search
from app.writing import witnesses as unit_text_witnesses
from app.writing.disposing import erase_beside_text
from app.writing.keeping import UNIT_TEXTS
from app.writing.services import TEXT as UNIT_TEXT
from app.writing.wiring import writing_blueprint

gc.freeze()
if _COLLECTED:
    gc.enable()

__all__ = ["create_app", "home"]

PROJECT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, or from the environment when none are given."""
    settings = settings or from_environment()
    require_sendable(settings.mail_url, settings.base_url)
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = LateRule
    configure(app, settings)
    open_database(app, settings)
    htmx.install(app)
    languages.install(app)
    ui.install(app)
    entrance.install(app)
    steering.install(app)
    app.jinja_env.globals["legal_effect"] = legal_effect
    app.jinja_env.globals.update(talk_address=talk_sources.href, knows_subject=subjects.knows)
    sign_ins.install(app)
    forgotten.install()
    giving.install()
    account_services.install()
    attachments.install(app, settings)
    guard.install(app, sign_ins.current_actor, sign_ins.ask_to_sign_in)
    app.after_request(let_go_of_sent)
    give_tables(app)
    sign_ins.protect_forms(app)
    in_force.install(app)
    trying.install(app)
    for blueprint in (
        health.health,
        home_pages,
        burden,
        accounts,
        organisation,
        access_pages,
        notifications,
        calendars,
        passage_pages,
        talk_pages,
        attachments.attachment_pages,
        search_pages,
        letterhead,
        modelling,
        writing_blueprint(),
        quality_blueprint(),
        measuring_blueprint(),
        planning_blueprint(),
        *control_blueprints(),
        kolada_blueprint(),
        economy_blueprint(),
        deviations,
        drafts,
        citizens_blueprint(),
        reports_blueprint(),
        cycle_blueprint(),
        *assignment_blueprints(),
        *document_blueprints(),
        *dialogue_blueprints(),
        disposing,
    ):
        app.register_blueprint(blueprint)
    carrying.register()
    analysis_wiring.register(app)
    supervision_wiring.register(app)
    texts_elsewhere.register(UNIT_TEXT, erase_beside_text)
    record_kinds.register(UNIT_TEXTS)
    things.register(DEVIATIONS, MODEL_DRAFTS)
    register_quality()
    register_measuring()
    register_plans(app)
    register_economy()
    deviation_telling.register()
    register_citizens()
    register_assignments()
    register_reports()
    register_cycle()
    register_backgrounds(app)
    dialogues_of_the_model.register()
    register_documents()
    register_control()
    register_report_drafts()
    witnesses.register(
        *passage_witnesses.WITNESSES,
        *dialogue_witnesses.WITNESSES,
        *disposing_witnesses.WITNESSES,
        *attachment_witnesses.WITNESSES,
        *document_witnesses.WITNESSES,
        *letterhead_witnesses.WITNESSES,
        *model_witnesses.WITNESSES,
        *unit_text_witnesses.WITNESSES,
        *analysis_witnesses.WITNESSES,
        *quality_witnesses.WITNESSES,
        *measuring_witnesses.WITNESSES,
        *control_witnesses.WITNESSES,
        *planning_witnesses.WITNESSES,
        *economy_witnesses.WITNESSES,
        *deviation_witnesses.WITNESSES,
        *citizen_witnesses.WITNESSES,
        *assignment_witnesses.WITNESSES,
        *report_witnesses.WITNESSES,
        *cycle_witnesses.WITNESSES,
    )
    open_search()
    install_doors(app)
    demo_persons.install(app)
    guard.check_all_views(app)
    return app


def open_search() -> None:
    """Say what can be found, and keep the index of it as the texts are."""
    registry.register(dialogue_search.DIALOGUES, dialogue_search.KINDS, dialogue_search.DAYS)
    registry.register(passage_search.PASSAGES, passage_search.KINDS)
    registry.register(unit_text_search.UNIT_TEXTS, unit_text_search.KINDS)
    registry.register(document_search.DOCUMENTS, document_search.DOCUMENTS_KINDS)
    registry.register(document_search.DECISIONS, document_search.DECISION_KINDS)
    registry.register(
        organisation_search.ORGANISATION, (organisation_search.UNIT, organisation_search.PERSON)
    )
    registry.register(planning_search.PLANS, planning_search.KINDS)
    registry.register(quality_search.QUALITY, quality_search.KINDS)
    registry.register(measuring_search.MEASUREMENTS, measuring_search.KINDS)
    registry.register(judging_search.JUDGEMENTS, judging_search.KINDS)
    registry.register(risk_search.RISKS, risk_search.RISK_KINDS)
    registry.register(control_search.CONTROL, control_search.CONTROL_KINDS)
    registry.register(control_search.EVALUATIONS, control_search.EVALUATION_KINDS)
    economy_search.register(registry)
    deviation_search.register(registry)
    citizen_search.register(registry)
    report_search.register(registry)
    registry.register(assignment_search.ASSIGNMENTS, assignment_search.KINDS)
    registry.register(assignment_search.ZONE, assignment_search.ZONE_KINDS)
    registry.register(model_search.MODELS, (model_search.DRAFT,))
    registry.name_groups(
        dialogue_search.GROUPS
        | planning_search.GROUPS
        | quality_search.GROUPS
        | measuring_search.GROUPS
        | judging_search.GROUPS
        | control_search.GROUPS
        | economy_search.GROUPS
        | deviation_search.GROUPS
        | citizen_search.GROUPS
        | assignment_search.GROUPS
        | report_search.GROUPS
        | organisation_search.GROUPS
        | model_search.GROUPS
    )
    search_index.install()


def configure(app: Flask, settings: Settings) -> None:
    """Turn the settings into the configuration of Flask and its extensions."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        PROFILE=settings.profile,
        MAX_CONTENT_LENGTH=sending.WHOLE,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="__Host-samsyn" if settings.secure else "samsyn",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SQLALCHEMY_ENGINES={"default": engine_options(settings)},
        ALEMBIC={
            "script_location": str(PROJECT / "migrations"),
            # Without this the extension looks for migrations in the folder above.
            "version_locations": [str(PROJECT / "migrations" / "versions")],
            "path_separator": "os",
        },
        # SQLite can take back table changes too, since we begin its transactions ourselves: all of an upgrade or nothing.
        ALEMBIC_CONTEXT={"transactional_ddl": True, "include_name": _of_the_models},
        WTF_CSRF_TIME_LIMIT=None,
        # Long work is done by threads beside the requests; tests ask for it when they want it.
        WORK_BESIDE=not settings.testing,
    )
    if settings.secure:
        # One proxy ends TLS in front of us; without TLS nothing in front is trusted.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]


def _of_the_models(name: str | None, kind: str, _parents: object) -> bool:
    """Tell whether a table is of the models: SQLite keeps its full-text index in tables of its own making."""
    return not (kind == "table" and name is not None and name.startswith("search_fts"))


def engine_options(settings: Settings) -> dict[str, object]:
    """Give the engine's options for the database named."""
    url = normalised_url(settings.database_url)
    # There are some twelve hundred statements in all; those in use are to be written out once.
    # A statement that fails is logged, and what somebody had typed stands in no log.
    shared: dict[str, object] = {"url": url, "query_cache_size": 2_000, "hide_parameters": True}
    if url.startswith("sqlite"):
        return shared
    # Compiling statements to machine code takes PostgreSQL longer than running ours, none of which reads millions of rows.
    options = " ".join(("-c jit=off", *make_url(url).normalized_query.get("options", ())))
    # A host that is gone without a word is noticed within half a minute, not when the system gives up after a quarter of an hour.
    noticed = {
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    }
    said = make_url(url).query
    asked = {"connect_timeout": 5, "options": options} | {
        name: value for name, value in noticed.items() if name not in said
    }
    return shared | {"pool_pre_ping": True, "pool_size": 8, "connect_args": asked}


def open_database(app: Flask, settings: Settings) -> None:
    """Bind the database, and begin requests that only read as readers."""
    path = sqlite_path(settings.database_url)
    if path is not None:
        keep_private(path)
    db.init_app(app)
    # The extension would start an event loop after every request to close async sessions; we have none.
    app.teardown_appcontext_funcs = [f for f in app.teardown_appcontext_funcs if not iscoroutinefunction(f)]
    with app.app_context():
        prepare_engine(db.engine)

    @app.before_request
    def choose_transaction() -> None:
        if request.mimetype == "multipart/form-data":
            # All of a file is here before the first statement: nobody else's change waits for a slow line.
            # What is too large is refused after the gate, on a page that knows who one is.
            with suppress(RequestEntityTooLarge):
                request.files  # noqa: B018
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            start_reading()
        else:
            start_writing()

    @app.teardown_request
    def end_reading(_error: BaseException | None) -> None:
        start_writing()
