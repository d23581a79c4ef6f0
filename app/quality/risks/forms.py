"""The shape of what comes in about risks: the register's filters in the address, and the forms."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Optional

from app.documents.forms import (
    a_choice,
    a_text,
    a_title,
    number_from,
    words_from,
)
from app.organisation.forms import a_day, a_line
from app.quality.risks import scale as scales
from app.quality.risks.models import Nature, Way
from app.quality.risks.queries.listing import PAGE, SIZES, DecidedFilter, Shown, Sort, Wanted
from app.quality.risks.rules import Decided, Due, Entry, Judged
from app.quality.risks.wording import NATURE_MEANINGS, WAY_MEANINGS
from app.steering.routes import worded
from app.steering.shapes.control import InternalControl
from app.ui.forms import CheckedForm

SHOWN = {"oppna": Shown.OPEN, "undanlagda": Shown.CLOSED, "alla": Shown.ALL}
DUES = {"passerat": Due.OVERDUE, "snart": Due.NEAR, "senare": Due.LATER, "utan-dag": Due.NONE}
NATURES = {"operativa": Nature.OPERATIONAL, "strategiska": Nature.STRATEGIC}
WAYS: dict[str, Way | DecidedFilter] = {
    "inget": DecidedFilter.NOTHING,
    "utgatt": DecidedFilter.RUN_OUT,
    "leva-med": Way.ACCEPT,
    "atgarda": Way.TREAT,
    "flytta": Way.MOVE,
    "undvika": Way.AVOID,
}
SORTS = {
    "niva": Sort.LEVEL,
    "rubrik": Sort.TITLE,
    "enhet": Sort.UNIT,
    "efter": Sort.TREATED,
    "granskas": Sort.REVIEW,
}
NOT_JUDGED = "inte-bedomda"
LONGEST = 20_000


def wanted_from(args: Mapping[str, str], scale: InternalControl) -> Wanted:
    """Read the filters of the register; whatever makes no sense is as if it were not there."""
    order = args.get("ordning", "-niva")
    key = order.removeprefix("-")
    level = args.get("niva", "")
    values = (0, 0) if level == NOT_JUDGED else scales.span(scale, level)
    category = args.get("kategori", "").replace("\x00", "")[:50]
    size = number_from(args.get("rader", ""))
    return Wanted(
        words=words_from(args),
        category=category,
        nature=NATURES.get(args.get("slag", "")),
        level=level if values is not None else "",
        values=values,
        way=WAYS.get(args.get("beslut", "")),
        due=DUES.get(args.get("granskning", "")),
        unit_id=number_from(args.get("enhet", "")),
        factor_id=number_from(args.get("faktor", "")),
        shown=SHOWN.get(args.get("lage", ""), Shown.OPEN),
        sort=SORTS.get(key, Sort.LEVEL),
        descending=order.startswith("-") if key in SORTS else True,
        size=size if size in SIZES else PAGE,
        page=min(number_from(args.get("sida", "")) or 1, 100_000),
    )


def address_of(wanted: Wanted, **changed: object) -> dict[str, str]:
    """Write the filters as they stand in the address, with some of them changed; what is usual is left out."""
    order = ("-" if wanted.descending else "") + _key_of(SORTS, wanted.sort)
    told: dict[str, object] = {
        "q": " ".join(wanted.words),
        "kategori": wanted.category,
        "slag": _key_of(NATURES, wanted.nature) if wanted.nature else "",
        "niva": wanted.level,
        "beslut": _key_of(WAYS, wanted.way) if wanted.way else "",
        "granskning": _key_of(DUES, wanted.due) if wanted.due else "",
        "enhet": wanted.unit_id,
        "faktor": wanted.factor_id,
        "lage": "" if wanted.shown is Shown.OPEN else _key_of(SHOWN, wanted.shown),
        "ordning": "" if order == "-niva" else order,
        "rader": "" if wanted.size == PAGE else wanted.size,
    } | changed
    return {key: str(value) for key, value in told.items() if value not in (None, "")}


def _key_of(table: Mapping[str, object], value: object) -> str:
    return next(key for key, known in table.items() if known is value)


def _a_step(label: Any) -> SelectField:
    return SelectField(label, coerce=_figure, validators=[Optional()])


def _figure(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


class JudgedFields:
    """How a risk is judged, now and after what is meant to be done."""

    reasoning = a_text(
        lazy_gettext("Hur resonerar ni?"),
        lazy_gettext(
            "Vad har ni sett, och vad talar för och emot? Utan ord får risken ingen plats på kartan."
        ),
    )
    likelihood = _a_step(lazy_gettext("Hur troligt är det?"))
    consequence = _a_step(lazy_gettext("Hur allvarligt blir det?"))
    treatment = a_text(
        lazy_gettext("Vad tänker ni göra åt den?"),
        lazy_gettext("Det ni gör redan skriver ni ovanför. Här står det som återstår."),
    )
    treated_likelihood = _a_step(lazy_gettext("Hur troligt är det då?"))
    treated_consequence = _a_step(lazy_gettext("Hur allvarligt blir det då?"))

    def offer_steps(self, scale: InternalControl) -> None:
        """Give the selects the steps of the scale, each with its meaning."""
        self.likelihood.choices = self.treated_likelihood.choices = _steps(scale.likelihood)
        self.consequence.choices = self.treated_consequence.choices = _steps(scale.consequence)

    def judged(self) -> Judged:
        """Give the judgement as it was filled in."""
        return Judged(
            self.likelihood.data or 0,
            self.consequence.data or 0,
            (self.reasoning.data or "").strip(),
            (self.treatment.data or "").strip(),
            self.treated_likelihood.data or 0,
            self.treated_consequence.data or 0,
        )


def _steps(steps: Any) -> list[tuple[int, str]]:
    told = [(one.value, f"{one.value} – {worded(one.word)}. {worded(one.meaning)}") for one in steps]
    return [(0, str(lazy_gettext("Inte bedömt"))), *told]


class AboutFields:
    """What a risk is."""

    title = a_title(
        lazy_gettext("Risken i en rad"),
        lazy_gettext("Till exempel: Fel lön betalas ut."),
        missing=lazy_gettext("Skriv risken i en rad."),
    )
    responsible_unit = a_choice(lazy_gettext("Enhet"))
    nature = RadioField(
        lazy_gettext("Slag"),
        choices=[(str(key), words) for key, words in NATURE_MEANINGS.items()],
        default=str(Nature.OPERATIONAL),
        validators=[Optional()],
    )
    factor = a_choice(
        lazy_gettext("Kvalitetsfaktor"),
        lazy_gettext("Vad som är avgörande för kvaliteten, och som risken hotar."),
    )
    happens = a_text(lazy_gettext("Vad kan hända?"))
    cause = a_text(lazy_gettext("Varför skulle det hända?"))
    effect = a_text(lazy_gettext("Vad leder det till, och för vem?"))
    existing = a_text(lazy_gettext("Vad gör ni redan?"))
    category = SelectField(lazy_gettext("Kategori"), validators=[Optional()])
    responsible_person = a_choice(
        lazy_gettext("Vem håller i den?"),
        lazy_gettext("Påminns när den ska ses över. Annars påminns enhetens chef."),
    )
    owner = a_line(lazy_gettext("Eller med ord"), lazy_gettext("Till exempel en grupp."))
    review_on = a_day(lazy_gettext("Ses över senast"), required=False)

    def entry(self) -> Entry:
        """Give the risk as it was filled in."""
        return Entry(
            title=self.title.data or "",
            unit_id=self.responsible_unit.data or 0,
            nature=Nature(self.nature.data or Nature.OPERATIONAL),
            factor_id=self.factor.data,
            happens=self.happens.data or "",
            cause=self.cause.data or "",
            effect=self.effect.data or "",
            existing=self.existing.data or "",
            category=self.category.data or "",
            owner=self.owner.data or "",
            owner_id=self.responsible_person.data,
            review_on=self.review_on.data,
        )


class NewRiskForm(AboutFields, JudgedFields, CheckedForm):
    """A new risk, which can be judged at once."""


class RiskForm(AboutFields, CheckedForm):
    """What stands of a risk."""

    revision = HiddenField(default="1")


class JudgeForm(JudgedFields, CheckedForm):
    """A new judgement of a risk, and when the next one is due."""

    review_on = a_day(lazy_gettext("Ses över senast"), required=False)
    revision = HiddenField(default="1")


class DecideForm(CheckedForm):
    """What was decided about a risk."""

    way = RadioField(
        lazy_gettext("Vad är bestämt?"),
        choices=[(str(key), words) for key, words in WAY_MEANINGS.items()],
        default=str(Way.TREAT),
    )
    words = a_text(lazy_gettext("Varför?"), lazy_gettext("Vad ni vägde mot vad."), most=LONGEST)
    approver = a_line(
        lazy_gettext("Vem godkänner?"), lazy_gettext("Behövs när ni väljer att leva med risken.")
    )
    decided_on = a_day(lazy_gettext("Bestämt den"), required=False)
    until = a_day(
        lazy_gettext("Gäller till och med"),
        lazy_gettext("Behövs när ni väljer att leva med risken."),
        required=False,
    )
    revision = HiddenField(default="1")

    def decided(self) -> Decided:
        """Give the decision as it was filled in."""
        return Decided(
            Way(self.way.data or Way.TREAT),
            self.words.data or "",
            self.approver.data or "",
            self.decided_on.data,
            self.until.data,
        )


class WhyForm(CheckedForm):
    """A reason, for what is put away or revoked."""

    why = a_text(lazy_gettext("Varför?"), most=4000)
