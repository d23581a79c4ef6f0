"""The shape of what is filled in about series and meetings."""

from datetime import UTC, datetime

from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.clock import STOCKHOLM
from app.dialogues.planning.forms import an_hour, meant
from app.organisation.forms import a_day
from app.ui.forms import CheckedForm


class MeetingForm(CheckedForm):
    """When, where and under which title two people meet."""

    title = StringField(
        lazy_gettext("Rubrik"),
        validators=[DataRequired(lazy_gettext("Skriv en rubrik.")), Length(max=200)],
    )
    day = a_day(lazy_gettext("Dag"))
    time = an_hour()
    minutes = IntegerField(
        lazy_gettext("Minuter"),
        default=90,
        validators=[
            InputRequired(lazy_gettext("Skriv hur många minuter.")),
            NumberRange(5, 1440, lazy_gettext("Mellan 5 minuter och ett dygn.")),
        ],
    )
    place = StringField(lazy_gettext("Plats"), validators=[Optional(), Length(max=200)])

    @property
    def chosen(self) -> datetime | None:
        """Give the start in UTC as far as it is filled in and can be meant."""
        return meant(self.day.data, self.time.data)

    def starts_at(self) -> datetime:
        """Give the start in UTC; a time the clock skips in spring is moved on by that hour."""
        assert self.day.data is not None and self.time.data is not None  # noqa: S101  # nosec B101
        return datetime.combine(self.day.data, self.time.data, tzinfo=STOCKHOLM).astimezone(UTC)


class SeriesForm(CheckedForm):
    """A line of meetings: with whom, which agenda, how often."""

    pair = SelectField(
        lazy_gettext("Med vem?"), validators=[InputRequired(lazy_gettext("Välj vem dialogen är med."))]
    )
    template = SelectField(
        lazy_gettext("Mall"),
        validators=[InputRequired(lazy_gettext("Välj en mall."))],
        description=lazy_gettext(
            "Mallen ger teman och frågor. De går att byta senare; möten som redan planerats behåller sina."
        ),
    )
    rhythm = SelectField(lazy_gettext("Hur ofta?"))


class ChangeSeriesForm(CheckedForm):
    """What can be changed about a running line of meetings."""

    template = SelectField(lazy_gettext("Mall"), validators=[InputRequired(lazy_gettext("Välj en mall."))])
    rhythm = SelectField(lazy_gettext("Hur ofta?"))
    ended = BooleanField(
        lazy_gettext("Serien är avslutad"),
        description=lazy_gettext("Det som är fastställt går att läsa som förut. Inga nya möten planeras."),
    )


class CancelForm(CheckedForm):
    """Why a meeting is called off."""

    reason = TextAreaField(
        lazy_gettext("Varför ställs mötet in?"),
        validators=[DataRequired(lazy_gettext("Skriv varför mötet ställs in.")), Length(max=2000)],
        description=lazy_gettext("Ni två ser det. En mening räcker."),
    )
