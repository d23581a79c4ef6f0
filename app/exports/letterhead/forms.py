"""The shape of what administrators type about the letterhead."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length


class LetterheadForm(FlaskForm):
    """Name and arms."""

    name = StringField(
        lazy_gettext("Namn"),
        [
            InputRequired(lazy_gettext("Fältet behöver fyllas i.")),
            Length(max=120, message=lazy_gettext("Det är för långt.")),
        ],
        description=lazy_gettext("Så som kommunens namn ska stå överst på papper."),
    )
    picture = FileField(
        lazy_gettext("Vapen eller logotyp"),
        description=lazy_gettext("SVG eller PNG, högst 1 MB. Bilden görs om innan den sparas."),
    )
    description = StringField(
        lazy_gettext("Bilden i ord"),
        [Length(max=200, message=lazy_gettext("Det är för långt."))],
        description=lazy_gettext("Läses upp för den som inte ser bilden, till exempel: kommunens vapen."),
    )
    without_arms = BooleanField(lazy_gettext("Ta bort bilden"))
    revision = HiddenField()
