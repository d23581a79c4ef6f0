"""What one fills in when a goal is judged."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from app.planning.forms import PlanForm, a_text
from app.planning.judging.models import GoalJudgement
from app.planning.judging.services import Judged
from app.steering.routes import reader_language
from app.steering.shapes.measuring import Scale


class JudgeForm(PlanForm):
    """The level, why, and what is done."""

    level = RadioField(lazy_gettext("Din bedömning"), choices=[], validators=[Optional()])
    reason = a_text(lazy_gettext("Varför?"), rows=4)
    remedies = a_text(lazy_gettext("Vad gör ni åt det?"), rows=3)
    expected = HiddenField(default="0")

    def suit(self, scale: Scale) -> None:
        """Put in the levels of a scale."""
        self.level.choices = [(one.key, one.word.in_language(reader_language())) for one in scale.levels]

    @classmethod
    def of(cls, one: GoalJudgement | None) -> "JudgeForm":
        """Open the judgement that stands, or begin one."""
        if one is None:
            return cls(formdata=None)
        return cls(formdata=None, level=one.level, reason=one.reason, remedies=one.remedies, expected=one.id)

    def judged(self) -> Judged:
        """Give what was filled in."""
        return Judged(self.level.data or "", self.reason.data or "", self.remedies.data or "")
