"""Texts that tell where they came from, and who may read each: the table of the domain written down once more.

The oracle here is written from the field's own table of rights, not from the product's rules, so that both can
be wrong only in different ways. A canary is named by the pair whose line it belongs to, the meeting, and its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

CANARY = re.compile(r"KANARIE-[A-Za-z0-9_]+-[a-z_]+-[a-z_]+-SLUT")


def canary(pair: str, meeting: str, kind: str) -> str:
    """Give the unique words for one text."""
    return f"KANARIE-{pair}-{meeting}-{kind}-SLUT"


def canaries_in(text: str) -> set[str]:
    """Find the canaries in what somebody was sent."""
    return set(CANARY.findall(text))


class Right(Enum):
    """What the table says of one person and one text."""

    MUST = "must"
    NEVER = "never"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Pair:
    """Who sits where around one line of meetings, by the names people have in the population."""

    over: str
    rep: str
    deputies: tuple[str, ...] = ()
    """Hold one of the posts now without taking part in the line's meetings."""
    above: tuple[str, ...] = ()
    """Lead the overarching unit or a unit above it, the presidium a step above a top unit included."""


PAIRS: dict[str, Pair] = {
    "own": Pair("section_manager", "unit_manager", ("deputy",), ("deputy", "chief_executive")),
    "sibling": Pair("section_manager", "sibling_manager", ("deputy",), ("deputy", "chief_executive")),
    "other": Pair("other_section_manager", "other_unit_manager", (), ("chief_executive",)),
    "top": Pair("chief_executive", "section_manager", ("deputy",), ("chair",)),
    "presidium": Pair("chair", "chief_executive"),
    "colleague": Pair("unit_manager", "colleague", (), ("section_manager", "deputy", "chief_executive")),
    "employee": Pair("unit_manager", "employee", (), ("section_manager", "deputy", "chief_executive")),
}

GUEST_AT = frozenset({"open", "held", "establishing", "established"})
"""The meetings of the pair “own” that `guest` was invited to by both, and `half_guest` by one."""

LEFT_BY_REP = frozenset({"left", "past"})
"""Meetings of the pair “own” whose reporting side was `former`; `unit_manager` has the post now."""

ESTABLISHED = frozenset({"established", "past"})

RECORD = frozenset({"note", "whole", "agreement", "decision", "own_opinion", "registry_number"})


PLAN_WRITERS = {
    "own": frozenset({"unit_manager", "guest", "half_guest"}),
    "section": frozenset({"section_manager", "deputy", "guest", "half_guest"}),
    "other": frozenset({"other_unit_manager"}),
    "council": frozenset[str](),
}
"""Who writes a unit's plan: its manager, and support of the unit or of one above it."""

PLAN_ABOVE = {
    "own": frozenset({"section_manager", "deputy", "chief_executive"}),
    "section": frozenset({"chief_executive"}),
    "other": frozenset({"other_section_manager", "chief_executive"}),
    "council": frozenset[str](),
}
"""Managers above in line."""

READ_NO_PLANS = frozenset({"administrator", "employee", "colleague"})
"""Those none of whose appointments opens plans."""


DOES_THE_DEED = "employee"
OF_THE_DEED = {"deed": Right.MUST, "deed_progress": Right.MUST, "title": Right.UNSAID}
"""What whoever is to do an activity reads: it, what was said of it, and what its goal is called."""

ECONOMY = "economy"
"""What the canaries of the economy are named by."""

UNIT_TEXT = "unittext"
"""What the canaries of units' texts are named by, with the unit and the state."""

ABOVE = {
    "preschool": {"section_manager", "deputy", "chief_executive"},
    "sibling": {"section_manager", "deputy", "chief_executive"},
    "section": {"chief_executive"},
    "overview": set(),
}
"""Who lead a unit above, by the unit."""
WRITERS = {
    "preschool": {"unit_manager", "guest", "half_guest"},
    "sibling": {"sibling_manager", "guest", "half_guest"},
    "section": {"section_manager", "deputy", "guest", "half_guest"},
    # The overview is the kommunchef's own until it is established; then the board's and the auditors' too.
    "overview": {"chief_executive"},
}
"""Who lead the unit or support it; the guests of the dialogues are support of the section."""
READERS = {"chair", "member", "auditor"}


def text_right(where: str, what: str, who: str) -> Right:
    """Tell what the table says of one person and one text; `what` begins with the state."""
    may = WRITERS[where] | (ABOVE[where] if what.startswith(("shared", "established")) else set())
    if what.startswith("established"):
        may = may | READERS
    return Right.MUST if who in may else Right.NEVER


def plan_right(place: str, who: str) -> Right:
    """Tell what the domain's table says about a text of a unit's plan, named by unit and how far it has come."""
    unit, _, state = place.partition("_")
    if who in READ_NO_PLANS:
        return Right.NEVER
    if who in PLAN_WRITERS[unit]:
        return Right.MUST
    if state in {"draft", "candidates", "changed"}:
        return Right.NEVER
    if who in PLAN_ABOVE[unit]:
        return Right.MUST
    if state == "shared":
        return Right.NEVER
    # What is established: politicians above the unit and auditors too; what the council decided, everybody who reads plans.
    return Right.MUST if unit == "council" or who in {"chair", "member", "auditor"} else Right.NEVER


QUALITY_READERS_BELOW = frozenset({"unit_manager", "sibling_manager"})
"""Who lead units that share what their section shares with them."""


def quality_right(place: str, who: str) -> Right:
    """Tell what the domain's table says about a text of quality, named by unit and how far its factor has come."""
    unit, _, state = place.partition("_")
    if who in PLAN_WRITERS[unit]:
        return Right.MUST
    if state in {"draft", "changed"}:
        return Right.NEVER
    if who in PLAN_ABOVE[unit] or (state == "shared" and who in QUALITY_READERS_BELOW):
        return Right.MUST
    # Politicians and auditors meet quality in the overview alone.
    return Right.NEVER


MEASURING = "measuring"
"""What the canaries of measurements are named by, with the unit they are of."""


def measuring_right(unit: str, who: str) -> Right:
    """Tell what the table says of what was measured in a unit: its manager and support, managers above; nobody else."""
    place = {"own": "preschool"}.get(unit, unit)
    return Right.MUST if who in WRITERS[place] | ABOVE[place] else Right.NEVER


CONTROL_AT_WORK = {
    "board_draft": frozenset({"chief_executive"}),
    "board_report": frozenset({"chief_executive"}),
    "board_evaluation": frozenset({"chief_executive"}),
    # Who carries out a control and who mends what it found read that control too.
    "board_working": frozenset({"chief_executive", "unit_manager", "sibling_manager"}),
    "company_draft": frozenset({"former"}),
    "company_risk": frozenset({"former"}),
}
"""Who reads what of internal control is not decided: those who put it together, and leads nobody else."""


def control_right(place: str, kind: str, who: str) -> Right:
    """Tell what the domain's table says about a risk, or about a plan by how far it has come."""
    if place in {"own_risk", "other_risk"}:
        unit = place.removesuffix("_risk")
        return Right.MUST if who in PLAN_WRITERS[unit] | PLAN_ABOVE[unit] else Right.NEVER
    if place in CONTROL_AT_WORK:
        return Right.MUST if who in CONTROL_AT_WORK[place] else Right.NEVER
    if kind == "number" and who == "administrator":
        # On the pages of disposal, where no text stands; search does not find it for them.
        return Right.UNSAID
    # What a board has decided: managers, support, politicians and auditors alike.
    return Right.NEVER if who in READ_NO_PLANS else Right.MUST


def economy_right(place: str, who: str) -> Right:
    """Tell what is decided about a text of a unit's economy: drafts for those who write, what is submitted as what is
    established in a plan, the council's financial goals for everybody who reads the economy.
    """
    unit, _, state = place.partition("_")
    if state in {"draft", "withdrawn", "open", "changed"}:
        return Right.MUST if who in PLAN_WRITERS[unit] else Right.NEVER
    return plan_right(f"{unit}_established", who)


DEVIATION = "deviation"
"""What the canaries of deviations are named by."""

DEVIATION_READERS = {
    "own_came": frozenset({"unit_manager", "section_manager", "deputy"}),
    "own_kept": frozenset({"unit_manager", "section_manager", "deputy"}),
    "own_board": frozenset({"unit_manager", "section_manager", "deputy", "chief_executive", "chair"}),
    "section_came": frozenset({"section_manager", "deputy", "chief_executive"}),
    "own_taken": frozenset({"unit_manager"}),
    "employee_came": frozenset({"employee", "unit_manager"}),
    "employee_passed": frozenset({"employee", "unit_manager", "section_manager", "deputy"}),
    "employee_taken": frozenset({"employee"}),
}
"""Who reads a deviation: those who lead the unit that reported, or the employee who did, and those who answer for the levels
it has come to.
"""


def deviation_right(place: str, who: str) -> Right:
    """Tell who reads a deviation, by how far it has come."""
    if who not in DEVIATION_READERS[place]:
        return Right.NEVER
    # What was taken back is on no page but its own.
    return Right.UNSAID if place.endswith("_taken") else Right.MUST


CITIZENS = "citizens"
"""What the canaries of what was promised to, heard from and asked of residents are named by."""


def citizens_right(place: str, who: str) -> Right:
    """Tell who reads what is promised, heard and asked: drafts those who write, the rest as established plans."""
    unit, _, state = place.partition("_")
    if state in {"draft", "struck"} and who not in PLAN_WRITERS[unit]:
        return Right.NEVER
    # What was struck is on no page but its own.
    return Right.UNSAID if state == "struck" else plan_right(f"{unit}_{state}", who)


PERSONAL, THE_TWO = "personal", frozenset({"unit_manager", "employee"})
"""Goals of an employee's own: for the two of the talk, whatever anybody else leads, supports or reviews."""


def personal_right(_place: str, who: str) -> Right:
    """Tell who reads a personal goal."""
    return Right.MUST if who in THE_TWO else Right.NEVER


REPORT = "report"
"""What the canaries of deviations in reports, and of what receivers said, are named by."""


def report_right(place: str, who: str) -> Right:
    """Tell what is decided about reports: drafts for those who write, what was handed in as what is established in a plan."""
    if place == "own_draft":
        return Right.MUST if who in PLAN_WRITERS["own"] else Right.NEVER
    return plan_right("own_established", who)


BY_PLACE = {
    DEVIATION: deviation_right,
    CITIZENS: citizens_right,
    MEASURING: measuring_right,
    PERSONAL: personal_right,
    REPORT: report_right,
}
"""Rights that follow from the place alone, whatever the text is."""


def _right_beside_dialogues(name: str, where: str, kind: str, who: str) -> Right:
    if name in BY_PLACE:
        return BY_PLACE[name](where, who)
    if name == ECONOMY:
        said = economy_right(where, who)
        if where == "council_goal" and said is Right.NEVER and kind in {"title", "why"}:
            # They stand in the decision too, which everybody reads.
            return Right.UNSAID
        # A draft that was thrown away is on no page but its own.
        return Right.UNSAID if kind == "slung" and said is Right.MUST else said
    if name == UNIT_TEXT:
        return text_right(where, kind, who)
    if name == "plan":
        said = plan_right(where, who)
        if where == "own_deed" and who == DOES_THE_DEED:
            # What the goal is called stands on the page of the activity; it is not found by it.
            return OF_THE_DEED.get(kind, said)
        # A draft that was thrown away is on no page but its own.
        return Right.UNSAID if kind == "slung" and said is Right.MUST else said
    if name == "quality":
        said = quality_right(where, who)
        return Right.UNSAID if kind == "slung" and said is Right.MUST else said
    if name == "control":
        return control_right(where, kind, who)
    # Documents and decisions are read by everybody with a post; the rest of the town's texts is told elsewhere.
    return Right.MUST if where == "documents" else Right.UNSAID


def right(pair_name: str, meeting: str, kind: str, who: str) -> Right:
    """Tell what the domain's table of rights says about one text and one person."""
    if pair_name not in PAIRS:
        return _right_beside_dialogues(pair_name, meeting, kind, who)
    pair = PAIRS[pair_name]
    # A file, and that there is one, is for those the text beside it is for.
    kind = kind.removesuffix("_file").removesuffix("_filename")
    rep = "former" if pair_name == "own" and meeting in LEFT_BY_REP else pair.rep
    # Rights follow appointments at this moment: the former manager takes part in nothing any more.
    present = {pair.over, rep} - {"former"}
    later = {*pair.deputies, *({pair.rep} if rep != pair.rep else ())}
    guest = pair_name == "own" and meeting in GUEST_AT and who == "guest"
    if kind.startswith(("picture", "begun")) or (kind == "own_opinion" and meeting not in ESTABLISHED):
        return _own(kind, who, pair, present)
    if kind in {"raised", "answer", "raised_later"}:
        if who in present or who in pair.above or who in later:
            return Right.MUST
        # A guest reads the record, in which what was raised stands; the former manager was one of the two.
        return Right.UNSAID if guest or (who == "former" and rep == "former") else Right.NEVER
    if who in present:
        return Right.MUST
    if kind == "reply":
        # What was said with an answer to the invitation: between the two.
        return Right.NEVER
    if kind == "reason":
        return Right.UNSAID if who in later else Right.NEVER
    if kind == "registry_number" and who == "administrator" and meeting in ESTABLISHED:
        # On the page of disposal, where no text stands; search does not find it for them.
        return Right.UNSAID
    if kind in RECORD:
        return Right.MUST if guest or (who in later and meeting in ESTABLISHED) else Right.NEVER
    # Proposals and addenda: the two write them; who may read the record may see them beside it.
    return Right.UNSAID if guest or (who in later and meeting in ESTABLISHED) else Right.NEVER


def _own(kind: str, who: str, pair: Pair, present: set[str]) -> Right:
    if kind == "begun_over":
        # Not sent: in its writer's own form while the form is there, and nowhere else.
        return Right.UNSAID if who == pair.over else Right.NEVER
    if kind == "own_opinion":
        # Given and not yet established: its writer's alone, so that it is no condition of the other's.
        return Right.MUST if who in present - {pair.over} else Right.NEVER
    if kind == "picture_over_closed":
        return Right.MUST if who == pair.over else Right.NEVER
    if kind == "picture_rep_closed":
        return Right.MUST if who == pair.rep else Right.NEVER
    if kind == "picture_rep_withheld":
        return Right.NEVER
    return Right.MUST if who in present else Right.NEVER


def parts(text: str) -> tuple[str, str, str]:
    """Take a canary apart again: pair, meeting, kind."""
    _, pair, meeting, kind, _ = text.split("-")
    return pair, meeting, kind
