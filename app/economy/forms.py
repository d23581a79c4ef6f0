"""The shape of what one fills in about the economy. Nothing is needed to save a draft."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Optional

from app.documents.decisions.forms import ChildRightsFields
from app.economy import money, rules
from app.economy.forecasts.services import Figures
from app.economy.goals.services import GoalDecision, Said
from app.economy.models import EconomicRemedy, FinancialGoal, Forecast, Recovery
from app.economy.money import NotAnAmount, Unread
from app.economy.periods import YEAR_END
from app.economy.recovery.services import Exemption, Responsible
from app.economy.remedies.services import Deed
from app.economy.wording import FAULTS, REMEDY_STATES, UNREAD
from app.organisation.forms import NEEDED, Chosen, a_day, a_line, some_words
from app.ui.forms import RefusableForm


class AmountField(StringField):
    """Thousands of kronor as people write them. What cannot be read stays in the field with a word on why."""

    amount: int | None = None
    unread: Unread | None = None

    def process_data(self, value: Any) -> None:
        """Show an amount as it stands."""
        self.amount = value
        self.data = money.exact(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        if not valuelist:
            return
        self.data = str(valuelist[0]).replace("\0", "").strip()[:60]
        try:
            self.amount = money.read(self.data)
        except NotAnAmount as fault:
            self.amount, self.unread = None, fault.reason

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no amount."""
        del form
        if self.unread is not None:
            raise ValidationError(UNREAD[self.unread])


def an_amount(label: Any, description: Any = "") -> AmountField:
    """Make a field for thousands of kronor."""
    return AmountField(
        label, description=description, render_kw={"inputmode": "text", "autocomplete": "off", "size": 12}
    )


def a_text(label: Any, description: Any = "", *, rows: int = 4, required: bool = False) -> TextAreaField:
    """Make a field for words."""
    return some_words(label, description, most=rules.LONGEST_TEXT, rows=rows, required=required)


class EconomyForm(RefusableForm):
    """What the forms of the economy have in common."""

    reasons = FAULTS

    beside: ClassVar[str] = ""
    """What the ids of its fields begin with, where it stands on a page beside another form with fields of the same names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill it in, and tell its fields apart from those of the form beside it."""
        super().__init__(*args, **kwargs)
        if self.beside:
            for field in self:
                field.id = field.label.field_id = f"{self.beside}-{field.id}"


class ForecastForm(EconomyForm):
    """What a forecast says: words first, then the figures."""

    says = a_text(
        lazy_gettext("Vad säger prognosen?"),
        lazy_gettext("I en eller två meningar, som du skulle säga det till din chef."),
        rows=3,
    )
    why = a_text(
        lazy_gettext("Vad beror det på?"),
        lazy_gettext("Volymer, priser, vakanser, något som hänt en gång. Vad är osäkert?"),
        rows=4,
    )
    budget = an_amount(lazy_gettext("Budget för året"))
    outcome = an_amount(lazy_gettext("Utfall hittills"))
    expected = an_amount(lazy_gettext("Helårsprognos"))
    revision = HiddenField()

    @classmethod
    def of(cls, one: Forecast) -> "ForecastForm":
        """Open a forecast for changes."""
        return cls(
            formdata=None,
            says=one.says,
            why=one.why,
            budget=one.budget,
            outcome=one.outcome,
            expected=one.expected,
            revision=one.revision,
        )

    def after(self, month: int) -> "ForecastForm":
        """Call what is asked for what it is once the year is over."""
        if month == YEAR_END:
            self.says.label.text = lazy_gettext("Vad blev det av året?")
            self.outcome.label.text = lazy_gettext("Årets utfall")
        return self

    def figures(self) -> Figures:
        """Give what was filled in."""
        return Figures(
            self.budget.amount,
            self.outcome.amount,
            self.expected.amount,
            self.says.data or "",
            self.why.data or "",
        )


class RemedyForm(EconomyForm):
    """What is done about a deficit."""

    what = a_text(lazy_gettext("Vad gör ni?"), rows=2, required=True)
    effect = an_amount(
        lazy_gettext("Effekt, tkr"),
        lazy_gettext("Hur mycket bättre det blir under året. Kan fyllas i senare."),
    )
    person_id = Chosen(lazy_gettext("Vem?"))
    who = a_line(lazy_gettext("Eller med egna ord"), most=rules.LONGEST_LINE)
    due_on = a_day(lazy_gettext("Klart"), required=False)
    revision = HiddenField()

    @classmethod
    def of(cls, one: EconomicRemedy) -> "RemedyForm":
        """Open a remedy for changes."""
        return cls(
            formdata=None,
            what=one.what,
            effect=one.effect,
            person_id=one.person_id,
            who=one.who,
            due_on=one.due_on,
            revision=one.revision,
        )

    def deed(self) -> Deed:
        """Give what was filled in."""
        return Deed(
            self.what.data or "",
            self.effect.amount,
            self.who.data or "",
            self.person_id.data,
            self.due_on.data,
        )


class StepForm(RemedyForm):
    """A step of a recovery plan: a remedy in one of its years."""

    year = SelectField(lazy_gettext("År"), coerce=int, validate_choice=True)


class SayForm(EconomyForm):
    """How a remedy goes."""

    state = RadioField(lazy_gettext("Hur långt har det kommit?"), choices=list(REMEDY_STATES.items()))
    words = a_text(lazy_gettext("Med egna ord"), rows=3)
    effect = an_amount(lazy_gettext("Effekt, om den blev en annan"))


class WithdrawForm(EconomyForm):
    """Why a forecast is withdrawn."""

    words = a_text(lazy_gettext("Varför dras den tillbaka?"), rows=3, required=True)


class PlanForm(EconomyForm):
    """What a recovery plan says."""

    words = a_text(
        lazy_gettext("Så hämtar vi hem det"),
        lazy_gettext("Vad som ledde till underskottet, vad som ändras och vad det betyder för verksamheten."),
        rows=6,
    )
    revision = HiddenField()

    @classmethod
    def of(cls, one: Recovery) -> "PlanForm":
        """Open a plan for changes."""
        return cls(formdata=None, words=one.words, revision=one.revision)


class RemedyPlanForm(PlanForm):
    """What a plan of remedies says, who is responsible, and by when it is done."""

    beside = "plan"

    words = a_text(
        lazy_gettext("Vad vi ändrar, och vad det betyder"),
        lazy_gettext("Vad som ledde till underskottet, vad som ändras och vad det betyder för verksamheten."),
        rows=6,
    )
    person_id = Chosen(lazy_gettext("Vem ansvarar för planen?"))
    who = a_line(lazy_gettext("Eller med egna ord"), most=rules.LONGEST_LINE)
    due_on = a_day(lazy_gettext("Ska vara genomförd"), required=False)

    @classmethod
    def of(cls, one: Recovery) -> "RemedyPlanForm":
        """Open a plan for changes."""
        return cls(
            formdata=None,
            words=one.words,
            person_id=one.person_id,
            who=one.who,
            due_on=one.due_on,
            revision=one.revision,
        )

    def responsible(self) -> Responsible:
        """Give who is responsible, and by when."""
        return Responsible(self.person_id.data, self.who.data or "", self.due_on.data)


class JudgeForm(EconomyForm):
    """Why a deficit is judged large."""

    why = a_text(
        lazy_gettext("Varför är underskottet stort?"),
        lazy_gettext(
            "Det är en bedömning, inte en gräns: vad det betyder för verksamheten, och om det går över av sig självt."
        ),
        rows=4,
        required=True,
    )


class DoneForm(EconomyForm):
    """How a plan of remedies went."""

    words = a_text(lazy_gettext("Hur gick det?"), rows=3, required=True)


class DropForm(EconomyForm):
    """Why a plan of remedies is not needed after all."""

    beside = "drop"

    words = a_text(lazy_gettext("Varför behövs planen inte längre?"), rows=2, required=True)


class ReceiveForm(EconomyForm):
    """What whoever receives a plan says of it."""

    received = a_text(lazy_gettext("Med egna ord"), rows=3)
    expected = HiddenField()


class ExemptionForm(ChildRightsFields, EconomyForm):
    """A decision that an overspend need not be brought home."""

    title = a_line(lazy_gettext("Vad beslutades, i en rad"), most=rules.LONGEST_TITLE, required=True)
    text = a_text(lazy_gettext("Beslutet och skälen"), rows=4)
    decided_by = SelectField(lazy_gettext("Vem beslutade?"), coerce=int, validate_choice=False)
    decided_on = a_day(lazy_gettext("Beslutat den"))
    registry_number = a_line(lazy_gettext("Diarienummer"), most=60)
    link = a_line(lazy_gettext("Var protokollet finns"), most=500)

    def exemption(self) -> Exemption:
        """Give what was filled in."""
        return Exemption(
            self.title.data or "",
            self.decided_by.data or 0,
            self.text.data or "",
            self.decided_on.data,
            self.registry_number.data or "",
            self.link.data or "",
            self.test(),
        )


class GoalForm(ChildRightsFields, EconomyForm):
    """A financial goal; the decision is filled in when it is entered."""

    title = a_line(lazy_gettext("Målet, i en rad"), most=rules.LONGEST_TITLE, required=True)
    words = a_text(lazy_gettext("Vad målet betyder, och varför"), rows=4)
    measure = a_line(
        lazy_gettext("Så mäts det"),
        lazy_gettext("Till exempel: årets resultat som andel av skatter och bidrag."),
        most=rules.LONGEST_LINE,
    )
    from_year = IntegerField(lazy_gettext("Gäller från och med år"), validators=[InputRequired(NEEDED)])
    until_year = IntegerField(
        lazy_gettext("Gäller till och med år"),
        description=lazy_gettext("Tomt betyder tills fullmäktige beslutar något annat."),
        validators=[Optional()],
    )
    decided_by = a_line(lazy_gettext("Vem beslutade?"))
    decided_on = a_day(lazy_gettext("Beslutat den"), required=False)
    registry_number = a_line(lazy_gettext("Diarienummer"), most=60)
    link = a_line(lazy_gettext("Var protokollet finns"), most=500)
    revision = HiddenField()

    @classmethod
    def of(cls, one: FinancialGoal) -> "GoalForm":
        """Open a goal for changes; the decision is put right on its own page."""
        form = cls(
            formdata=None,
            title=one.title,
            words=one.words,
            measure=one.measure,
            from_year=one.from_year,
            until_year=one.until_year,
            revision=one.revision,
        )
        return form.without_decision()

    def without_decision(self) -> "GoalForm":
        """Take away what is about the decision."""
        for name in (
            *("decided_by", "decided_on", "registry_number", "link", "concerns_children"),
            *("considerations", "larger_matter", "impact_assessed", "not_assessed_why"),
        ):
            del self[name]
        return self

    def said(self) -> Said:
        """Give what the goal says."""
        return Said(
            self.title.data or "",
            self.from_year.data or 0,
            self.until_year.data,
            self.words.data or "",
            self.measure.data or "",
        )

    def decision(self) -> GoalDecision:
        """Give the decision as it was filled in."""
        return GoalDecision(
            self.decided_by.data or "",
            self.decided_on.data,
            self.registry_number.data or "",
            self.link.data or "",
            self.test(),
        )


class FollowUpForm(EconomyForm):
    """How a financial goal stands."""

    period = SelectField(lazy_gettext("Efter"), validate_choice=True)
    words = a_text(lazy_gettext("Hur står det till?"), rows=4, required=True)
    value = a_line(lazy_gettext("Siffran, om det finns en"), most=rules.LONGEST_VALUE)

    @property
    def year(self) -> int:
        """The year of the month after which it stands so."""
        return int(str(self.period.data).partition("-")[0])

    @property
    def month(self) -> int:
        """The month after which it stands so."""
        return int(str(self.period.data).partition("-")[2])


class EndForm(EconomyForm):
    """How a financial goal went."""

    words = a_text(lazy_gettext("Hur gick det?"), rows=3, required=True)
