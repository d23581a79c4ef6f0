"""The parts of a report that rooms below have something to say in: what is brought into each."""

from collections.abc import Callable

from app.reports.putting.about import About
from app.reports.putting.assignments import assignments
from app.reports.putting.control import control
from app.reports.putting.economy import economy
from app.reports.putting.goals import goals
from app.reports.putting.levels import brought as below
from app.reports.putting.quality import quality
from app.reports.putting.raised import raised
from app.writing.kinds import Brought

BRINGS: dict[str, Callable[[About], list[Brought]]] = {
    "economy": economy,
    "goals": goals,
    "quality": quality,
    "assignments": assignments,
    "control": control,
    "raised": raised,
    "below": below,
}
