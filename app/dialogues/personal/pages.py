"""Personal goals as they stand on the page of the line and beside the theme they are written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import LazyString, gettext

from app.access.guard import acting
from app.db import db
from app.dialogues.models import PairKind, Series
from app.dialogues.personal.models import PersonalGoal
from app.dialogues.personal.queries import goals_of_series
from app.dialogues.personal.rules import is_written_in, kinds_of_pair
from app.dialogues.wording import PERSONAL
from app.steering.routes import profile_in_force, reader_language
from app.steering.shapes.goals import GoalKind
from app.steering.words import FormName


@dataclass(frozen=True, slots=True)
class Personal:
    """The goals of a line, and the kind one writes; None where the model in force writes none."""

    series_id: int
    goals: list[PersonalGoal]
    kind: GoalKind | None
    states: Mapping[str, LazyString] = field(default_factory=lambda: PERSONAL)

    @property
    def heading(self) -> str:
        """What the model calls several of them."""
        return word(self.kind, "plural") or gettext("personliga mål")

    @property
    def word(self) -> str:
        """What the model calls one of them, by itself, as its glossary has it."""
        return word(self.kind, "singular") or gettext("personligt mål")

    @property
    def one(self) -> str:
        """What the model calls one of them, as one that is to be written."""
        return word(self.kind, "indefinite")


def word(kind: GoalKind | None, form: FormName) -> str:
    """Give the model's word for a kind in the reader's language; nothing where it has none."""
    return kind.names.in_language(reader_language()).form(form) if kind is not None else ""


def on_line(series: Series) -> Personal | None:
    """Give the personal goals of a line of talks; None where there are none and can be none."""
    if series.pair_kind != PairKind.EMPLOYEE:
        return None
    kinds = kinds_of_pair(profile_in_force(), series.pair_kind)
    found = goals_of_series(db.session, acting(), series.id)
    return Personal(series.id, found, kinds[0] if kinds else None) if found or kinds else None


def on_theme(series: Series, theme_title: str) -> Personal | None:
    """Give them beside the theme they are written in; nothing beside the others."""
    if not is_written_in(profile_in_force(), series.pair_kind, theme_title):
        return None
    return on_line(series)
