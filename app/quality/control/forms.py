"""The shape of what people fill in about internal control."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Optional

from app.documents.forms import a_choice, a_text, revision_of
from app.organisation.forms import a_day, a_line
from app.quality.control.content import AsRead
from app.quality.control.deciding import Decision
from app.quality.control.models import Often
from app.quality.control.rules import Result
from app.quality.control.services import Check
from app.quality.control.wording import OFTEN, OUTCOMES
from app.quality.control.working import Deed
from app.ui.forms import CheckedForm


def _level(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


class PlanForm(CheckedForm):
    """The opening words of a plan, and from which level on risks belong in it."""

    opening = a_text(
        lazy_gettext("Inledning"), lazy_gettext("Vad ni har tänkt på i år, och hur planen kom till.")
    )
    threshold = SelectField(
        lazy_gettext("Risker tas in från nivån"),
        description=lazy_gettext("Lägre risker kan också tas in, med ett skäl."),
        coerce=_level,
        validators=[Optional()],
    )
    revision = HiddenField(default="1")


class ControlForm(CheckedForm):
    """A control."""

    what = a_line(
        lazy_gettext("Vad kontrolleras?"),
        lazy_gettext("Till exempel: att lönelistor är attesterade av rätt chef."),
        most=300,
        required=True,
    )
    method = a_text(lazy_gettext("Hur görs det?"), lazy_gettext("Till exempel stickprov på tio ärenden."))
    often = SelectField(
        lazy_gettext("Hur ofta?"), choices=[(str(key), words) for key, words in OFTEN.items()]
    )
    responsible_person = a_choice(lazy_gettext("Vem gör den?"), lazy_gettext("Påminns när det är dags."))
    who = a_line(lazy_gettext("Eller med ord"), lazy_gettext("Till exempel en grupp eller en roll."))
    told_to = a_line(lazy_gettext("Vem får veta vad den visade?"))
    revision = HiddenField(default="1")

    def check(self) -> Check:
        """Give the control as it was filled in."""
        return Check(
            self.what.data or "",
            self.method.data or "",
            Often(self.often.data or Often.ONCE),
            self.who.data or "",
            self.responsible_person.data,
            self.told_to.data or "",
        )


class DayForm(CheckedForm):
    """A further day for a control."""

    due_on = a_day(lazy_gettext("En dag till"), required=False)


class ResultForm(CheckedForm):
    """What a control showed."""

    seen = a_text(
        lazy_gettext("Vad såg ni?"), lazy_gettext("Vad ni tittade på, hur mycket, och vad ni fann.")
    )
    outcome = RadioField(
        lazy_gettext("Var det som det ska?"),
        choices=[(str(key), words) for key, words in OUTCOMES.items()],
        validators=[Optional()],
    )
    deviation = a_text(
        lazy_gettext("Vad var inte som det ska?"), lazy_gettext("Det blir en avvikelse att följa upp.")
    )
    done_on = a_day(lazy_gettext("Gjord den"), required=False)
    revision = HiddenField(default="1")

    def result(self) -> Result:
        """Give the result as it was filled in."""
        return Result(
            self.done_on.data, self.outcome.data or "", self.seen.data or "", self.deviation.data or ""
        )


class LeaveOutForm(CheckedForm):
    """Why a control is not carried out this time."""

    why = a_text(lazy_gettext("Varför görs den inte?"), most=4000)


class RemedyForm(CheckedForm):
    """What is to be done about a deviation."""

    what = a_text(lazy_gettext("Vad ska göras?"))
    responsible_person = a_choice(lazy_gettext("Vem gör det?"))
    who = a_line(lazy_gettext("Eller med ord"))
    due_on = a_day(lazy_gettext("Klart senast"), required=False)

    def deed(self) -> Deed:
        """Give the remedy as it was filled in."""
        return Deed(self.what.data or "", self.who.data or "", self.responsible_person.data, self.due_on.data)


class OutcomeForm(CheckedForm):
    """What became of a remedy."""

    outcome = a_text(lazy_gettext("Hur gick det?"), most=4000)


class CloseForm(CheckedForm):
    """What the follow-up of a deviation showed."""

    follow_up = a_text(
        lazy_gettext("Vad visade uppföljningen?"), lazy_gettext("Håller det nu, och hur vet ni det?")
    )
    revision = HiddenField(default="1")


class DecisionForm(CheckedForm):
    """That a board has decided something."""

    decided_on = a_day(lazy_gettext("Beslutat den"), required=False)
    decided_by = a_line(lazy_gettext("Vem beslutade?"))
    registry_number = a_line(lazy_gettext("Diarienummer"), most=60)
    revision = HiddenField(default="1")
    read = HiddenField()

    def decision(self) -> Decision:
        """Give the decision as it was filled in."""
        return Decision(self.decided_on.data, self.decided_by.data or "", self.registry_number.data or "")

    def as_read(self) -> AsRead:
        """Give what whoever sent the form had before them."""
        return AsRead(revision_of(self.revision.data), self.read.data or None)

    def stand_on(self, now: AsRead) -> None:
        """Let the form stand on how it is now."""
        self.revision.data, self.read.data = str(now.revision), now.sign


class ReportForm(CheckedForm):
    """The own words of a yearly report."""

    whole = a_text(
        lazy_gettext("Hur har det gått, som helhet?"),
        lazy_gettext(
            "Vad kontrollerna visade och hur ni värderar den interna kontrollen. Resultaten följer med av sig själva."
        ),
    )
    learned = a_text(lazy_gettext("Vad tar ni med er till nästa år?"))
    revision = HiddenField(default="0")


class EvaluationForm(CheckedForm):
    """The executive board's own words on the whole; those on single units are fields of their own."""

    whole = a_text(lazy_gettext("Hur är den interna kontrollen i kommunen som helhet?"))
    revision = HiddenField(default="0")
