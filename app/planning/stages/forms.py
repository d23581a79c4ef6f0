"""What one fills in about a part-goal."""

from flask_babel import lazy_gettext
from wtforms import HiddenField

from app.organisation.forms import a_day
from app.planning.forms import PlanForm, a_text
from app.planning.stages.models import PartGoal
from app.planning.stages.services import Stage


class PartForm(PlanForm):
    """What is to be reached on the way, and when."""

    what = a_text(lazy_gettext("Vad ska vara nått på vägen?"), rows=2, required=True)
    due_on = a_day(lazy_gettext("Till när?"), required=False)
    revision = HiddenField()

    @classmethod
    def of(cls, one: PartGoal) -> "PartForm":
        """Open a part-goal for changes."""
        return cls(formdata=None, what=one.what, due_on=one.due_on, revision=one.revision)

    def stage(self) -> Stage:
        """Give what was filled in."""
        return Stage(self.what.data or "", self.due_on.data)
