"""The shape of what is filled in where one proposes another time."""

from datetime import datetime

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from app.dialogues.planning.forms import an_hour, meant
from app.dialogues.rules import LONGEST_REASON
from app.organisation.forms import a_day
from app.ui.forms import CheckedForm


class ProposeForm(CheckedForm):
    """Another day and time one would rather meet, and why."""

    day = a_day(lazy_gettext("Dag"))
    time = an_hour()
    words = TextAreaField(
        lazy_gettext("Något du vill säga"),
        validators=[Optional(), Length(max=LONGEST_REASON)],
        description=lazy_gettext("Ni två ser det. Det följer inte med i mejlet."),
    )

    @property
    def chosen(self) -> datetime | None:
        """Give the moment in UTC, as far as day and time are filled in and can be meant."""
        return meant(self.day.data, self.time.data)
