"""The shape of what one fills in about reports."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField

from app.economy.wording import REMEDY_STATES
from app.organisation.asking import number_or_none
from app.organisation.forms import Chosen, a_day, a_line, some_words
from app.reports import rules
from app.reports.deviating import Deviated
from app.reports.models import ReportDeviation
from app.reports.wording import FAULTS
from app.steering.shapes.measuring import Scale
from app.ui.forms import RefusableForm


class ReportForm(RefusableForm):
    """What the forms of reports have in common."""

    reasons = FAULTS


def a_text(label: Any, description: Any = "", *, rows: int = 3, required: bool = False) -> Any:
    """Make a field for words."""
    return some_words(label, description, most=rules.LONGEST_WORDS, rows=rows, required=required)


class DeviationForm(ReportForm):
    """What is not as it should be, and what is done about it. Only the first is needed to save it."""

    what = a_text(
        lazy_gettext("Vad blev inte som ni tänkt?"),
        lazy_gettext("I en eller två meningar."),
        rows=2,
        required=True,
    )
    level = RadioField(lazy_gettext("Din bedömning"), choices=[], validate_choice=False)
    why = a_text(lazy_gettext("Vad beror det på?"))
    remedy = a_text(lazy_gettext("Vad gör ni åt det?"), lazy_gettext("Behövs innan rapporten lämnas."))
    effect = a_text(lazy_gettext("Vad ger det?"), rows=2)
    person_id = Chosen(lazy_gettext("Vem håller i det?"))
    who = a_line(lazy_gettext("Eller någon annan, i ord"), most=rules.LONGEST_LINE)
    due_on = a_day(lazy_gettext("När är det klart?"), required=False)
    revision = HiddenField()
    scale: Scale | None = None
    """What the deviation is judged on; None where the model judges none."""

    @classmethod
    def of(cls, one: ReportDeviation) -> "DeviationForm":
        """Open a deviation for changes."""
        return cls(
            formdata=None,
            what=one.what,
            level=one.level,
            why=one.why,
            remedy=one.remedy,
            effect=one.effect,
            person_id=one.person_id,
            who=one.who,
            due_on=one.due_on,
            revision=one.revision,
        )

    def said(self) -> Deviated:
        """Give what was filled in."""
        return Deviated(
            self.what.data or "",
            self.why.data or "",
            self.remedy.data or "",
            self.effect.data or "",
            self.who.data or "",
            self.person_id.data,
            self.due_on.data,
            self.level.data or "",
        )

    @property
    def read_at(self) -> int:
        """The revision the deviation was read at."""
        return number_or_none(str(self.revision.data) if self.revision.data is not None else None) or 0


class SayForm(ReportForm):
    """How a remedy goes."""

    words = a_text(lazy_gettext("Hur går det?"))
    state = RadioField(
        lazy_gettext("Läge"),
        choices=list(REMEDY_STATES.items()),
        validate_choice=False,
    )


class AnswerForm(ReportForm):
    """What the receiver says of a report."""

    words = a_text(
        lazy_gettext("Dina ord till dem som har skrivit"),
        lazy_gettext(
            "Vad tar du med dig? Vad vill du tala mer om? Lämnar du tillbaka den skriver du vad som fattas."
        ),
    )
    expected = HiddenField()
