"""What holds of governing documents and of the test of the child's best interests: pure decisions, no database."""

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.documents.errors import Fault
from app.documents.models import Origin
from app.steering.elections import election_after
from app.steering.shapes.documents import DocumentFact, Review

NEAR = timedelta(days=30)
"""So long before its day a review is told of, and stands on the start page."""

LATE = timedelta(days=365)
"""A review whose day passed longer ago than this is no news any more; the register still shows it."""

WHOLE_LINK = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)


class StateType(StrEnum):
    """Kinds of documents the state decides: no model has them, all municipalities live by them."""

    LAW = "law"
    ORDINANCE = "ordinance"
    CURRICULUM = "curriculum"
    REGULATION = "regulation"
    GUIDANCE = "guidance"
    CONVENTION = "convention"
    AGREEMENT = "agreement"


class Standing(StrEnum):
    """Whether a document is in force."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    LAID_ASIDE = "laid_aside"
    REPEALED = "repealed"


class Due(StrEnum):
    """How near the next review is."""

    NONE = "none"
    LATER = "later"
    NEAR = "near"
    OVERDUE = "overdue"


def standing(*, ended: str, valid_to: date | None, today: date) -> Standing:
    """Tell whether a document is in force: what was ended by somebody says more than a day that passed."""
    if ended:
        return Standing(ended)
    return Standing.EXPIRED if valid_to is not None and valid_to < today else Standing.IN_FORCE


def due(*, ended: str, next_review_on: date | None, today: date) -> Due:
    """Tell how near the next review is; what is no longer in force is not reviewed."""
    if ended or next_review_on is None:
        return Due.NONE
    if next_review_on < today:
        return Due.OVERDUE
    return Due.NEAR if next_review_on <= today + NEAR else Due.LATER


KNOWN_FACTS: tuple[DocumentFact, ...] = ("registry_number", "decided_on", "review_by")
"""Facts a model can ask for that the register may lack; the others it always has, or has no field for."""


def facts_lacking(
    wanted: Collection[DocumentFact],
    *,
    registry_number: str,
    decided_on: date | None,
    next_review_on: date | None,
) -> list[DocumentFact]:
    """Tell which of the facts a model wants on the first page are missing, in their order."""
    there = {
        "registry_number": bool(registry_number.strip()),
        "decided_on": decided_on is not None,
        "review_by": next_review_on is not None,
    }
    return [fact for fact in KNOWN_FACTS if fact in wanted and not there[fact]]


def proposed_review(review: Review | None, looked_over: date) -> date | None:
    """Propose when a document is looked over next, from the rule of its type and the day it was decided or reviewed.

    Once a term means the first whole year after the next election (Karlskoga: review once per term): the new council
    takes its stand on what it took over.
    """
    if review is None or review.rule == "none":
        return None
    if review.rule == "term":
        return date(election_after(looked_over).year + 1, 12, 31)
    years = review.years if review.rule == "years" and review.years else 1
    last = monthrange(looked_over.year + years, looked_over.month)[1]
    return date(looked_over.year + years, looked_over.month, min(looked_over.day, last))


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """What was decided, as somebody filled it in."""

    decided_by: str = ""
    registry_number: str = ""
    decided_on: date | None = None
    valid_to: date | None = None
    label: str = ""
    link: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as somebody filled it in; no `units` together with `for_all`."""

    title: str
    responsible_unit_id: int
    origin: Origin = Origin.MUNICIPAL
    type_key: str = ""
    summary: str = ""
    responsible_person_id: int | None = None
    for_all: bool = True
    units: frozenset[int] = frozenset()
    next_review_on: date | None = None
    version: VersionEntry = VersionEntry()


def faults_in(entry: Entry, today: date) -> dict[str, Fault]:
    """Tell what is wrong with a document as it was filled in, by the name of the field."""
    faults = faults_in_version(entry.version, today)
    if not entry.title.strip():
        faults["title"] = Fault.TITLE_MISSING
    if not entry.for_all and not entry.units:
        faults["units"] = Fault.NO_UNITS
    return faults


def faults_in_version(version: VersionEntry, today: date) -> dict[str, Fault]:
    """Tell what is wrong with what was decided, by the name of the field."""
    faults: dict[str, Fault] = {}
    if version.decided_on is not None and version.decided_on > today:
        faults["decided_on"] = Fault.DECIDED_AHEAD
    if version.valid_to and version.decided_on and version.valid_to < version.decided_on:
        faults["valid_to"] = Fault.VALID_BEFORE_DECIDED
    if version.link and not is_web_link(version.link):
        faults["link"] = Fault.LINK_NOT_WEB
    return faults


def is_web_link(link: str) -> bool:
    """Tell whether a link leads to the web: nothing else is ever put behind one."""
    return WHOLE_LINK.fullmatch(link) is not None


class Tested(StrEnum):
    """How far the test of the child's best interests has come for a decision."""

    NOT_ASKED = "not_asked"
    NO_CHILDREN = "no_children"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class ChildRightsTest:
    """The test of the child's best interests as it was filled in (Tranemo's cover page; the UN convention is law).

    `concerns_children` is None while nobody has asked. `impact_assessed` is whether a child impact assessment was made.
    """

    concerns_children: bool | None = None
    considerations: str = ""
    larger_matter: bool = False
    impact_assessed: bool | None = None
    not_assessed_why: str = ""

    @property
    def tested(self) -> Tested:
        """How far the test has come."""
        return tested(self.concerns_children)

    def settled(self) -> "ChildRightsTest":
        """Give it with only what belongs to its answer: where no child is concerned nothing further is asked."""
        if not self.concerns_children:
            return ChildRightsTest(self.concerns_children)
        why = self.not_assessed_why if self.larger_matter and self.impact_assessed is False else ""
        return ChildRightsTest(True, self.considerations, self.larger_matter, self.impact_assessed, why)


def tested(concerns_children: bool | None) -> Tested:
    """Tell how far the test has come from its first answer."""
    if concerns_children is None:
        return Tested.NOT_ASKED
    return Tested.CHILDREN if concerns_children else Tested.NO_CHILDREN


def faults_in_test(test: ChildRightsTest) -> dict[str, Fault]:
    """Tell what a test lacks, by the name of the field.

    Not having asked is no fault: a decision can be recorded at once and tested after, and shows until then that it is not.
    """
    faults: dict[str, Fault] = {}
    if not test.concerns_children:
        return faults
    if not test.considerations.strip():
        faults["considerations"] = Fault.CONSIDERATIONS_MISSING
    if test.larger_matter and test.impact_assessed is None:
        faults["impact_assessed"] = Fault.ASSESSMENT_UNSAID
    if test.larger_matter and test.impact_assessed is False and not test.not_assessed_why.strip():
        faults["not_assessed_why"] = Fault.NO_ASSESSMENT_WHY_MISSING
    return faults
