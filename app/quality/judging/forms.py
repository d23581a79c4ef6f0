"""What one fills in when something is judged on a scale."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, HiddenField, RadioField
from wtforms.validators import Optional

from app.quality.forms import QualityForm, a_text
from app.quality.judging.columns import Judgement
from app.quality.judging.weighing import Judged, Unweighed
from app.quality.judging.wording import LACKS
from app.steering.routes import reader_language
from app.steering.shapes.measuring import Scale


class JudgeFields:
    """The level, why, and what is done: the fields of whatever is judged."""

    level = RadioField(lazy_gettext("Din bedömning"), choices=[], validators=[Optional()])
    reason = a_text(lazy_gettext("Varför?"), rows=4)
    remedies = a_text(lazy_gettext("Vad gör ni åt det?"), rows=3)
    expected = HiddenField(default="0")

    def suit(self, scale: Scale) -> None:
        """Put in the levels of a scale."""
        self.level.choices = [(one.key, one.word.in_language(reader_language())) for one in scale.levels]

    def judged(self) -> Judged:
        """Give what was filled in."""
        return Judged(self.level.data or "", self.reason.data or "", self.remedies.data or "")

    def lack(self, unweighed: Unweighed) -> None:
        """Say at its field what the judgement lacks."""
        field: Field = getattr(self, unweighed.field)
        field.errors = [*field.errors, LACKS[unweighed.lack]]


def as_it_stands(one: Judgement | None, number: int) -> dict[str, Any]:
    """Give what a form opens with: the judgement that stands, by its number, or nothing."""
    if one is None:
        return {"formdata": None}
    return {
        "formdata": None,
        "level": one.level,
        "reason": one.reason,
        "remedies": one.remedies,
        "expected": number,
    }


class IndicatorJudgeForm(JudgeFields, QualityForm):
    """A judgement of a single indicator."""
