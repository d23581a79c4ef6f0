"""The annual cycle and how often things come back."""

from calendar import monthrange
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.steering.shapes.keys import ActorRef, Day, Key, Month
from app.steering.words import Label, Line, Shape, Text

Start = Literal[
    "dialogue",
    "analysis",
    "measurement",
    "report",
    "follow_up",
    "plan",
    "internal_control",
    "acknowledgement",
    "document_review",
]
Basis = Literal["source", "product"]
Years = Literal["every", "election_year", "not_election_year", "first_year_of_term"]
RhythmSubject = Literal["dialogue", "activity", "indicator", "economy", "control", "document", "follow_up"]


class When(Shape):
    """A month, a span of months, or a date in the year an event belongs to."""

    month: Month
    """Month in which it falls or begins."""
    day: Day | None = None
    """Day on which it falls or begins; missing means some time in the month."""
    to_month: Month | None = None
    """Last month of a span; earlier than `month` means in the year after."""
    to_day: Day | None = None
    """Last day of a span."""
    year_offset: Annotated[int, Field(ge=-1, le=2)] = 0
    """0 in the year itself, 1 in the year after, -1 in the year before."""
    years: Years = "every"
    """Which years it holds for."""

    @model_validator(mode="after")
    def _days_exist(self) -> "When":
        for month, day in ((self.month, self.day), (self.to_month or self.month, self.to_day)):
            # 2028 is a leap year: 29 February may be written, and the cycle moves it in other years.
            if day is not None and day > monthrange(2028, month)[1]:
                raise PydanticCustomError("no_such_day", "no {day}.{month}", {"day": day, "month": month})
        return self


class Starts(Shape):
    """Something an event sets going."""

    kind: Start
    """What starts."""
    ref: Key | None = None
    """Which one: key of a dialogue template, analysis, report, rhythm, acknowledgement, document type, goal kind."""


class CycleEvent(Shape):
    """Something that happens each year."""

    key: Key
    """Key of the event."""
    name: Label
    """Its name."""
    phase: Key | None = None
    """Phase of the year it belongs to."""
    when: Annotated[tuple[When, ...], Field(min_length=1)]
    """When it happens; several where years differ."""
    who: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who does it."""
    what: Text
    """What is done."""
    produces: tuple[Key, ...] = ()
    """What comes out: keys of goal kinds, document types, reports or analyses."""
    starts: tuple[Starts, ...] = ()
    """What it sets going."""
    basis: Basis = "source"
    """Whether the time comes from the source or is the product's proposal."""
    section: Line | None = None
    """Where in the source it stands."""


class Phase(Shape):
    """A phase of the planning and follow-up process."""

    key: Key
    """Key of the phase."""
    name: Label
    """Its name."""
    explanation: Text
    """What is done in it."""
    section: Line | None = None
    """Where in the source it stands."""


class Rhythm(Shape):
    """How often something comes back."""

    key: Key
    """Key of the rhythm."""
    name: Label
    """Its name: “tre gånger om året”."""
    applies_to: Annotated[tuple[RhythmSubject, ...], Field(min_length=1)]
    """What it can be used for."""
    months: tuple[Month, ...] = ()
    """Months in which it falls, where they are set."""
    times_per_year: Annotated[int, Field(ge=1, le=53)] | None = None
    """How many times a year, where the months are free."""
    at_least: bool = False
    """Whether the number is a floor rather than exact."""

    @model_validator(mode="after")
    def _says_how_often(self) -> "Rhythm":
        if not self.months and self.times_per_year is None:
            raise PydanticCustomError("rhythm_empty", "neither months nor times")
        if self.months and self.times_per_year is not None and len(set(self.months)) != self.times_per_year:
            raise PydanticCustomError(
                "rhythm_differs",
                "{months} months, {times} times",
                {"months": len(set(self.months)), "times": self.times_per_year},
            )
        return self
