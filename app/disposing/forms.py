"""The shape of what is filled in where one proposes to dispose of a record."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.disposing.rules import LONGEST_GROUND, LONGEST_REASON
from app.ui.forms import CheckedForm


class ProposalForm(CheckedForm):
    """By what decision, and why."""

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


class HoldForm(CheckedForm):
    """Why a record is kept for now, or why it need not be any longer."""

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
