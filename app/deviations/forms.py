"""The shape of a deviation: three fields, and one for the reason a level gives."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.deviations import rules
from app.deviations.errors import Fault
from app.deviations.wording import FAULTS
from app.ui.forms import RefusableForm


class DeviationsForm(RefusableForm):
    """What the forms of deviations have in common."""

    reasons = FAULTS


def _words(label: Any, hint: Any, *, rows: int, missing: Fault | None = None) -> TextAreaField:
    checks = [InputRequired(FAULTS[missing])] if missing is not None else [Optional()]
    return TextAreaField(
        label,
        description=hint,
        validators=[*checks, Length(max=rules.LONGEST_TEXT, message=FAULTS[Fault.TEXT_TOO_LONG])],
        render_kw={"rows": rows, "spellcheck": "true"},
    )


class ReportForm(DeviationsForm):
    """A deviation in three fields; only the first is needed."""

    happened = _words(
        lazy_gettext("Vad har hänt?"),
        lazy_gettext(
            "Som du skulle säga det i telefon. Skriv inget som pekar ut ett barn, en elev eller en brukare."
        ),
        rows=4,
        missing=Fault.TEXT_MISSING,
    )
    done = _words(lazy_gettext("Vad har ni gjort?"), "", rows=3)
    needed = _words(lazy_gettext("Vad behöver ni?"), "", rows=2)

    def of_employee(self) -> None:
        """Ask an employee, who reports alone."""
        self.done.label.text = lazy_gettext("Vad har du gjort?")
        self.needed.label.text = lazy_gettext("Vad behöver du?")


class ReasonForm(DeviationsForm):
    """Why a level keeps a deviation, or passes it on."""

    words = _words(
        lazy_gettext("Vad händer nu, och varför?"),
        lazy_gettext("Den som rapporterade läser det. Skickar du vidare läser nästa nivå det också."),
        rows=3,
        missing=Fault.REASON_MISSING,
    )
