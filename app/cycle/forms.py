"""The shape of what comes in when something in the annual cycle is moved."""

from flask_babel import lazy_gettext
from wtforms import HiddenField

from app.cycle.errors import Refused
from app.cycle.rules import Instance
from app.cycle.services import Days
from app.cycle.wording import FAULTS
from app.documents.forms import a_text
from app.organisation.forms import a_day
from app.ui.forms import CheckedForm


class MoveForm(CheckedForm):
    """From when to when, and why."""

    starts_on = a_day(lazy_gettext("Från och med"))
    ends_on = a_day(lazy_gettext("Till och med"))
    why = a_text(lazy_gettext("Varför?"), most=1_000)
    revision = HiddenField(default="0")

    @classmethod
    def of(cls, one: Instance, *, for_unit: bool) -> "MoveForm":
        """Open the days that hold for changes."""
        moved = one.own if for_unit else one.move
        return cls(
            formdata=None,
            starts_on=one.first,
            ends_on=one.last,
            why=moved.why if moved is not None else "",
            revision=str(moved.revision if moved is not None else 0),
        )

    def days(self) -> Days:
        """Give what was filled in."""
        assert self.starts_on.data is not None  # noqa: S101  # nosec B101  validated before
        assert self.ends_on.data is not None  # noqa: S101  # nosec B101
        return Days(self.starts_on.data, self.ends_on.data, self.why.data or "")

    def take(self, refused: Refused) -> None:
        """Say by each field what is wrong with it."""
        for name, fault in refused.faults.items():
            self.say(name, FAULTS[fault])
