"""How risks, plans, controls and evaluations of the demo are written in its files."""

from typing import Literal

from app.demo.script import Part


class JudgedPart(Part):
    """How a risk was judged in some month counted from the present one."""

    month: int
    likelihood: int = 0
    consequence: int = 0
    why: str = ""
    treatment: str = ""
    then: tuple[int, int] = (0, 0)


class DecidedPart(Part):
    """What was decided about a risk; `until` is days from today."""

    month: int
    way: Literal["accept", "treat", "move", "avoid"]
    words: str
    approver: str = ""
    until: int | None = None


class RiskPart(Part):
    """A risk; `review` is days from today, `factor` what the demo calls the factor it threatens."""

    key: str
    unit: str
    by: str = ""
    title: str
    happens: str = ""
    cause: str = ""
    effect: str = ""
    existing: str = ""
    category: str = ""
    factor: str = ""
    owner: str = ""
    person: str = ""
    review: int | None = None
    entered: int = -24
    judged: tuple[JudgedPart, ...] = ()
    decided: DecidedPart | None = None
    existing_now: str = ""
    closed: str = ""


class RemedyPart(Part):
    """What was to be done about a deviation; `due` is days after it was found, `outcome` empty while it goes on."""

    what: str
    person: str = ""
    who: str = ""
    due: int = 40
    outcome: str = ""


class ToldPart(Part):
    """What a control showed at one of its days, the first being 0, in last year's plan (-1) or this year's (0)."""

    year: int
    place: int
    seen: str = ""
    deviation: str = ""
    left_out: str = ""
    remedies: tuple[RemedyPart, ...] = ()
    follow_up: str = ""


class CheckPart(Part):
    """A control, from last year's plan (-1) on or new this year (0); `key` is what dialogues call last year's."""

    key: str = ""
    what: str
    method: str = ""
    often: str = "once"
    who: str = ""
    person: str = ""
    told_to: str = ""
    since: int = -1
    told: tuple[ToldPart, ...] = ()


class ChosenPart(Part):
    """A risk in a plan."""

    risk: str
    reason: str = ""
    since: int = -1
    until: int = 0
    checks: tuple[CheckPart, ...]


class PlanPart(Part):
    """The plans of a board or company, last year's and this year's; `by` is the unit whose manager writes."""

    unit: str
    by: str
    opening: tuple[str, str]
    number: tuple[str, str]
    report: str = ""
    learned: str = ""
    report_number: str = ""
    chosen: tuple[ChosenPart, ...]


class EvaluationPart(Part):
    """The executive board's evaluation of last year."""

    by: str
    whole: str
    number: str
    views: dict[str, str]


class ControlScript(Part):
    """The whole file."""

    risks: tuple[RiskPart, ...]
    plans: tuple[PlanPart, ...]
    evaluation: EvaluationPart
