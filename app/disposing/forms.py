"""The shape of what is filled in where one proposes to dispose of a record."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.disposing.rules import LONGEST_GROUND, LONGEST_REASON


class ProposalForm(FlaskForm):
    """By what decision, and why."""

    class Meta:
        """The app checks the form key for every POST before any form is looked at."""

        csrf = False

    ground = StringField(
        lazy_gettext("Rättslig grund"),
        validators=[
            InputRequired(lazy_gettext("Skriv vilket beslut eller vilken plan som gäller.")),
            Length(max=LONGEST_GROUND, message=lazy_gettext("Det är för långt.")),
        ],
        description=lazy_gettext(
            "Beslutet eller planen som säger att det ska gallras, till exempel Informationshanteringsplan 2024, punkt 3.2."
        ),
    )
    reason = TextAreaField(
        lazy_gettext("Skäl"),
        validators=[
            InputRequired(lazy_gettext("Skriv varför.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Det är för långt.")),
        ],
        description=lazy_gettext("Står kvar i protokollet. Skriv inget om vad som står i handlingen."),
    )


class HoldForm(FlaskForm):
    """Why a record is kept for now, or why it need not be any longer."""

    class Meta:
        """The app checks the form key for every POST before any form is looked at."""

        csrf = False

    reason = TextAreaField(
        lazy_gettext("Skäl"),
        validators=[
            InputRequired(lazy_gettext("Skriv varför.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Det är för långt.")),
        ],
        description=lazy_gettext(
            "Till exempel en pågående granskning eller en begäran om utlämnande. Skriv inget om vad som står i handlingen."
        ),
    )
