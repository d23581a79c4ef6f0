"""Rows of a file read as goals with what hangs on them; every fault the cells show is told at once, with row and column.

Pure: what units there are to write for and which goals exist comes in as plain values; what a goal can hang on and which
indicators of quality its unit has is asked for as the rows name them (`Known`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.organisation.cells import Cells, by_column
from app.organisation.heads import OwnUnit, columns_in, units_by_name
from app.organisation.rows import Problem
from app.planning import rules
from app.planning.files import ticking
from app.planning.files.exporting import COLUMNS, NATURE_WORDS, STATE_WORDS
from app.planning.files.naming import ACTIVITY_COLUMNS, GOAL_COLUMNS, keys_in
from app.planning.files.planned import Link, Plan, PlannedActivity, PlannedGoal, PlannedIndicator
from app.planning.marks.named import Choice, Named, Of, offered
from app.planning.models import ActivityState
from app.quality.indicators.models import Nature
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind

IGNORED = frozenset({"malets_lage", "sagt_om_malet", "sagt_om_aktiviteten"})
"""Columns that are taken along and not read in: how things stand is said by people in the product."""

MOST_ROWS = 2000
YEARS = (rules.FIRST_YEAR, rules.LAST_YEAR)


@dataclass(frozen=True, slots=True)
class Known:
    """What a file can name besides goals, by its name in small letters; a name that means several things names none."""

    links: Callable[[OwnUnit, GoalKind, int], Mapping[str, Sequence[Link]]]
    indicators: Callable[[OwnUnit], Mapping[str, Sequence[int]]]


NOTHING = Known(lambda _unit, _kind, _year: {}, lambda _unit: {})


Existing = Collection[tuple[int, int, str, str]]
"""Goals there are: unit, year, kind and title in small letters."""


def plan(
    heads: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    units: Sequence[OwnUnit],
    profile: Profile,
    existing: Existing,
    known: Known = NOTHING,
) -> Plan:
    """Work out what a file asks for; a row about a unit one does not write for is a fault like one about no unit at all."""
    found = Plan()
    checklists = ticking.columns_of(profile)
    columns, found.problems = columns_in(
        heads, known={*COLUMNS, *(one.head for one in checklists)}, needed=("enhet_id", "ar", "mal")
    )
    if found.problems:
        return found
    if len(rows) > MOST_ROWS:
        found.problems.append(Problem(0, "", "too_many_rows", {"most": MOST_ROWS}))
        return found
    by_name = units_by_name(units)
    by_key: dict[tuple[int, int, str, str], PlannedGoal] = {}
    for number, cells in rows:
        row = _Row(number, by_column(columns, cells), found.problems, checklists)
        goal = row.goal(by_name, profile)
        if goal is None:
            row.look_at_the_rest()
            continue
        key = (goal.unit.id, goal.year, goal.kind.key, goal.title.casefold())
        if key in by_key:
            row.hold_against(by_key[key])
        else:
            goal.exists = key in existing
            by_key[key] = goal
            found.goals.append(goal)
            if not goal.exists:
                goal.link = row.link(goal, known)
                row.named_on(goal, profile)
            row.ticked_on(goal)
        row.hang_on(by_key[key], known, profile)
    if not rows:
        found.problems.append(Problem(0, "", "no_goals", {}))
    return found


Thing = TypeVar("Thing")


class _Row(Cells):
    """One row, read as a goal with what hangs on it."""

    def __init__(
        self,
        number: int,
        cells: Mapping[str, str],
        problems: list[Problem],
        checklists: Sequence[ticking.Column] = (),
    ) -> None:
        super().__init__(number, cells, problems)
        self.checklists = checklists

    def goal(self, units: Mapping[str, OwnUnit], profile: Profile) -> PlannedGoal | None:
        """Read the columns of the goal; None when it cannot be said which goal of which unit it is."""
        unit = self.unit(units)
        if unit is None:
            self.wrong("enhet_id", "not_your_unit")
        year = self._number("ar", needed=True)
        title = self.text("mal", rules.LONGEST_TITLE, needed=True)
        kind = self._kind(unit, profile) if unit is not None else None
        until, due = self._number("till_och_med"), self.day("malet_klart", *YEARS)
        if year is not None and until is not None and until < year:
            self.wrong("till_och_med", "years_turned")
        why, owner = self.text("varfor", rules.LONGEST_TEXT), self.text("svarar", rules.LONGEST_LINE)
        if unit is None or year is None or not title or kind is None:
            return None
        if not rules.spans_years(kind):
            until = year
        elif until is None:
            until = rules.suggested_end(profile, kind, year)
        return PlannedGoal(
            self.number, unit, year, kind, title, why, until, due, owner, called=self.cell("hanger_pa")
        )

    def _kind(self, unit: OwnUnit, profile: Profile) -> GoalKind | None:
        kinds = rules.kinds_for(profile, unit.kind)
        said = self.cell("slag").casefold()
        if not said and kinds:
            return kinds[0]
        for kind in kinds:
            if said in {kind.key, kind.names.sv.singular.casefold(), kind.names.sv.plural.casefold()}:
                return kind
        self.wrong("slag", "unknown_goal_kind", value=self.cell("slag"))
        return None

    def hold_against(self, goal: PlannedGoal) -> None:
        """Tell where a further row of a goal says something else of it than its first."""
        first = {"varfor": goal.why, "svarar": goal.owner, "hanger_pa": goal.called, **goal.said}
        for column, value in first.items():
            said = self.cell(column)
            if said and said != value:
                self.wrong(column, "said_otherwise", first=goal.row)

    def link(self, goal: PlannedGoal, known: Known) -> Link | None:
        """Read what a goal hangs on: the vision, a value or an established goal above, by what it is called."""
        said = self.text("hanger_pa", rules.LONGEST_TITLE)
        found = known.links(goal.unit, goal.kind, goal.year).get(said.casefold(), ()) if said else ()
        return self._only("hanger_pa", said, found, "cannot_hang_on")

    def _only(self, column: str, said: str, found: Sequence[Thing], reason: str) -> Thing | None:
        """Give the one thing a name means; none and several are faults."""
        if said and len(found) != 1:
            self.wrong(column, "several_so_called" if found else reason, value=said)
        return found[0] if len(found) == 1 else None

    def named_on(self, goal: PlannedGoal, profile: Profile) -> None:
        """Read where a goal begins and what the model names on it."""
        goal.starting_point = self.text("utgangslage", rules.LONGEST_TEXT)
        if goal.starting_point and not goal.kind.is_movement:
            self.wrong("utgangslage", "no_starting_point")
        goal.marks = self._marks(GOAL_COLUMNS, offered(profile, goal.kind, "goal"))
        goal.said = {name: self.cell(name) for name in ("utgangslage", *GOAL_COLUMNS.values())}

    def ticked_on(self, goal: PlannedGoal) -> None:
        """Read what is ticked of the goal's checklist; that of another kind of goal is a fault."""
        columns = [one for one in self.checklists if not one.of_indicator]
        goal.ticks = self._ticks(columns, goal.kind.checklist)
        goal.said |= {one.head: self.cell(one.head) for one in columns}

    def _ticks(self, columns: Sequence[ticking.Column], checklist: str | None) -> ticking.Cells:
        found = {}
        for one in columns:
            said = self.text(one.head, rules.LONGEST_TEXT)
            if not said:
                continue
            cell = ticking.read_cell(said)
            if one.checklist.key != checklist:
                self.wrong(one.head, "no_checklist")
            elif cell is None:
                self.wrong(one.head, "unknown_tick", value=said[:80])
            else:
                found[one.point.key] = cell
        return found

    def _marks(
        self, columns: Mapping[Of, str], can: Mapping[Of, Sequence[Named]]
    ) -> dict[Of, frozenset[str]]:
        """Read what is named, of each list the file has a column for; what nothing is called is a fault."""
        found = {}
        for which, column in columns.items():
            if column not in self.cells:
                continue
            found[which], unknown = keys_in(self.cell(column), can.get(which, ()))
            names = ", ".join(one.name for one in can.get(which, ()))
            for one in unknown:
                self.wrong(column, "unknown_mark" if names else "no_marks", value=one[:80], known=names)
        return found

    def look_at_the_rest(self) -> None:
        """Read what hangs on a goal that cannot be told, for its faults alone."""
        self._activity({})
        self._indicator()

    def hang_on(self, goal: PlannedGoal, known: Known, profile: Profile) -> None:
        """Read the part-goal, the activity and the indicators of the row, where there are; goals that exist are left alone."""
        said = "" if goal.exists else self.text("kvalitetsindikator", rules.LONGEST_TITLE)
        found = known.indicators(goal.unit).get(said.casefold(), ()) if said else ()
        followed = self._only("kvalitetsindikator", said, found, "unknown_indicator")
        if followed is not None and followed not in goal.follows:
            goal.follows.append(followed)
        self._stage(goal)
        activity, indicator = self._activity(offered(profile, goal.kind, "activity")), self._indicator()
        if activity is not None:
            goal.activities.append(activity)
        if indicator is not None:
            goal.indicators.append(indicator)

    def _stage(self, goal: PlannedGoal) -> None:
        what, due = self.text("delmal", rules.LONGEST_TEXT), self.day("delmal_klart", *YEARS)
        if due and not what:
            self.wrong("delmal", "missing")
        if what and not goal.kind.has_part_goals:
            self.wrong("delmal", "no_part_goals")
        elif what:
            goal.stages.append((what, due))

    def _activity(self, can: Mapping[Of, Sequence[Named]]) -> PlannedActivity | None:
        what = self.text("aktivitet", rules.LONGEST_TEXT)
        who, starts, due = (
            self.text("vem", rules.LONGEST_LINE),
            self.day("fran", *YEARS),
            self.day("klart", *YEARS),
        )
        state = self._word(
            "lage", {word: state for state, word in STATE_WORDS.items()}, ActivityState.NOT_BEGUN
        )
        if starts and due and due < starts:
            self.wrong("klart", "days_turned")
        if not what:
            if who or starts or due:
                self.wrong("aktivitet", "missing")
            return None
        # In order, so that the same file has the same fingerprint in every process.
        wanted = {which: sorted(keys) for which, keys in self._marks(ACTIVITY_COLUMNS, can).items()}
        return PlannedActivity(what, who, starts, due, state, Choice(can, wanted) if wanted else None)

    def _indicator(self) -> PlannedIndicator | None:
        name = self.text("indikator", rules.LONGEST_TITLE)
        nature = self._word(
            "sort", {word: nature for nature, word in NATURE_WORDS.items()}, Nature.QUALITATIVE
        )
        method, routine = self.text("metod", rules.LONGEST_TEXT), self.text("rutin", rules.LONGEST_TEXT)
        often = self.text("hur_ofta", rules.LONGEST_LINE)
        now, wanted = self.text("nu", rules.LONGEST_VALUE), self.text("onskat", rules.LONGEST_VALUE)
        columns = [one for one in self.checklists if one.of_indicator]
        ticks = self._ticks(columns, columns[0].checklist.key if columns else None)
        if not name:
            if method or routine or often or now or wanted or ticks:
                self.wrong("indikator", "missing")
            return None
        return PlannedIndicator(name, nature, method, routine, often, now, wanted, ticks)

    def _number(self, name: str, *, needed: bool = False) -> int | None:
        said = self.cell(name)
        if not said:
            if needed:
                self.wrong(name, "missing")
            return None
        if not (said.isascii() and said.isdigit() and rules.FIRST_YEAR <= int(said[:6]) <= rules.LAST_YEAR):
            self.wrong(name, "bad_year", value=said)
            return None
        return int(said)

    def _word(self, name: str, known: Mapping[str, str], otherwise: str) -> str:
        said = self.cell(name).casefold()
        if not said:
            return otherwise
        found = known.get(said) or next((value for value in known.values() if value == said), None)
        if found is None:
            self.wrong(name, "unknown_word", value=self.cell(name), known=", ".join(known))
            return otherwise
        return found
