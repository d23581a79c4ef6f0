"""What the two fill in about a personal goal."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField
from wtforms.validators import Optional

from app.dialogues.personal.models import PersonalGoal, Progress
from app.dialogues.personal.rules import LONGEST_TEXT, LONGEST_TITLE
from app.dialogues.personal.services import Wanted
from app.dialogues.wording import PERSONAL
from app.organisation.forms import Chosen, a_day, a_line, some_words
from app.ui.forms import CheckedForm


class PersonalGoalForm(CheckedForm):
    """What one wants to reach, by when, and how it goes."""

    title = a_line(lazy_gettext("Vad vill du nå?"), most=LONGEST_TITLE, required=True)
    words = some_words(
        lazy_gettext("Hur märker ni att det är nått, och vilken hjälp behövs?"), most=LONGEST_TEXT, rows=3
    )
    due_on = a_day(lazy_gettext("Till när?"), required=False)
    above_id = Chosen(
        lazy_gettext("Hänger på"),
        lazy_gettext(
            "Frivilligt. Andra ser aldrig vems mål det är, och hur många de är först när ingen känns igen."
        ),
    )
    how_it_goes = some_words(lazy_gettext("Så går det"), most=LONGEST_TEXT, rows=3)
    state = RadioField(
        lazy_gettext("Hur långt har det kommit?"),
        choices=list(PERSONAL.items()),
        default=Progress.OPEN,
        validators=[Optional()],
    )
    revision = HiddenField(default="0")

    @classmethod
    def of(cls, one: PersonalGoal) -> "PersonalGoalForm":
        """Open a personal goal for changes."""
        names = ("title", "words", "due_on", "above_id", "how_it_goes", "state", "revision")
        return cls(formdata=None, **{name: getattr(one, name) for name in names})

    def wanted(self) -> Wanted:
        """Give what was filled in; who cannot choose what it hangs on leaves that as it is."""
        above = None
        if "above_id" in self:
            titles = {choice[0]: str(choice[1]) for choice in list(self.above_id.choices or [])}
            above = (self.above_id.data, titles.get(self.above_id.data, "") if self.above_id.data else "")
        return Wanted(
            self.title.data or "",
            self.words.data or "",
            self.due_on.data,
            self.how_it_goes.data or "",
            self.state.data or Progress.OPEN,
            above,
        )
