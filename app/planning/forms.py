"""The shape of what one fills in about candidates, goals, activities and indicators; only a name or title is needed."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.organisation.forms import Chosen, a_day, a_line, some_words
from app.passages.subjects import Ref
from app.planning import rules
from app.planning.goals.services import Wanted
from app.planning.marks.named import Choice, Marks, Named, Of, offered
from app.planning.marks.wording import mark_words
from app.planning.models import Activity, Candidate, Goal
from app.planning.parts.services import Deed
from app.planning.wording import ACTIVITY_STATES, FAULTS
from app.steering.routes import profile_in_force
from app.steering.shapes.goals import GoalKind
from app.ui.forms import RefusableForm


def a_text(label: Any, description: Any = "", *, rows: int = 4, required: bool = False) -> TextAreaField:
    """Make a field for words."""
    return some_words(label, description, most=rules.LONGEST_TEXT, rows=rows, required=required)


def some_of(label: Any, description: Any = "") -> SelectMultipleField:
    """Make a field of boxes to tick; what can be ticked is put in for each page."""
    return SelectMultipleField(
        label,
        description=description,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )


def _id(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _id_or_ref(value: object) -> int | str | None:
    number = _id(value)
    ref = Ref.read(str(value or "")) if number is None else None
    return number if ref is None else str(ref)


class HangsOn(Chosen):
    """A select of what a goal can hang on: goals by their number, the vision and the values as they are pointed at."""

    def __init__(self, label: Any, description: Any = "", **kwargs: Any) -> None:
        """Begin without choices."""
        super().__init__(label, description, **kwargs)
        self.coerce = _id_or_ref

    def goal(self) -> int | None:
        """Give the goal that was chosen; None where it was none."""
        return self.data if isinstance(self.data, int) else None

    def aim(self) -> Ref | None:
        """Give the vision or value that was chosen; None where it was none."""
        return Ref.read(self.data) if isinstance(self.data, str) else None


class PlanForm(RefusableForm):
    """What the forms of plans have in common."""

    reasons = FAULTS


class CandidateForm(PlanForm):
    """Something that could be developed."""

    text = a_text(
        lazy_gettext("Vad behöver utvecklas?"),
        lazy_gettext("Skriv det som ett resultat ni vill nå, inte som en åtgärd."),
        rows=2,
        required=True,
    )
    why = a_text(lazy_gettext("Varför?"), rows=2)
    revision = HiddenField()

    @classmethod
    def of(cls, one: Candidate) -> "CandidateForm":
        """Open a candidate for changes."""
        return cls(formdata=None, text=one.text, why=one.why, revision=one.revision)


class GoalForm(PlanForm):
    """What a goal says."""

    title = a_line(lazy_gettext("Vad vill ni nå?"), most=rules.LONGEST_TITLE, required=True)
    why = a_text(
        lazy_gettext("Vad och varför"),
        lazy_gettext(
            "Vad ska ha blivit bättre, för vem, och hur märker de det? Varför just det här, och varför nu?"
        ),
        rows=6,
    )
    due_on = a_day(lazy_gettext("Till när?"), required=False)
    until_year = IntegerField(
        lazy_gettext("Gäller till och med år"),
        description=lazy_gettext("Tomt betyder tills det avslutas."),
        validators=[Optional()],
    )
    owner_id = Chosen(lazy_gettext("Vem svarar för målet?"))
    owner = a_line(
        lazy_gettext("Eller med egna ord"),
        lazy_gettext("Någon som inte finns i listan, en grupp, en roll."),
        most=200,
    )
    starting_point = a_text(
        lazy_gettext("Från: var står ni när förflyttningen börjar?"),
        lazy_gettext("Dit ni vill står i målet. Härifrån mäts hur långt ni har kommit."),
        rows=2,
    )
    perspectives = some_of(lazy_gettext("Perspektiv"))
    conditions = some_of(lazy_gettext("Strategiska förutsättningar"))
    factors = some_of(lazy_gettext("Skyddsfaktorer"))
    above_id = HangsOn(
        lazy_gettext("Hänger på"), lazy_gettext("Målet blir inte bättre av att hänga på något.")
    )
    revision = HiddenField()

    @classmethod
    def of(cls, goal: Goal) -> "GoalForm":
        """Open a goal for changes."""
        return cls(
            formdata=None,
            title=goal.title,
            why=goal.why,
            due_on=goal.due_on,
            until_year=goal.until_year,
            owner_id=goal.owner_id,
            owner=goal.owner,
            starting_point=goal.starting_point,
            **{name: sorted(Marks.read(goal.marks).keys(which)) for name, which in NAMED.items()},
            above_id=goal.above_id or (f"{goal.aim_kind}:{goal.aim_id}" if goal.aim_kind else None),
            revision=goal.revision,
        )

    def wanted(self) -> Wanted:
        """Give what was filled in; a field the kind of goal does not have says nothing."""
        hangs = "above_id" in self
        return Wanted(
            title=self.title.data or "",
            why=self.why.data or "",
            until_year=self.until_year.data if "until_year" in self else None,
            due_on=self.due_on.data,
            owner=self.owner.data or "",
            owner_id=self.owner_id.data,
            above_id=self.above_id.goal() if hangs else None,
            aim=self.above_id.aim() if hangs else None,
            marks={which: self[name].data or [] for name, which in NAMED.items() if name in self},
            starting_point=(self.starting_point.data or "") if "starting_point" in self else None,
        )

    def suit(self, kind: GoalKind | None) -> None:
        """Put in what the model names on goals of a kind, and take away what it does not have."""
        can = offered(profile_in_force(), kind, "goal")
        for name, which in NAMED.items():
            _offer_named(self, name, which, can.get(which, ()))
        if "starting_point" in self and not (kind is not None and kind.is_movement):
            del self.starting_point


NAMED = {"perspectives": Of.PERSPECTIVE, "conditions": Of.CONDITION, "factors": Of.FACTOR}
"""The fields of what the model names, by the lists they are of."""


def _offer_named(form: FlaskForm, name: str, which: Of, can: Sequence[Named]) -> None:
    if name not in form:
        return
    if can:
        form[name].choices = [(one.key, mark_words(which, one)) for one in can]
    else:
        delattr(form, name)


class ActivityForm(PlanForm):
    """What is done, by whom and when."""

    what = a_text(lazy_gettext("Vad ska göras?"), rows=2, required=True)
    person_id = Chosen(lazy_gettext("Vem?"))
    who = a_line(lazy_gettext("Eller med egna ord"), most=200)
    starts_on = a_day(lazy_gettext("Från"), required=False)
    due_on = a_day(lazy_gettext("Klart"), required=False)
    factors = some_of(lazy_gettext("Skyddsfaktorer"))
    revision = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what the model names on activities."""
        super().__init__(*args, **kwargs)
        self.can = offered(profile_in_force(), None, "activity")
        _offer_named(self, "factors", Of.FACTOR, self.can.get(Of.FACTOR, ()))

    @classmethod
    def of(cls, one: Activity) -> "ActivityForm":
        """Open an activity for changes."""
        return cls(
            formdata=None,
            what=one.what,
            person_id=one.person_id,
            who=one.who,
            starts_on=one.starts_on,
            due_on=one.due_on,
            factors=sorted(Marks.read(one.marks).keys(Of.FACTOR)),
            revision=one.revision,
        )

    def deed(self) -> Deed:
        """Give what was filled in."""
        return Deed(
            self.what.data or "",
            self.who.data or "",
            self.person_id.data,
            self.starts_on.data,
            self.due_on.data,
            Choice(self.can, {Of.FACTOR: self.factors.data or []}) if "factors" in self else None,
        )


class WordsForm(PlanForm):
    """How something stands, in words."""

    words = a_text(lazy_gettext("Hur står det till?"), rows=3, required=True)


class StepForm(PlanForm):
    """How far an activity has come."""

    state = RadioField(lazy_gettext("Hur långt har det kommit?"), choices=list(ACTIVITY_STATES.items()))
    words = a_text(lazy_gettext("Med egna ord"), rows=3)


class FollowForm(PlanForm):
    """Which indicator of quality a goal is noticed by as well."""

    indicator_id = Chosen(
        lazy_gettext("Indikator ur kvaliteten"),
        lazy_gettext("Den mäts en gång, under sin kvalitetsfaktor, och läses på båda ställena."),
    )


class EndForm(PlanForm):
    """How it went."""

    words = a_text(
        lazy_gettext("Hur gick det?"),
        lazy_gettext("Nådde ni dit ni ville? Vad tar ni med er? Orden står kvar på målet."),
        rows=5,
        required=True,
    )
