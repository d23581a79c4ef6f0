"""The small words that all parts of a profile use: keys, actors, roles, months."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
ActorRef = Annotated[str, StringConstraints(pattern=r"^(role:)?[a-z][a-z0-9_]{0,49}$")]
"""Who does, decides, gives or takes: the key of a unit kind, or `role:` and one of the actor roles."""
RoleKey = Literal["manager", "support", "politician", "auditor", "employee", "administrator"]
ActorRole = Literal[
    "manager",
    "overarching_manager",
    "reporting_manager",
    "support",
    "politician",
    "presidium",
    "auditor",
    "employee",
    "administrator",
    "chief_executive",
]
Subject = Literal[
    "goal",
    "activity",
    "indicator",
    "quality_factor",
    "assignment",
    "deviation",
    "operational_plan",
    "follow_up",
]
Month = Annotated[int, Field(ge=1, le=12)]
Day = Annotated[int, Field(ge=1, le=31)]
