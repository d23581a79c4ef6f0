"""The operational plan as a kind of text: its parts, and what each brings along (Tranemo 7, domain 5)."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app import clock
from app.analysis.asked import doers_of
from app.analysis.mission import CORE_MISSION, unit_page
from app.economy.bringing import brought_economy
from app.economy.subjects import ECONOMY
from app.planning.models import Activity, ActivityState, Goal, GoalState
from app.planning.queries import of_year
from app.planning.reading import named
from app.planning.wording import ACTIVITY_STATES
from app.quality.control.queries import decided_controls_of_unit
from app.quality.factors.queries import AsEstablished, established_in
from app.steering.routes import profile_in_force, term
from app.steering.schema import Profile
from app.ui.install import capitalised, day
from app.writing import queries
from app.writing.content import read_content
from app.writing.kinds import Brought, ByPart, Heading, TextKind, kinds
from app.writing.models import Part, UnitText

OPERATIONAL_PLAN = "operational_plan"
ANALYSES, GOALS, QUALITY, CONTROLS = "analyses", "goals", "quality_factors", "controls"


def headings(_session: Session, _unit_id: int, _year: int) -> Sequence[Heading]:
    """Give what a plan begins with, in the municipality's language; its writers order, leave out and add."""
    return [
        Heading("opening", "Det här året", "- Vad vill ni att den som läser ska komma ihåg?"),
        Heading("mission", "Vårt uppdrag", "", CORE_MISSION),
        Heading("learned", "Vad analysen har lärt oss", "- Vad leder det till?", ANALYSES),
        Heading("goals", "Det vi utvecklar", "- Varför just det här, och vad väljer ni bort?", GOALS),
        Heading("quality", "Det som är avgörande för kvaliteten", "- Hur märker ni att det håller?", QUALITY),
        Heading("control", "Det vi kontrollerar", "- Vilka risker följer ni, och hur?", CONTROLS),
        Heading(
            "economy", "Pengarna och människorna", "- Räcker de, och vad gör ni om de inte gör det?", ECONOMY
        ),
    ]


def brings(session: Session, text: UnitText, parts: Sequence[Part]) -> ByPart:
    """Give what stands in parts by itself: only what is established, which all who read the plan may read."""
    return {part.id: _brought(session, text, part) for part in parts}


def _brought(session: Session, text: UnitText, part: Part) -> list[Brought]:
    if part.brings == CORE_MISSION:
        return [_text(session, CORE_MISSION, text.unit_id, 0, capitalised(term("core_mission")))]
    if part.brings == ANALYSES:
        return _analyses(session, text)
    if part.brings == GOALS:
        return [_goals(session, text)]
    if part.brings == QUALITY:
        return [_factors(session, text)]
    if part.brings == CONTROLS:
        return [_controls(session, text)]
    if part.brings == ECONOMY:
        return brought_economy(session, text.unit_id, text.year)
    return []


def _analyses(session: Session, text: UnitText) -> list[Brought]:
    """Give the conclusions of the unit's analyses; of one it is not asked for only what it has written."""
    found = []
    for one in profile_in_force().all_analyses():
        if not any(heading.key == "conclusions" for heading in one.headings):
            continue
        brought = _text(session, one.key, text.unit_id, text.year, one.name.sv, only="conclusions")
        kind = kinds.get(one.key)
        if brought.lines or kind is None or kind.asked_of(session, [text.unit_id], clock.today()):
            found.append(brought)
    return found


def _text(session: Session, kind: str, unit_id: int, year: int, title: str, *, only: str = "") -> Brought:
    found = queries.last_established(session, kind, unit_id, year)
    edition = queries.edition_of(session, found) if found is not None else None
    content = read_content(edition) if edition is not None else None
    if content is None or found is None:
        return Brought(title, gap=gettext("%(name)s är inte fastställd än.", name=title))
    about = gettext("fastställd %(day)s", day=day(found.state_since))
    if content.year:
        about = gettext("%(name)s %(year)s, %(about)s", name=title, year=content.year, about=about)
    lines = [
        (f"**{one.title}**\n\n{one.text}" if not only else one.text, about, "")
        for one in content.parts
        if one.text.strip() and (not only or one.key == only)
    ]
    return Brought(title, lines, gettext("Inget skrivet om det i %(name)s.", name=title))


def _goals(session: Session, text: UnitText) -> Brought:
    goals = session.scalars(
        select(Goal)
        .where(Goal.unit_id == text.unit_id, Goal.state == GoalState.ESTABLISHED, of_year(text.year))
        .options(
            selectinload(Goal.activities).joinedload(Activity.person),
            selectinload(Goal.followed),
        )
        .order_by(Goal.position, Goal.id)
    ).all()
    title = capitalised(term("goal", "plural"))
    lines = [(_goal_words(goal), _how_it_is_noticed(goal), "") for goal in goals]
    return Brought(
        title, lines, gettext("Inga %(goals)s är fastställda för året än.", goals=term("goal", "plural"))
    )


def _goal_words(goal: Goal) -> str:
    words = [f"**{goal.title.replace('*', '∗')}**"]
    if goal.why:
        words.append(goal.why)
    doing = [
        f"- {_activity(one)}"
        for one in goal.activities
        if one.removed_at is None and one.state != ActivityState.DROPPED
    ]
    if doing:
        words.append("\n".join(doing))
    return "\n\n".join(words)


def _activity(one: Activity) -> str:
    who = named(one.person.name if one.person else "", one.who)
    when = gettext("klart senast %(day)s", day=day(one.due_on)) if one.due_on else ""
    state = str(ACTIVITY_STATES[one.state]).lower() if one.state == ActivityState.DONE else ""
    about = ", ".join(part for part in (who, when, state) if part)
    return f"{' '.join(one.what.split())} ({about})" if about else " ".join(one.what.split())


def _how_it_is_noticed(goal: Goal) -> str:
    return _noticed_by([one.name for one in goal.followed if one.removed_at is None])


def _noticed_by(names: Sequence[str]) -> str:
    if not names:
        return ""
    said = gettext("Vi märker det på: %(indicators)s", indicators="; ".join(one.rstrip(".") for one in names))
    return said if said.endswith(("?", "!")) else f"{said}."


def _factors(session: Session, text: UnitText) -> Brought:
    factors = established_in(session, text.unit_id, clock.today())
    names = term("critical_quality_factor", "plural")
    lines = [(_factor_words(one), _noticed_by([name for _id, name in one.indicators]), "") for one in factors]
    return Brought(capitalised(names), lines, gettext("Inga %(factors)s är fastställda än.", factors=names))


def _factor_words(one: AsEstablished) -> str:
    return "\n\n".join(part for part in (f"**{one.title.replace('*', '∗')}**", one.why) if part)


def _controls(session: Session, text: UnitText) -> Brought:
    """Give what decided plans of internal control check in the unit this year."""
    found = decided_controls_of_unit(session, text.unit_id, text.year)
    lines = [
        (
            "\n\n".join(
                (f"**{risk.replace('*', '∗')}**", "\n".join(f"- {' '.join(what.split())}" for what in whats))
            ),
            about,
            "",
        )
        for risk, about, whats in found
    ]
    return Brought(
        gettext("Internkontroll"),
        lines,
        gettext("Ingen beslutad kontrollplan för året rör enheten."),
    )


KIND = TextKind(
    key=OPERATIONAL_PLAN,
    label=lambda: capitalised(term("operational_plan")),
    explanation=lambda: gettext(
        "Vad uppdraget är, vad ni utvecklar och hur ni håller kvaliteten. Det som redan är fastställt står här av sig självt."
    ),
    headings=headings,
    home=unit_page,
    by_year=True,
    arranged=True,
    brings=brings,
)


def kind_in(profile: Profile) -> TextKind:
    """Give the operational plan as a model has it: written by those it names, or by every unit."""
    return replace(KIND, doers=doers_of(profile.rules.operational_plan_by))
