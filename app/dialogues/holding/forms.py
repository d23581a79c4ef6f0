"""The shape of what is written down in a meeting."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.dialogues.holding.services import Promise
from app.organisation.forms import a_day


class AgreementForm(FlaskForm):
    """Who does what by when; only what is asked for."""

    class Meta:
        """The app checks the form key for every POST before any form is looked at."""

        csrf = False

    what = TextAreaField(
        lazy_gettext("Vad är ni överens om?"),
        validators=[InputRequired(lazy_gettext("Skriv vad ni är överens om att göra.")), Length(max=4000)],
        render_kw={"rows": 2},
    )
    who = RadioField(lazy_gettext("Vem gör det?"), default="both", validators=[InputRequired()])
    due_on = a_day(lazy_gettext("Till när?"), required=False)
    together_with = StringField(lazy_gettext("Tillsammans med"), validators=[Optional(), Length(max=200)])
    revision = HiddenField()

    def promise(self) -> Promise:
        """Give what was filled in as a promise."""
        return Promise(
            what=self.what.data or "",
            who=self.who.data or "",
            together_with=self.together_with.data or "",
            due_on=self.due_on.data,
        )
