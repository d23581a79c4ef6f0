"""A unit's goals, activities and indicators as rows: the same columns as are read in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from types import MappingProxyType

from app.organisation.models import Unit
from app.organisation.planning.states import own_id
from app.planning.checking.models import GoalTick
from app.planning.files.naming import ACTIVITY_COLUMNS, GOAL_COLUMNS, cells_of
from app.planning.files.ticking import Column, cells_of_ticks
from app.planning.models import ActivityState, GoalState
from app.planning.reading import GoalView
from app.planning.reading import IndicatorView as Simple
from app.quality.factors.reading import IndicatorView as Own
from app.quality.indicators.models import Nature, Periodicity
from app.quality.measuring.rounds import rhythm_name

COLUMNS = (
    *(
        "enhet_id",
        "enhet",
        "ar",
        "slag",
        "mal",
        "varfor",
        "till_och_med",
        "malet_klart",
        "svarar",
        "hanger_pa",
        "utgangslage",
        *GOAL_COLUMNS.values(),
        "malets_lage",
        "sagt_om_malet",
    ),
    *("delmal", "delmal_klart"),
    *("aktivitet", "vem", "fran", "klart", "lage", *ACTIVITY_COLUMNS.values(), "sagt_om_aktiviteten"),
    *("indikator", "sort", "metod", "rutin", "hur_ofta", "nu", "onskat", "kvalitetsindikator"),
)
"""One row for a goal and, beside each other, one part-goal, one activity, one indicator and one indicator of quality; a goal
with more has more rows."""

STATE_WORDS = {
    ActivityState.NOT_BEGUN: "inte påbörjad",
    ActivityState.ONGOING: "pågår",
    ActivityState.DONE: "klar",
    ActivityState.DROPPED: "lämnad",
}
NATURE_WORDS = {Nature.QUALITATIVE: "kvalitativ", Nature.QUANTITATIVE: "kvantitativ"}
OFTEN_WORDS: dict[str, str] = {
    Periodicity.WEEK: "varje vecka",
    Periodicity.MONTH: "varje månad",
    Periodicity.QUARTER: "varje kvartal",
    Periodicity.TERTIAL: "varje tertial",
    Periodicity.HALF_YEAR: "varje halvår",
    Periodicity.YEAR: "varje år",
    Periodicity.SCHOOL_YEAR: "varje läsår",
}
GOAL_WORDS = {
    GoalState.DRAFT: "utkast",
    GoalState.SHARED: "delat",
    GoalState.ESTABLISHED: "fastställt",
    GoalState.ENDED: "avslutat",
}

Row = dict[str, str]


Stage = tuple[str, date | None]
"""A part-goal: what is to be reached, and when."""


def rows_of(
    unit: Unit,
    goals: Iterable[GoalView],
    part_goals: Mapping[int, Sequence[Stage]] = MappingProxyType({}),
    checklists: Sequence[Column] = (),
    ticks: Mapping[int, Sequence[GoalTick]] = MappingProxyType({}),
) -> Iterator[Row]:
    """Give the rows of a unit's goals as the one who takes them along sees them; part-goals come beside, by goal.

    What is ticked of checklists, by goal, is given by those who write them alone.
    """
    for goal in goals:
        hangs_on = goal.above or goal.aim
        own: list[Own | Simple] = [*goal.indicators, *(one.own for one in goal.followed if one.own)]
        others = [one for one in goal.followed if one.own is None]
        ticked = ticks.get(goal.id, ())
        beside = list(zip_longest(part_goals.get(goal.id, ()), goal.activities, own, others))
        for stage, activity, indicator, followed in beside or [(None, None, None, None)]:
            row = {
                "enhet_id": unit.external_id or own_id(unit.id),
                "enhet": goal.unit,
                "ar": str(goal.year),
                "slag": goal.kind,
                "mal": goal.title,
                "varfor": goal.why,
                "till_och_med": str(goal.until_year or ""),
                "malet_klart": _day(goal.due_on),
                "svarar": goal.owner,
                "hanger_pa": hangs_on.title if hangs_on is not None else "",
                "malets_lage": GOAL_WORDS.get(GoalState(goal.state), ""),
                "sagt_om_malet": goal.latest.text if goal.latest else "",
                "utgangslage": goal.starting_point,
                **cells_of(goal.marks, GOAL_COLUMNS),
                **cells_of_ticks(checklists, ticked, None),
            }
            if stage is not None:
                row |= {"delmal": stage[0], "delmal_klart": _day(stage[1])}
            if activity is not None:
                row |= {
                    "aktivitet": activity.what,
                    "vem": activity.who,
                    "fran": _day(activity.starts_on),
                    "klart": _day(activity.due_on),
                    "lage": STATE_WORDS[ActivityState(activity.state)],
                    "sagt_om_aktiviteten": activity.latest.text if activity.latest else "",
                    **cells_of(activity.marks, ACTIVITY_COLUMNS),
                }
            if indicator is not None:
                row |= {
                    "indikator": indicator.name,
                    "sort": NATURE_WORDS[Nature(indicator.nature)],
                    "metod": indicator.method,
                    "rutin": indicator.routine,
                    "hur_ofta": _often(indicator),
                    "nu": indicator.present if isinstance(indicator, Own) else indicator.now,
                    "onskat": indicator.wanted,
                    **cells_of_ticks(checklists, ticked, indicator.id),
                }
            if followed is not None:
                row["kvalitetsindikator"] = followed.name
            yield row


def example_rows(unit: Unit, kind: str, year: int) -> list[Row]:
    """Give rows that show how a goal with two activities and an indicator is written."""
    goal = {
        "enhet_id": unit.external_id or own_id(unit.id),
        "enhet": unit.name,
        "ar": str(year),
        "slag": kind,
        "mal": "Lugnare lämningar på morgonen",
    }
    return [
        goal
        | {
            "varfor": "Familjer säger att de går med klump i magen.",
            "aktivitet": "Schema där samma två tar emot",
            "vem": "Eva Exempel",
            "fran": f"{year}-01-15",
            "klart": f"{year}-03-31",
            "indikator": "Så upplever familjerna lämningen",
            "sort": "kvalitativ",
            "metod": "Korta samtal vid hämtning",
            "rutin": "Alla i arbetslaget, två veckor i april",
            "hur_ofta": "en gång per termin",
        },
        goal | {"aktivitet": "Fråga familjerna i april", "vem": "arbetslaget", "klart": f"{year}-04-30"},
    ]


def _often(indicator: Own | Simple) -> str:
    """Say how often, in words that are read in again: a rhythm of the model by its name."""
    rhythm = indicator.rhythm if isinstance(indicator, Own) else ""
    return rhythm_name(rhythm) or OFTEN_WORDS.get(indicator.periodicity, indicator.periodicity)


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
