"""The shape of what is written down in a meeting."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.dialogues.holding.services import Promise
from app.organisation.forms import a_day
from app.ui.forms import CheckedForm


class AgreementForm(CheckedForm):
    """Who does what by when; only what is asked for."""

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
