"""The page of a unit's plan for a year, the units whose plans one may open, and one's own activities."""

from dataclasses import dataclass

from flask import abort, render_template, request
from flask_babel import gettext

from app import clock
from app.access.guard import requires
from app.access.matrix import May, Role, reach
from app.db import db
from app.organisation.around import around
from app.organisation.asking import asked_words
from app.organisation.branches import PAGE, branch_of, further, together
from app.organisation.homes import own_units
from app.organisation.tree import line_up
from app.planning import followed_up, places, queries, rules
from app.planning.blueprint import Opened, asked_number, asked_year, home_unit, open_unit, planning, reader
from app.planning.candidates import queries as candidate_queries
from app.planning.goals.page import last_day_for
from app.planning.judging.queries import latest_judgements
from app.planning.marks.named import Of
from app.planning.models import GoalState
from app.planning.parts import queries as part_queries
from app.planning.reading import GoalView, Notes, view_of
from app.planning.talked import talked_about
from app.planning.wording import count_words
from app.steering.routes import kind_name, profile_in_force, worded
from app.steering.shapes.goals import GoalKind
from app.ui.addresses import url_for
from app.ui.tables import part_of


@dataclass(frozen=True, slots=True)
class Section:
    """The goals of one kind on a unit's page, and a friendly note on how many they are."""

    kind: GoalKind | None
    key: str
    goals: list[GoalView]
    note: str
    may_add: bool


@dataclass(frozen=True, slots=True)
class Perspectives:
    """How a unit's goals are read by perspective: the choices as links, and which goals are shown in which order."""

    choices: list[tuple[str, str, bool]]
    chosen: str
    goals: list[GoalView]


@planning.get("/")
@requires(May.READ_PLANS)
def index() -> str:
    """Show a unit's goals and activities of a year: one's own unit's where none is asked for."""
    wanted = asked_number("enhet")
    opened = open_unit(wanted if wanted is not None else home_unit())
    year = asked_year()
    views = views_of_unit(opened, year)
    who, seen = reader(), _by_perspective(opened.unit.id, year, views)
    judged = profile_in_force().all_scales() and [view.id for view in views]
    return render_template(
        "planning/unit.html",
        unit=opened.unit,
        standing=opened.standing,
        year=year,
        sections=_sections(opened, seen.goals),
        perspectives=seen,
        round=followed_up.on_page(profile_in_force(), views, year, clock.today()),
        judged=latest_judgements(db.session, judged) if judged else {},
        line=line_up(db.session, opened.unit.id, who.day),
        last_day=last_day_for(opened.unit, (one for view in views for one in view.activities)),
        place=place_groups(opened, year),
        near=around(db.session, opened.unit.id, who.day),
        waiting=candidate_queries.open_candidates(db.session, opened.unit.id)
        if opened.standing.writes
        else {},
        shared_years=candidate_queries.shared_years(db.session, opened.unit.id)
        if opened.standing.above
        else [],
        talked=talked_about(
            db.session, actor=who.actor, day=who.day, kind="goal", ids=[view.id for view in views]
        ),
        today=clock.today(),
    )


def views_of_unit(opened: Opened, year: int) -> list[GoalView]:
    """Give the goals of a unit and year as the one who asks sees them."""
    who = reader()
    goals = queries.goals_of(db.session, who, opened.unit.id, year)
    editions = queries.editions_of(
        db.session, {one.edition_id for one in goals if one.edition_id is not None}
    )
    notes = Notes.of(part_queries.latest_notes(db.session, [one.id for one in goals]))
    found = []
    for goal in goals:
        standing = opened.standing
        if goal.kind in who.bodies:
            standing = rules.Standing(standing.writes, standing.above, True)
        view = view_of(goal, standing, editions.get(goal.edition_id or 0), notes)
        if view is not None:
            found.append(view)
    return found


IN_ORDER, NONE = "alla", "utan"
"""What stands in the address for goals in the order of perspectives, and for those in none."""


def _by_perspective(unit_id: int, year: int, views: list[GoalView]) -> Perspectives:
    """Give the goals as they are asked for by perspective; a model without, or a plan without any, has no choices."""
    known = {one.key: worded(one.name) for one in profile_in_force().all_perspectives()}
    named = {one.key for view in views for one in view.marks.of(Of.PERSPECTIVE)}
    if not (known and named):
        return Perspectives([], "", views)
    shown = [key for key in known if key in named] + sorted(named - known.keys())
    words = {one.key: one.name for view in views for one in view.marks.of(Of.PERSPECTIVE)} | known
    asked = request.args.get("perspektiv", "")
    chosen = asked if asked in {*shown, IN_ORDER, NONE} else ""
    without = any(not view.marks.of(Of.PERSPECTIVE) for view in views)
    if len(shown) + without < 2:
        return Perspectives([], "", views)
    links = [
        ("", gettext("Alla")),
        (IN_ORDER, gettext("I perspektivens ordning")),
        *((key, words[key]) for key in shown),
        *([(NONE, gettext("Utan perspektiv"))] if without else []),
    ]
    choices = [
        (text, url_for("planning.index", enhet=unit_id, ar=year, perspektiv=key or None), key == chosen)
        for key, text in links
    ]
    return Perspectives(choices, chosen, _chosen(views, chosen, shown))


def _chosen(views: list[GoalView], chosen: str, order: list[str]) -> list[GoalView]:
    if not chosen:
        return views
    keys = {view.id: view.marks.keys(Of.PERSPECTIVE) for view in views}
    if chosen == IN_ORDER:
        places = {key: place for place, key in enumerate(order)}
        return sorted(views, key=lambda view: min((places[key] for key in keys[view.id]), default=len(order)))
    if chosen == NONE:
        return [view for view in views if not keys[view.id]]
    return [view for view in views if chosen in keys[view.id]]


def _sections(opened: Opened, views: list[GoalView]) -> list[Section]:
    profile = profile_in_force()
    kinds = rules.kinds_for(profile, opened.unit.kind)
    keys = [kind.key for kind in kinds]
    # What was written under another model is still shown, after what this one has.
    keys += [view.kind for view in views if view.kind not in keys]
    sections = []
    for key in dict.fromkeys(keys):
        own = [view for view in views if view.kind == key]
        kind = rules.kind_of(profile, key)
        running = [view for view in own if view.state != GoalState.ENDED]
        note = count_words(rules.count_note(kind, len(running)), kind, len(running)) if kind else ""
        sections.append(Section(kind, key, own, note, opened.standing.writes and kind in kinds))
    return sections


Groups = list[tuple[str, list[tuple[str, str, bool]]]]


def place_groups(opened: Opened, year: int, endpoint: str = "planning.index") -> Groups:
    """Give what one can switch to: the years of the unit, and the units one holds a post in."""
    who = reader()
    years = places.years_of(db.session, opened.unit.id, who.day)
    groups: Groups = [
        (
            gettext("År"),
            [
                (str(one), url_for(endpoint, enhet=opened.unit.id, ar=one), one == year)
                for one in sorted({*years, year}, reverse=True)
            ],
        )
    ]
    opening = [holding for holding in who.actor.holdings if opens(holding.role)]
    own = own_units(db.session, opening, profile_in_force(), who.day)
    units = [
        (name, url_for("planning.index", enhet=unit_id, ar=year), unit_id == opened.unit.id)
        for unit_id, name in own.items()
    ]
    units.append((gettext("Fler enheter"), url_for("planning.units", ar=year), False))
    groups.append((gettext("Enhet"), units))
    return groups


def opens(role: Role) -> bool:
    """Tell whether a role opens plans at all."""
    return reach(role, May.READ_PLANS) is not None


@planning.get("/enheter")
@requires(May.READ_PLANS)
def units() -> str:
    """Show the units whose plans one may open, branch by branch, and those that are open to everybody."""
    year, who, under, sought = asked_year(), reader(), asked_number("under"), asked_words()
    scope, kinds = together([who.reading, who.writing]), _open_kinds()
    page = max(1, min(asked_number("sida") or 1, 100_000))
    part = part_of("units-caption", page, PAGE)
    branch = branch_of(
        db.session, scope, who.day, under=under, sought=sought, page=part.page, size=part.size, kinds=kinds
    )
    if branch is None:
        abort(404)
    others = further(db.session, scope, who.day, kinds) if under is None and not sought else []
    shown = [*(others if branch.page == 1 else []), *branch.shown]
    return render_template(
        "planning/units.html",
        branch=branch,
        shown=shown,
        total=len(others) + branch.total + (branch.unit is not None),
        counted=places.goals_counted(db.session, who, [one.id for one in shown], year),
        year=year,
        page_address=lambda page: url_for(
            "planning.units", ar=year, under=under, q=sought or None, sida=page
        ),
        branch_address=lambda unit_id: url_for("planning.units", ar=year, under=unit_id),
        kind_name=kind_name,
    )


def _open_kinds() -> set[str]:
    """Give the kinds of units that decide goals for everybody, whose plans all who read plans may open."""
    profile = profile_in_force()
    bodies = rules.kinds_of_bodies(profile)
    return {owner for kind in profile.all_goal_kinds() if kind.key in bodies for owner in kind.owner_kinds}


@planning.get("/mina-aktiviteter")
@requires(May.READ_ACTIVITIES)
def mine() -> str:
    """List what one is to do oneself, the nearest day first."""
    return render_template(
        "planning/mine.html",
        activities=part_queries.activities_of_person(db.session, reader()),
        reads_plans=reader().actor.may(May.READ_PLANS),
        timing=rules.timing,
        today=clock.today(),
    )
