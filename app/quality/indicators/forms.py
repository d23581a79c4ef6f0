"""The shape of what one fills in about an indicator, with a target for each year the model asks for."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.organisation.forms import Chosen, a_day, a_line
from app.quality.forms import NumberField, QualityForm, a_text, typed
from app.quality.indicators import rules
from app.quality.indicators.models import Better, Indicator, Nature, Periodicity, Source
from app.quality.indicators.services import Wanted
from app.quality.measuring.rounds import pace_key
from app.quality.wording import BETTER, NATURES, SOURCES, indicator_types, paces_offered, type_name

TARGET = "target_"


class IndicatorForm(QualityForm):
    """How one notices that the quality holds."""

    name = a_line(lazy_gettext("Vad visar att kvaliteten håller?"), most=rules.LONGEST_NAME, required=True)
    nature = RadioField(
        lazy_gettext("Hur visar det sig?"),
        choices=list(NATURES.items()),
        default=Nature.QUALITATIVE,
        validators=[InputRequired()],
    )
    method = a_text(
        lazy_gettext("Metod: hur tar ni reda på det?"),
        lazy_gettext("Så att nästa person kan göra likadant. Behövs för att fastställa."),
        rows=2,
    )
    routine = a_text(
        lazy_gettext("Rutin: vem gör det, och när?"), lazy_gettext("Behövs för att fastställa."), rows=2
    )
    present = a_line(
        lazy_gettext("Läget när ni börjar"),
        lazy_gettext("Ett ord eller en siffra."),
        most=rules.LONGEST_STANDING,
    )
    wanted = a_line(lazy_gettext("Dit ni vill"), most=rules.LONGEST_STANDING)
    periodicity = SelectField(lazy_gettext("Hur ofta?"), choices=[], default=Periodicity.YEAR)
    measurer_id = Chosen(lazy_gettext("Vem mäter?"))
    measurer = a_line(lazy_gettext("Eller med egna ord"), most=rules.LONGEST_LINE)
    type_key = SelectField(lazy_gettext("Typ"), choices=[], validators=[Optional()])
    unit_of_measure = a_line(
        lazy_gettext("Mått"),
        lazy_gettext("Till exempel procent, dagar, kronor per plats."),
        most=rules.LONGEST_UNIT,
    )
    decimals = IntegerField(
        lazy_gettext("Decimaler"),
        default=0,
        validators=[Optional(), NumberRange(0, rules.MOST_DECIMALS, lazy_gettext("Mellan 0 och 6."))],
    )
    better = SelectField(
        lazy_gettext("Åt vilket håll är det bättre?"), choices=list(BETTER.items()), default=Better.NONE
    )
    within_low = NumberField(lazy_gettext("Nedre gräns"), validators=[Optional()])
    within_high = NumberField(lazy_gettext("Övre gräns"), validators=[Optional()])
    by_sex = BooleanField(lazy_gettext("Dela upp på flickor och pojkar, kvinnor och män"))
    source = SelectField(
        lazy_gettext("Varifrån kommer värdena?"), choices=list(SOURCES.items()), default=Source.HAND
    )
    source_words = a_line(lazy_gettext("Mer om källan"), most=rules.LONGEST_NAME)
    starts_on = a_day(lazy_gettext("Mäts från och med"), required=False)
    skipped = a_line(
        lazy_gettext("Perioder som inte ska mätas"),
        lazy_gettext("Till exempel 2027 eller 2027-T1, 2028-T1. De visas med ett streck."),
        most=600,
    )
    revision = HiddenField()

    @property
    def target_fields(self) -> list[NumberField]:
        """Give the fields of targets, the nearest year first."""
        return [field for name, field in self._fields.items() if name.startswith(TARGET)]

    @property
    def more_is_wrong(self) -> bool:
        """Tell whether something is wrong in the folded part, which then opens."""
        first = {
            "name",
            "nature",
            "method",
            "routine",
            "present",
            "wanted",
            "periodicity",
            "measurer_id",
            "measurer",
            "revision",
        }
        return any(name not in first and field.errors for name, field in self._fields.items())

    def filled_in(self) -> Wanted:
        """Give what was filled in."""
        return Wanted(
            name=self.name.data or "",
            nature=self.nature.data or "",
            method=self.method.data or "",
            routine=self.routine.data or "",
            present=self.present.data or "",
            wanted=self.wanted.data or "",
            type_key=(self.type_key.data or "") if "type_key" in self else "",
            unit_of_measure=self.unit_of_measure.data or "",
            decimals=self.decimals.data or 0,
            better=self.better.data or Better.NONE,
            within_low=self.within_low.number,
            within_high=self.within_high.number,
            periodicity=(self.periodicity.data or "").partition("/")[0],
            rhythm=(self.periodicity.data or "").partition("/")[2],
            by_sex=bool(self.by_sex.data),
            source=self.source.data or "",
            source_words=self.source_words.data or "",
            measurer_id=self.measurer_id.data,
            measurer=self.measurer.data or "",
            starts_on=self.starts_on.data,
            targets={int(field.name.removeprefix(TARGET)): field.number for field in self.target_fields},
            skipped=self.skipped.data or "",
        )


def indicator_form(
    years: Sequence[int],
    people: Sequence[tuple[int, str]],
    one: Indicator | None = None,
    *,
    sent: bool = False,
) -> IndicatorForm:
    """Make the form: with what was sent, with an indicator as it stands, or empty; `years` are those one sets targets for."""
    known = {target.year: target.value for target in one.targets} if one is not None else {}
    form_class: type[IndicatorForm] = type("YearlyForm", (IndicatorForm,), _targets(sorted({*years, *known})))
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = form_class(**more, **(_values(one) if one is not None and not sent else {}))
    if not sent:
        for field in form.target_fields:
            field.data = typed(known.get(int(field.name.removeprefix(TARGET))))
    _offer(form, people, one)
    return form


def _targets(years: Sequence[int]) -> dict[str, NumberField]:
    return {
        f"{TARGET}{year}": NumberField(gettext("Mål %(year)s", year=year), validators=[Optional()])
        for year in years
    }


def _values(one: Indicator) -> dict[str, Any]:
    same = (
        *(
            "name",
            "nature",
            "method",
            "routine",
            "present",
            "wanted",
            "measurer_id",
            "measurer",
            "type_key",
        ),
        *(
            "unit_of_measure",
            "decimals",
            "better",
            "by_sex",
            "source",
            "source_words",
            "starts_on",
            "revision",
        ),
    )
    return {name: getattr(one, name) for name in same} | {
        "periodicity": pace_key(one.periodicity, one.rhythm),
        "within_low": typed(one.within_low),
        "within_high": typed(one.within_high),
        "skipped": ", ".join(skipped.period for skipped in one.skipped),
    }


def _offer(form: IndicatorForm, people: Sequence[tuple[int, str]], one: Indicator | None) -> None:
    offered = list(people)
    if one is not None and one.person is not None and one.measurer_id not in dict(offered):
        # Who was chosen before and has left the unit since stays chosen until somebody changes it.
        offered.append((one.person.id, one.person.name))
    form.measurer_id.offer(gettext("chefen för enheten som mäts"), offered)
    form.periodicity.choices = paces_offered(pace_key(one.periodicity, one.rhythm) if one is not None else "")
    types = indicator_types()
    if one is not None and one.type_key and one.type_key not in dict(types):
        types.append((one.type_key, type_name(one.type_key) or one.type_key))
    if types:
        form.type_key.choices = [("", gettext("ingen")), *types]
    else:
        del form.type_key


class PairForm(QualityForm):
    """A result and a resource that show efficiency together."""

    result_id = Chosen(lazy_gettext("Resultatet"))
    resource_id = Chosen(lazy_gettext("Resursen"))
    words = a_text(
        lazy_gettext("Hur ska de läsas ihop?"),
        lazy_gettext("Till exempel: fler vuxna per barn ska märkas i lugnare lämningar."),
        rows=2,
    )

    def offer(self, indicators: Sequence[tuple[int, str]]) -> None:
        """Put in the indicators one can choose among."""
        for field in (self.result_id, self.resource_id):
            field.offer(gettext("välj"), indicators)
