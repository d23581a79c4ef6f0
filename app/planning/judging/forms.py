"""What one fills in when a goal is judged."""

from app.planning.forms import PlanForm
from app.quality.judging.forms import JudgeFields


class JudgeForm(JudgeFields, PlanForm):
    """The level, why, and what is done."""
