"""What one fills in when a goal is acknowledged or spoken against."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from app.planning.acknowledging.models import Stance
from app.planning.forms import PlanForm, a_text

STANCES = {
    Stance.ACKNOWLEDGED: lazy_gettext("Vi kvitterar: målet är mottaget och förstått"),
    Stance.AGAINST: lazy_gettext("Vi har en invändning"),
}


class AcknowledgeForm(PlanForm):
    """For or against, and why."""

    stance = RadioField(lazy_gettext("Vad säger ni?"), choices=list(STANCES.items()), validators=[Optional()])
    reason = a_text(
        lazy_gettext("Med egna ord"),
        lazy_gettext("En invändning behöver ett skäl. Annars är det frivilligt."),
        rows=4,
    )
    expected = HiddenField()
