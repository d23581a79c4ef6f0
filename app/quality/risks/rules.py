"""Pure decisions about risks: what is wrong with what was filled in, how near a review is, what has changed since a decision."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.quality.risks.errors import Fault
from app.quality.risks.models import Nature, Risk, RiskDecision, Way
from app.steering.shapes.control import InternalControl

NEAR = timedelta(days=30)
"""So long before its day a review is told of, and stands on the start page."""

LATE = timedelta(days=365)
"""A review whose day passed longer ago is no news any more; the register still shows it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A risk as somebody filled it in; only the title and the unit are needed."""

    title: str
    unit_id: int
    nature: Nature = Nature.OPERATIONAL
    factor_id: int | None = None
    happens: str = ""
    cause: str = ""
    effect: str = ""
    existing: str = ""
    category: str = ""
    owner: str = ""
    owner_id: int | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How somebody judges a risk, now and after what is meant to be done; 0 where they do not say."""

    likelihood: int = 0
    consequence: int = 0
    reasoning: str = ""
    treatment: str = ""
    treated_likelihood: int = 0
    treated_consequence: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether nothing at all was said."""
        return self == Judged()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a risk, as somebody filled it in."""

    way: Way
    words: str = ""
    approver: str = ""
    decided_on: date | None = None
    until: date | None = None


class Due(StrEnum):
    """How near the next review is."""

    NONE = "none"
    LATER = "later"
    NEAR = "near"
    OVERDUE = "overdue"


def due(review_on: date | None, today: date) -> Due:
    """Tell how near the next review of a risk is; the twin of the register's filter."""
    if review_on is None:
        return Due.NONE
    if review_on < today:
        return Due.OVERDUE
    return Due.NEAR if review_on <= today + NEAR else Due.LATER


def faults_in(entry: Entry, categories: Collection[str]) -> dict[str, Fault]:
    """Tell what is wrong with a risk as it was filled in; no categories means that any word is one."""
    faults: dict[str, Fault] = {}
    if not entry.title.strip():
        faults["title"] = Fault.TITLE_MISSING
    if entry.category and categories and entry.category not in categories:
        faults["category"] = Fault.UNKNOWN_CATEGORY
    return faults


def faults_in_judgement(judged: Judged, scale: InternalControl) -> dict[str, Fault]:
    """Tell what is wrong with a judgement: half of one says nothing, and one reckons from what is to what will be."""
    faults: dict[str, Fault] = {}
    if bool(judged.likelihood) != bool(judged.consequence):
        faults["consequence" if judged.likelihood else "likelihood"] = Fault.HALF_JUDGED
    if bool(judged.treated_likelihood) != bool(judged.treated_consequence):
        name = "treated_consequence" if judged.treated_likelihood else "treated_likelihood"
        faults[name] = Fault.HALF_TREATED
    elif judged.treated_likelihood and not (judged.likelihood or judged.consequence):
        faults["likelihood"] = Fault.TREATED_UNJUDGED
    for name, steps in (
        ("likelihood", scale.likelihood),
        ("consequence", scale.consequence),
        ("treated_likelihood", scale.likelihood),
        ("treated_consequence", scale.consequence),
    ):
        if not 0 <= getattr(judged, name) <= len(steps):
            faults[name] = Fault.OUTSIDE_SCALE
    return faults


def review_proposed(review_on: date | None, today: date) -> date | None:
    """Give the day to begin with where a risk is judged: the one that stands, unless it has been."""
    return None if due(review_on, today) is Due.OVERDUE else review_on


def faults_in_review(review_on: date | None, standing: date | None, today: date) -> dict[str, Fault]:
    """Tell what is wrong with the next review: it cannot have been, but for the day that stood before."""
    passed = review_on is not None and review_on < today and review_on != standing
    return {"review_on": Fault.REVIEW_PASSED} if passed else {}


def faults_in_decision(decided: Decided, today: date) -> dict[str, Fault]:
    """Tell what a decision lacks: an acceptance needs somebody who approves and a day on which it ends (domain 7)."""
    faults: dict[str, Fault] = {}
    if not decided.words.strip():
        faults["words"] = Fault.WHY_MISSING
    if decided.decided_on is not None and decided.decided_on > today:
        faults["decided_on"] = Fault.DECIDED_AHEAD
    if decided.way is Way.ACCEPT:
        if not decided.approver.strip():
            faults["approver"] = Fault.APPROVER_MISSING
        if decided.until is None:
            faults["until"] = Fault.UNTIL_MISSING
    if decided.until is not None and decided.until <= today:
        faults["until"] = Fault.UNTIL_NOT_AHEAD
    return faults


def standing_decision(decisions: Iterable[RiskDecision]) -> RiskDecision | None:
    """Give the decision that holds: the latest, unless it was revoked. `decisions` come the latest first."""
    latest = next(iter(decisions), None)
    return latest if latest is not None and latest.revoked_at is None else None


def has_run_out(until: date | None, today: date) -> bool:
    """Tell whether a decision was for a time that has passed."""
    return until is not None and until < today


@dataclass(frozen=True, slots=True)
class Difference:
    """What one thing about a risk was when it was decided about, and is now."""

    name: str
    then: object
    now: object


KEPT = (
    *("title", "nature", "happens", "cause", "effect", "existing", "category", "unit"),
    *("likelihood", "consequence", "reasoning", "treatment", "treated_likelihood", "treated_consequence"),
)
"""What of a risk a decision stands on: who owns it and when it is reviewed are not among that."""


def since_decided(kept: Mapping[str, object], now: Mapping[str, object]) -> list[Difference]:
    """Tell what has changed of a risk since a decision about it."""
    return [
        Difference(name, kept.get(name), now.get(name)) for name in KEPT if kept.get(name) != now.get(name)
    ]


def is_placed(risk: Risk) -> bool:
    """Tell whether a risk has a place on the map: judged, and with why; a figure without reasons is not placed."""
    return bool(risk.value) and risk.reasoned
