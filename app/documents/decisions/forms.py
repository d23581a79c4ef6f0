"""The shape of what comes in about decisions, and the part that asks for the test of the child's best interests."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.documents.decisions.queries import Sort, Wanted
from app.documents.decisions.services import About, Decided
from app.documents.forms import (
    a_choice,
    a_decider,
    a_text,
    a_title,
    number_from,
    words_from,
)
from app.documents.models import RecordedDecision
from app.documents.rules import ChildRightsTest, Tested
from app.organisation.forms import a_day, a_line, without_nothings
from app.ui.forms import CheckedForm

TESTS = {"ej-provat": Tested.NOT_ASKED, "ror-barn": Tested.CHILDREN, "ror-inte-barn": Tested.NO_CHILDREN}
SORTS = {"beslutat": Sort.DECIDED, "rubrik": Sort.TITLE, "av": Sort.BY}
_ANSWERS = {"yes": True, "no": False}
_WORDS = {True: "yes", False: "no", None: "later"}


class ChildRightsFields:
    """The part of a form that asks for the test; put beside `FlaskForm` where a decision is recorded.

    The template shows it with the macro `child_rights`; `test()` gives what was answered, and faults go by field name.
    """

    concerns_children = RadioField(
        lazy_gettext("Rör beslutet barn?"),
        choices=[
            ("yes", lazy_gettext("Ja")),
            ("no", lazy_gettext("Nej")),
            ("later", lazy_gettext("Inte prövat än")),
        ],
        default="later",
        validators=[Optional()],
        description=lazy_gettext("Barn är alla under 18 år. Också det som rör barn indirekt räknas."),
    )
    considerations = a_text(
        lazy_gettext("Hur har barnets bästa vägts in?"),
        lazy_gettext("Vad som är bäst för de barn det gäller, hur ni vet det och hur det vägdes mot annat."),
    )
    larger_matter = BooleanField(
        lazy_gettext("Det är ett större ärende"),
        description=lazy_gettext("Då görs en barnkonsekvensanalys, eller så står det varför ingen är gjord."),
    )
    impact_assessed = RadioField(
        lazy_gettext("Är en barnkonsekvensanalys gjord?"),
        choices=[("yes", lazy_gettext("Ja")), ("no", lazy_gettext("Nej"))],
        validators=[Optional()],
    )
    not_assessed_why = a_text(lazy_gettext("Om nej, varför inte?"), most=4000)

    def test(self) -> ChildRightsTest:
        """Give the test as it was answered."""
        return ChildRightsTest(
            concerns_children=_ANSWERS.get(self.concerns_children.data or ""),
            considerations=self.considerations.data or "",
            larger_matter=bool(self.larger_matter.data),
            impact_assessed=_ANSWERS.get(self.impact_assessed.data or ""),
            not_assessed_why=self.not_assessed_why.data or "",
        )


class DecisionForm(ChildRightsFields, CheckedForm):
    """A decision."""

    title = a_title(lazy_gettext("Vad beslutades, i en rad"))
    text = a_text(lazy_gettext("Beslutet"), lazy_gettext("Så som det lyder, eller det viktigaste ur det."))
    decided_by = a_decider(lazy_gettext("Vem beslutade?"))
    delegate = a_line(
        lazy_gettext("På delegation"),
        lazy_gettext("Namn och befattning, om en person beslutade på delegation."),
    )
    decided_on = a_day(lazy_gettext("Beslutat den"), required=False)
    registry_number = a_line(lazy_gettext("Diarienummer"), most=60)
    about_document = a_choice(lazy_gettext("Gäller styrdokumentet"))
    link = a_line(
        lazy_gettext("Var protokollet finns"), lazy_gettext("Hela adressen, med https:// först."), most=500
    )
    responsible_unit = a_choice(
        lazy_gettext("Enhet som för in det"), lazy_gettext("Dess chef och stöd kan rätta det.")
    )
    revision = HiddenField(default="1")

    def decided(self, about: About | None) -> Decided:
        """Give the decision as it was filled in; `about` is what it was about before, when it is no document."""
        number = self.about_document.data
        return Decided(
            title=self.title.data or "",
            responsible_unit_id=self.responsible_unit.data or 0,
            text=self.text.data or "",
            decided_by=self.decided_by.data or "",
            delegate=self.delegate.data or "",
            decided_on=self.decided_on.data,
            registry_number=self.registry_number.data or "",
            link=self.link.data or "",
            about=About("governing_document", number) if number is not None else about,
            test=self.test(),
        )


class StrikeForm(CheckedForm):
    """Why a decision is struck."""

    why = TextAreaField(
        lazy_gettext("Varför stryks det?"),
        filters=[without_nothings],
        validators=[
            DataRequired(lazy_gettext("Skriv varför, så att den som läser senare förstår.")),
            Length(max=2000),
        ],
    )


def filled(decision: RecordedDecision) -> dict[str, object]:
    """Give what stands of a decision under the names of the form's fields."""
    return {
        "title": decision.title,
        "text": decision.text,
        "decided_by": decision.decided_by,
        "delegate": decision.delegate,
        "decided_on": decision.decided_on,
        "registry_number": decision.registry_number,
        "link": decision.link,
        "responsible_unit": decision.responsible_unit_id,
        "about_document": decision.subject_id if decision.subject_kind == "governing_document" else None,
        "concerns_children": _WORDS[decision.concerns_children],
        "considerations": decision.considerations,
        "larger_matter": decision.larger_matter,
        "impact_assessed": _WORDS[decision.impact_assessed] if decision.impact_assessed is not None else None,
        "not_assessed_why": decision.not_assessed_why,
        "revision": str(decision.revision),
    }


def wanted_from(args: Mapping[str, str]) -> Wanted:
    """Read the filters of the register of decisions; whatever makes no sense is as if it were not there."""
    order = args.get("ordning", "") or "-beslutat"
    known = order.removeprefix("-") in SORTS
    year = number_from(args.get("ar", ""))
    return Wanted(
        words=words_from(args),
        year=year if year is not None and 1900 <= year <= 2200 else None,
        unit_id=number_from(args.get("enhet", "")),
        tested=TESTS.get(args.get("barn", "")),
        struck=args.get("lage", "") == "strukna",
        sort=SORTS[order.removeprefix("-")] if known else Sort.DECIDED,
        descending=order.startswith("-") or not known,
        page=number_from(args.get("sida", "")) or 1,
    )


def address_of(wanted: Wanted, **changed: object) -> dict[str, str]:
    """Write the filters as they stand in the address, with some of them changed; what is usual is left out."""
    order = ("-" if wanted.descending else "") + next(k for k, v in SORTS.items() if v is wanted.sort)
    said: dict[str, object] = {
        "q": " ".join(wanted.words),
        "ar": wanted.year,
        "enhet": wanted.unit_id,
        "barn": next((k for k, v in TESTS.items() if v is wanted.tested), ""),
        "lage": "strukna" if wanted.struck else "",
        "ordning": "" if order == "-beslutat" else order,
    } | changed
    return {key: str(value) for key, value in said.items() if value not in (None, "")}
