"""Follow-up reports and the parts of the supervision overview."""

from calendar import monthrange
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.steering.shapes.keys import ActorRef, Day, Key, Month
from app.steering.words import Label, Line, Shape, Text, Words

ReportKind = Literal["month", "tertial", "half_year", "annual", "operations", "company", "deviation"]
ReportContent = Literal[
    "economy",
    "forecast",
    "goals",
    "indicators",
    "activities",
    "measures",
    "quality_levels",
    "volumes",
    "staff",
    "analysis",
    "deviations",
    "quality_factors",
    "internal_control",
    "assignments",
    "raised_matters",
]
SupervisionSource = Literal[
    "analysis",
    "outside_world",
    "vision",
    "values",
    "goals",
    "indicators",
    "assignments",
    "financial_goals",
    "budget",
    "quality_factors",
    "internal_control",
    "risks",
]


class ReportPeriod(Shape):
    """A period that is reported, and by when."""

    key: Key
    """Key of the period, unique in its report."""
    name: Label
    """Its name: “januari–april”."""
    from_month: Month
    """First month it covers."""
    to_month: Month
    """Last month it covers."""
    due_month: Month | None = None
    """Month by which it is handed in; missing means that the yearly follow-up plan says when."""
    due_day: Day | None = None
    """Day by which it is handed in; missing means the last day of the month."""
    due_year_offset: Annotated[int, Field(ge=0, le=1)] = 0
    """1 when it is handed in the year after."""

    @model_validator(mode="after")
    def _in_order(self) -> "ReportPeriod":
        if self.from_month > self.to_month:
            raise PydanticCustomError(
                "wrong_order",
                "{low} above {high}",
                {"low": f"from_month ({self.from_month})", "high": f"to_month ({self.to_month})"},
            )
        if self.due_month and self.due_day and self.due_day > monthrange(2028, self.due_month)[1]:
            raise PydanticCustomError(
                "no_such_day", "no {day}.{month}", {"day": self.due_day, "month": self.due_month}
            )
        return self


class ReportArea(Shape):
    """A subject that a plan made each year places in some of a report's periods."""

    key: Key
    """Key of the area, unique in its report."""
    name: Label
    """Its name."""
    contents: Annotated[tuple[ReportContent, ...], Field(min_length=1)]
    """What it is put together from."""


class Report(Shape):
    """A follow-up report from one level to the next."""

    key: Key
    """Key of the report."""
    names: Words
    """What it is called."""
    kind: ReportKind
    """What sort it is."""
    explanation: Text
    """What it is for."""
    submitted_by: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who hands it in."""
    submitted_to: Annotated[tuple[ActorRef, ...], Field(min_length=1)]
    """Who receives it."""
    contents: Annotated[tuple[ReportContent, ...], Field(min_length=1)]
    """What it is put together from."""
    periods: tuple[ReportPeriod, ...] = ()
    """What periods it covers; none for a report that is handed in when something happens."""
    at_once: bool = False
    """Whether it is handed in as soon as something happens, outside the periods."""
    areas: Literal["all", "by_yearly_plan"] = "all"
    """Whether everything comes each time or a plan made each year says which areas come when."""
    area_list: tuple[ReportArea, ...] = ()
    """Areas that the yearly plan chooses among; none means that it names them itself."""
    area_plan: Key | None = None
    """Document type that the yearly plan is."""
    scale: Key | None = None
    """Assessment scale it uses."""
    section: Line | None = None
    """Where in the source it stands."""

    @model_validator(mode="after")
    def _has_a_time(self) -> "Report":
        if not self.periods and not self.at_once:
            raise PydanticCustomError("report_never", "neither periods nor at_once")
        return self

    @model_validator(mode="after")
    def _areas_are_planned(self) -> "Report":
        if self.areas == "all" and (self.area_list or self.area_plan):
            raise PydanticCustomError("areas_without_plan", "areas without a yearly plan")
        return self


class SupervisionPart(Shape):
    """One part of the supervision overview."""

    key: Key
    """Key of the part."""
    title: Label
    """Its title."""
    sources: Annotated[tuple[SupervisionSource, ...], Field(min_length=1)]
    """What it is put together from."""
    section: Line | None = None
    """Where in the source it stands."""
