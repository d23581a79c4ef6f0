"""Who can be chosen to do something about a unit's economy."""

from flask_babel import gettext

from app import clock
from app.db import db
from app.economy.forms import RemedyForm, RemedyPlanForm
from app.economy.models import EconomicRemedy, Recovery
from app.organisation.around import around


def offer_people(
    form: RemedyForm | RemedyPlanForm, unit_id: int, remedy: EconomicRemedy | Recovery | None = None
) -> None:
    """Put in those who read the unit's economy, nearest first, and who was chosen before and has left since.

    Others are named in words: whoever is chosen is to read what they have promised, and to say how it goes.
    """
    people = [(one.person_id, one.name) for one in around(db.session, unit_id, clock.today())]
    if remedy is not None and remedy.person is not None and remedy.person.id not in dict(people):
        people.append((remedy.person.id, remedy.person.name))
    form.person_id.offer(gettext("ingen vald"), people)
