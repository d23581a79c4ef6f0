"""The shape of what comes in about documents: the register's filters in the address, and the forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.documents.models import Ending, Origin
from app.documents.queries import Force, Sort, Wanted
from app.documents.rules import Due, Entry, StateType, VersionEntry
from app.documents.wording import ENDINGS
from app.organisation.asking import number_or_none
from app.organisation.forms import a_day, a_line, without_nothings
from app.ui.forms import CheckedForm

FORCES = {"gallande": Force.IN_FORCE, "avslutade": Force.ENDED, "alla": Force.ALL}
DUES = {"passerat": Due.OVERDUE, "snart": Due.NEAR, "senare": Due.LATER, "utan-dag": Due.NONE}
SORTS = {
    "rubrik": Sort.TITLE,
    "typ": Sort.TYPE,
    "beslutat": Sort.DECIDED,
    "galler-till": Sort.VALID_TO,
    "ansvarig": Sort.RESPONSIBLE,
    "granskas": Sort.REVIEW,
}
ALL_OF_STATE, ALL_OF_MUNICIPALITY = "statens", "kommunens"
MOST_WORDS = 8
BIGGEST_ID = 2**31 - 1


def wanted_from(args: Mapping[str, str], types: list[str]) -> Wanted:
    """Read the filters of the register; whatever makes no sense is as if it were not there."""
    kind, order = args.get("typ", ""), args.get("ordning", "")
    origins = {ALL_OF_STATE: Origin.STATE, ALL_OF_MUNICIPALITY: Origin.MUNICIPAL}
    return Wanted(
        words=words_from(args),
        type_key=kind if kind in types else "",
        origin=origins.get(kind),
        force=FORCES.get(args.get("lage", ""), Force.IN_FORCE),
        due=DUES.get(args.get("granskning", "")),
        unit_id=number_from(args.get("enhet", "")),
        applies_to=number_from(args.get("galler", "")),
        sort=SORTS.get(order.removeprefix("-"), Sort.TITLE),
        descending=order.startswith("-") and order.removeprefix("-") in SORTS,
        page=number_from(args.get("sida", "")) or 1,
    )


def address_of(wanted: Wanted, **changed: object) -> dict[str, str]:
    """Write the filters as they stand in the address, with some of them changed; what is usual is left out."""
    kind = wanted.type_key
    if wanted.origin is not None:
        kind = ALL_OF_STATE if wanted.origin is Origin.STATE else ALL_OF_MUNICIPALITY
    order = ("-" if wanted.descending else "") + _key_of(SORTS, wanted.sort)
    said: dict[str, object] = {
        "q": " ".join(wanted.words),
        "typ": kind,
        "lage": "" if wanted.force is Force.IN_FORCE else _key_of(FORCES, wanted.force),
        "granskning": _key_of(DUES, wanted.due) if wanted.due is not None else "",
        "enhet": wanted.unit_id,
        "galler": wanted.applies_to,
        "ordning": "" if order == "rubrik" else order,
    } | changed
    return {key: str(value) for key, value in said.items() if value not in (None, "")}


def _key_of(table: Mapping[str, object], value: object) -> str:
    return next(key for key, known in table.items() if known is value)


def words_from(args: Mapping[str, str]) -> tuple[str, ...]:
    """Read the words that are looked for."""
    return tuple(args.get("q", "").replace("\x00", "")[:200].split()[:MOST_WORDS])


def number_from(text: str) -> int | None:
    """Read a number from an address; anything else is as if it were not there."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if 1 <= int(text) <= BIGGEST_ID else None


def a_choice(label: Any, description: Any = "") -> SelectField:
    """Make a select of things by number, in which nothing chosen is None."""
    return SelectField(
        label,
        description=description,
        coerce=_number,
        choices=[],
        validators=[Optional()],
        validate_choice=True,
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else number_or_none(str(value) if value is not None else None)


def a_text(label: Any, description: Any = "", *, most: int = 20_000) -> TextAreaField:
    """Make a field for people's own words."""
    return TextAreaField(
        label, description=description, filters=[without_nothings], validators=[Optional(), Length(max=most)]
    )


TITLE_MISSING = lazy_gettext("Skriv en rubrik.")


def a_title(label: Any, description: Any = "", *, missing: Any = TITLE_MISSING) -> StringField:
    """Make the one field that cannot be left; `missing` says what to write in it."""
    return StringField(
        label,
        description=description,
        filters=[without_nothings],
        validators=[DataRequired(missing), Length(max=300)],
    )


def a_decider(label: Any) -> StringField:
    """Make a field for who decided: suggestions that can be left for anything else."""
    return StringField(
        label,
        description=lazy_gettext("Välj bland förslagen eller skriv, till exempel Riksdagen."),
        filters=[without_nothings],
        validators=[Optional(), Length(max=200)],
        render_kw={"list": "deciders"},
    )


class DecidedFields:
    """What was decided: the part a document and a new version of it have in common."""

    decided_by = a_decider(lazy_gettext("Vem beslutade?"))
    decided_on = a_day(lazy_gettext("Beslutat den"), required=False)
    registry_number = a_line(
        lazy_gettext("Diarienummer"), lazy_gettext("Statens dokument har inget hos er."), most=60
    )
    valid_to = a_day(
        lazy_gettext("Gäller till och med"), lazy_gettext("Lämna tomt för tills vidare."), required=False
    )
    label = a_line(
        lazy_gettext("Version"),
        lazy_gettext("Kommunens egen beteckning, om den har en. Annars räknas versionerna."),
        most=40,
    )
    link = a_line(
        lazy_gettext("Var det är publicerat"),
        lazy_gettext("Hela adressen, med https:// först. Filer lägger du till på dokumentets sida."),
        most=500,
    )

    def decided(self, changes: str = "") -> VersionEntry:
        """Give what was filled in about the decision."""
        return VersionEntry(
            decided_by=self.decided_by.data or "",
            registry_number=self.registry_number.data or "",
            decided_on=self.decided_on.data,
            valid_to=self.valid_to.data,
            label=self.label.data or "",
            link=self.link.data or "",
            changes=changes,
        )


class DocumentForm(DecidedFields, CheckedForm):
    """A governing document."""

    title = a_title(lazy_gettext("Rubrik"))
    type_key = SelectField(lazy_gettext("Typ"), validators=[Optional()])
    summary = a_text(
        lazy_gettext("Vad det handlar om"),
        lazy_gettext("Ett par meningar, så att den som letar ser om det är rätt."),
        most=4000,
    )
    responsible_unit = a_choice(
        lazy_gettext("Ansvarig enhet"), lazy_gettext("Enhetens chef påminns när det är dags att se över det.")
    )
    responsible_person = a_choice(
        lazy_gettext("Ansvarig person"), lazy_gettext("Påminns också. Kan lämnas: då är det chefen.")
    )
    reach = RadioField(
        lazy_gettext("Vilka gäller det för?"),
        choices=[("all", lazy_gettext("Hela kommunen")), ("some", lazy_gettext("Vissa enheter"))],
        default="all",
        validators=[Optional()],
    )
    units = SelectMultipleField(
        lazy_gettext("Enheter"),
        description=lazy_gettext("En enhet har med sig alla under den."),
        coerce=_number,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )
    next_review_on = a_day(lazy_gettext("Ses över senast"), required=False)
    revision = HiddenField(default="1")

    def entry(self, changes: str = "") -> Entry:
        """Give the document as it was filled in."""
        kind = self.type_key.data or ""
        return Entry(
            title=self.title.data or "",
            responsible_unit_id=self.responsible_unit.data or 0,
            origin=Origin.STATE if kind in set(StateType) else Origin.MUNICIPAL,
            type_key=kind,
            summary=self.summary.data or "",
            responsible_person_id=self.responsible_person.data,
            for_all=self.reach.data != "some",
            units=frozenset(one for one in self.units.data or [] if one is not None),
            next_review_on=self.next_review_on.data,
            version=self.decided(changes),
        )


class VersionForm(DecidedFields, CheckedForm):
    """A new version of a document."""

    changes = a_text(lazy_gettext("Vad är nytt?"), lazy_gettext("Några ord räcker."), most=4000)
    next_review_on = a_day(lazy_gettext("Ses över senast"), required=False)
    revision = HiddenField(default="1")


class ReviewForm(CheckedForm):
    """That a document was looked over and is still valid."""

    next_on = a_day(lazy_gettext("Ses över nästa gång senast"), required=False)
    note = a_text(
        lazy_gettext("Med egna ord"),
        lazy_gettext("Alla som läser styrdokument ser det."),
        most=2000,
    )


class EndForm(CheckedForm):
    """How a document ceased to be in force, when and why."""

    how = RadioField(
        lazy_gettext("Vad har hänt?"),
        choices=[(str(key), word) for key, word in ENDINGS.items()],
        default=str(Ending.LAID_ASIDE),
    )
    on = a_day(lazy_gettext("Från och med"))
    why = a_text(lazy_gettext("Varför?"), lazy_gettext("Till exempel: ersatt av den nya policyn."), most=2000)


def revision_of(text: str | None) -> int:
    """Read the revision a form stands on; what cannot be read fits none."""
    return number_or_none(text) or 0


def same(one: object, other: object) -> bool:
    """Tell whether two values of a field are the same to the one who fills it in."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one, key=str) == sorted(other, key=str)
    return (one or "") == (other or "")


def shown_value(field: Any) -> str:
    """Give what a field says as one reads it, for a select its label."""
    value = field.data
    if isinstance(value, date):
        return value.isoformat()
    choices = getattr(field, "choices", None)
    if choices:
        flat = (
            [pair for group in choices.values() for pair in group] if isinstance(choices, dict) else choices
        )
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(label) for number, label in flat if number in chosen)
    return str(value or "")
