"""The shape of what is filled in where a year of meetings is planned."""

from datetime import date, datetime, time

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.dialogues.planning.proposing import moment
from app.organisation.forms import EARLIEST, LATEST, a_day
from app.ui.forms import CheckedForm

MOST_ROWS = 60
"""Times in one form: a meeting each week of a year, and some."""


def meant(day: date | None, at: time | None) -> datetime | None:
    """Give the moment of a day and a time of day, in UTC; None while one is missing or nobody can mean it."""
    if day is None or at is None or not EARLIEST <= day <= LATEST:
        return None
    return moment(day, at)


def an_hour() -> TimeField:
    """Make a field for a time of day, written with a colon as browsers do or with a full stop as people do."""
    return TimeField(  # type: ignore[call-arg]  # the types know the version before
        lazy_gettext("Klockslag"),
        format=["%H:%M", "%H.%M", "%H:%M:%S"],
        invalid_value_message=lazy_gettext("Skriv klockslaget som 13.00."),
        validators=[InputRequired(lazy_gettext("Välj ett klockslag."))],
    )


class YearForm(CheckedForm):
    """What all meetings of the year have in common."""

    title = StringField(
        lazy_gettext("Rubrik"),
        validators=[DataRequired(lazy_gettext("Skriv en rubrik.")), Length(max=200)],
    )
    minutes = IntegerField(
        lazy_gettext("Minuter"),
        validators=[
            InputRequired(lazy_gettext("Skriv hur många minuter.")),
            NumberRange(5, 1440, lazy_gettext("Mellan 5 minuter och ett dygn.")),
        ],
    )
    place = StringField(lazy_gettext("Plats"), validators=[Optional(), Length(max=200)])


class TimeForm(CheckedForm):
    """One time of the year: taken along or left out. What was said against it is kept in `seen`, to be said once."""

    take = BooleanField(lazy_gettext("Boka"))
    day = a_day(lazy_gettext("Dag"))
    time = an_hour()
    event = HiddenField()
    seen = HiddenField()

    @property
    def starts_at(self) -> datetime | None:
        """Give the moment, as far as day and time are filled in and can be meant."""
        return meant(self.day.data, self.time.data)

    @property
    def is_seen(self) -> bool:
        """Tell whether what speaks against exactly this time has been on the page."""
        return self.starts_at is not None and self.seen.data == self.starts_at.isoformat()
