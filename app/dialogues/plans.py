"""What plans bring along to a dialogue: the reporting unit's goals, activities, and candidates for goals."""

from flask_babel import gettext, lazy_gettext
from sqlalchemy import and_
from sqlalchemy.orm import Session

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.clock import STOCKHOLM
from app.dialogues.about import rules as about
from app.dialogues.backgrounds import Item, Provider
from app.dialogues.models import Dialogue, Theme
from app.planning import rules
from app.planning.candidates.queries import candidates_read, shared_from
from app.planning.models import Activity, Candidate, CandidateState, GoalState
from app.planning.queries import Reader, TalkedThrough, goals_for_talk
from app.planning.reading import named
from app.planning.subjects import activity_subject, candidate_subject, goal_subject
from app.planning.wording import ACTIVITY_STATES, STATES
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import day

CANDIDATES_SHOWN = 12


def development_goals(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give the goals of the reporting unit that are shared or established, as far as the one who reads may read them."""
    actor = acting()
    if not actor.may(May.READ_PLANS):
        return []
    reader = Reader(actor, clock.today(), rules.kinds_of_bodies(profile_in_force()))
    year = dialogue.starts_at.astimezone(STOCKHOLM).year
    found = goals_for_talk(session, reader, dialogue.series.rep_post.unit_id, year)
    pair_kind = dialogue.series.pair_kind
    return [item for one in found for item in _items(one, pair_kind)]


def _items(one: TalkedThrough, pair_kind: str) -> list[Item]:
    """Give a goal with the latest of what was said of how it stands, then its activities that are not done."""
    words = f"**{_plain(one.goal.title)}**"
    if one.latest is None:
        source = gettext("ingen har skrivit än hur det står till")
    else:
        words += f"\n\n{one.latest.text}"
        source = gettext("%(who)s, %(day)s", who=one.latest.person.name, day=day(one.latest.at))
    href = url_for("planning.goal", goal_id=one.goal.id)
    both_read = about.both_read(pair_kind, established=one.goal.state == GoalState.ESTABLISHED)
    goal = Item(
        words,
        source,
        href,
        state=str(STATES[one.goal.state]).lower(),
        subject=goal_subject(one.goal.id, one.goal.title, one.goal.unit_id) if both_read else None,
    )
    unit_id = one.goal.unit_id if both_read else None
    return [goal, *(_activity(activity, unit_id) for activity in one.left)]


def _activity(one: Activity, unit_id: int | None) -> Item:
    """Give an activity; `unit_id` is that of its goal where both can mark it."""
    when = gettext("klart senast %(day)s", day=day(one.due_on)) if one.due_on else gettext("utan datum")
    who = named(one.person.name if one.person else "", one.who)
    return Item(
        one.what,
        ", ".join(part for part in (who, when) if part),
        url_for("planning.activity", activity_id=one.id),
        state=str(ACTIVITY_STATES[one.state]).lower(),
        subject=activity_subject(one.id, one.what, unit_id) if unit_id is not None else None,
    )


def candidates(session: Session, dialogue: Dialogue, _theme: Theme) -> list[Item]:
    """Give what the reporting unit has to choose among and has shared, the most important first."""
    actor = acting()
    if not actor.may(May.READ_PLANS):
        return []
    reader = Reader(actor, clock.today(), rules.kinds_of_bodies(profile_in_force()))
    year = dialogue.starts_at.astimezone(STOCKHOLM).year
    unit_id, of_unit = dialogue.series.rep_post.unit_id, Candidate.unit_id == dialogue.series.rep_post.unit_id
    wanted = and_(of_unit, shared_from(unit_id, year), Candidate.state == CandidateState.OPEN)
    both_read = about.both_read(dialogue.series.pair_kind, established=False)
    return [
        Item(
            f"{one.text}\n\n{one.why}".strip(),
            gettext("att välja på för %(year)s", year=one.year),
            candidate_subject(one).href,
            subject=candidate_subject(one) if both_read else None,
        )
        for one in candidates_read(session, reader, wanted, CANDIDATES_SHOWN)
    ]


def _plain(title: str) -> str:
    """Take away from a title what would end the bold letters it stands in."""
    return title.replace("*", "∗")


DEVELOPMENT_GOALS = Provider(
    "development_goals",
    lazy_gettext("Mål och aktiviteter"),
    lazy_gettext("Den rapporterande enhetens mål, hur det står till med dem, och det som är kvar att göra."),
    development_goals,
)

CANDIDATES = Provider(
    "candidates",
    lazy_gettext("Kandidater att prioritera"),
    lazy_gettext(
        "Det den rapporterande enheten har att välja på och har delat för dialog, i den ordning den har lagt det."
    ),
    candidates,
)
