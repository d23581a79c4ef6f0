"""The shape of what administrators fill in about units, people and appointments."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional

from app.organisation.asking import number_or_none

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def without_nothings(text: str | None) -> str | None:
    """Take away what a database cannot hold, and spaces around."""
    return text.replace("\0", "").strip() if text else text


def reasonable_day(_form: Form, field: Field) -> None:
    """Refuse days far outside any organisation's life; they are slips of the keyboard."""
    if field.data is not None and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(lazy_gettext("Året ser inte rimligt ut."))


def a_day(label: Any, description: Any = "", *, required: bool = True) -> DateField:
    """Make a field for a day."""
    return DateField(  # type: ignore[call-arg]  # the types know the version before
        label,
        description=description,
        invalid_value_message=lazy_gettext("Inte ett giltigt datum. Skriv det som 2027-03-16."),
        validators=[InputRequired(lazy_gettext("Välj en dag.")) if required else Optional(), reasonable_day],
    )


def a_line(label: Any, description: Any = "", *, most: int = 200, required: bool = False) -> StringField:
    """Make a field for a short text."""
    checks = [InputRequired(lazy_gettext("Skriv något här."))] if required else [Optional()]
    return StringField(
        label, description=description, filters=[without_nothings], validators=[*checks, Length(max=most)]
    )


NEEDED = lazy_gettext("Skriv något här.")
ONE_UNIT = lazy_gettext("Välj en enhet.")


def some_words(
    label: Any, description: Any = "", *, most: int, rows: int = 4, required: bool = False
) -> TextAreaField:
    """Make a field for words, at most so many characters."""
    checks = [InputRequired(NEEDED)] if required else [Optional()]
    return TextAreaField(
        label,
        description=description,
        validators=[*checks, Length(max=most)],
        render_kw={"rows": rows, "spellcheck": "true"},
    )


class Chosen(SelectField):
    """A select of things by id, where nothing chosen is None."""

    def __init__(self, label: Any, description: Any = "", **kwargs: Any) -> None:
        """Begin without choices; they are put in for each page."""
        super().__init__(
            label, description=description, coerce=_id, choices=[], validate_choice=False, **kwargs
        )

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not among the choices."""
        if self.data is not None and self.data not in {choice[0] for choice in list(self.choices or [])}:
            raise ValidationError(lazy_gettext("Välj ett av alternativen."))

    def offer(
        self, nothing: Any, choices: Sequence[tuple[int | str, str]] | Sequence[tuple[int, str]]
    ) -> None:
        """Put in what can be chosen, nothing first."""
        self.choices = [("", nothing), *choices]


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else number_or_none(str(value) if value is not None else None)


def number_of(field: HiddenField) -> int:
    """Read a revision out of a hidden field; 0 where it is no number."""
    return _id(field.data) or 0


class UnitForm(FlaskForm):
    """A new unit."""

    name = a_line(lazy_gettext("Namn"), required=True)
    kind = SelectField(lazy_gettext("Typ"), validators=[InputRequired(lazy_gettext("Välj en typ."))])
    parent = Chosen(lazy_gettext("Ligger under"))
    valid_from = a_day(lazy_gettext("Från och med"))
    external_id = a_line(
        lazy_gettext("Id i personalsystemet"),
        lazy_gettext("Så att inläsning från fil känner igen enheten."),
        most=60,
    )


class RenameForm(FlaskForm):
    """Another name."""

    name = a_line(lazy_gettext("Namn"), required=True)


class MoveForm(FlaskForm):
    """Another place in the tree."""

    parent = Chosen(lazy_gettext("Ska ligga under"), validators=[InputRequired(ONE_UNIT)])
    on = a_day(lazy_gettext("Från och med"))


class CloseForm(FlaskForm):
    """The end of a unit."""

    last_day = a_day(lazy_gettext("Sista dag"), lazy_gettext("Dagen efter finns enheten inte längre."))
    end_appointments = BooleanField(
        lazy_gettext("Avsluta förordnandena samma dag"),
        description=lazy_gettext("Annars går det bara att avsluta en enhet som ingen är förordnad på."),
    )


class SplitForm(FlaskForm):
    """The names of what a unit becomes; where sub-units and appointments go is read beside it."""

    on = a_day(lazy_gettext("Från och med"))
    name_1 = a_line(lazy_gettext("Första enhetens namn"), required=True)
    name_2 = a_line(lazy_gettext("Andra enhetens namn"), required=True)
    name_3 = a_line(lazy_gettext("Tredje enhetens namn"))


class MergeForm(FlaskForm):
    """What two units become together."""

    other = Chosen(lazy_gettext("Slås ihop med"), validators=[InputRequired(ONE_UNIT)])
    on = a_day(lazy_gettext("Från och med"))
    name = a_line(lazy_gettext("Den nya enhetens namn"), required=True)


class PersonForm(FlaskForm):
    """A person."""

    name = a_line(lazy_gettext("Namn"), required=True)
    email = a_line(lazy_gettext("E-post"), most=254)
    language = SelectField(
        lazy_gettext("Språk"), choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )


class ClosePersonForm(FlaskForm):
    """The end of a person's time here."""

    last_day = a_day(lazy_gettext("Sista dag"), lazy_gettext("Dagen efter går det inte längre att logga in."))


class ReopenForm(FlaskForm):
    """Nothing but the wish."""


class AppointmentForm(FlaskForm):
    """Who, as what, where and when."""

    person = Chosen(lazy_gettext("Person"), validators=[InputRequired(lazy_gettext("Välj en person."))])
    unit = Chosen(lazy_gettext("Enhet"), validators=[InputRequired(ONE_UNIT)])
    role = SelectField(lazy_gettext("Roll"))
    title = a_line(lazy_gettext("Titel"), lazy_gettext("Till exempel rektor eller controller."), most=120)
    duty = SelectField(lazy_gettext("Förtroendeuppdrag"), description=lazy_gettext("För förtroendevalda."))
    is_deputy = BooleanField(
        lazy_gettext("Tillförordnad eller ställföreträdare"),
        description=lazy_gettext("Kan finnas samtidigt med en ordinarie chef."),
    )
    valid_from = a_day(lazy_gettext("Från och med"))
    last_day = a_day(
        lazy_gettext("Till och med"), lazy_gettext("Lämna tomt för tills vidare."), required=False
    )


class ChangeAppointmentForm(FlaskForm):
    """Dates, title and standing of an appointment there is."""

    title = a_line(lazy_gettext("Titel"), most=120)
    duty = SelectField(lazy_gettext("Förtroendeuppdrag"), description=lazy_gettext("För förtroendevalda."))
    is_deputy = BooleanField(
        lazy_gettext("Tillförordnad eller ställföreträdare"),
        description=lazy_gettext("Kan finnas samtidigt med en ordinarie chef."),
    )
    valid_from = a_day(lazy_gettext("Från och med"))
    last_day = a_day(
        lazy_gettext("Till och med"), lazy_gettext("Lämna tomt för tills vidare."), required=False
    )


class FileForm(FlaskForm):
    """A file to read in."""

    file = FileField(
        lazy_gettext("Fil"),
        description=lazy_gettext("CSV (UTF-8) eller Excel (.xlsx), högst 15 MB."),
        validators=[FileRequired(lazy_gettext("Välj en fil."))],
    )


def offer(field: SelectField, choices: Sequence[tuple[object, str]]) -> None:
    """Give a select its choices."""
    field.choices = [*choices]
