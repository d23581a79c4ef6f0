"""How a press on a page of the economy goes on or stops, the same way for all that is written there.

What stops it is said where it is seen, and nothing that was typed is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, redirect
from werkzeug.wrappers import Response

from app.db import db
from app.documents import errors as documents
from app.documents.pages import put_in_form
from app.economy.blueprint import must_lead
from app.economy.errors import ChangedMeanwhile, NotYet, NotYours, Refused
from app.economy.forms import EconomyForm
from app.economy.models import EconomicRemedy, FinancialGoal, Forecast, Recovery
from app.economy.rules import Lacking, Standing
from app.economy.wording import FAULTS
from app.ui.addresses import url_for
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@dataclass(slots=True, kw_only=True)
class Stopped:
    """What a page says beside its forms when a press did not go: what it lacks, why, that somebody else came first."""

    lacking: tuple[Lacking, ...] = ()
    said: str = ""
    changed_meanwhile: str = ""

    def lacks(self, lacking: Sequence[Lacking]) -> None:
        """Say what is missing before it can be done."""
        self.lacking = tuple(lacking)


@dataclass(frozen=True, slots=True)
class Done:
    """What is told when a press has gone, where it leads if not to the page it was on, and the address that takes it back."""

    said: str
    to: str = ""
    undo: str | None = None


Thing = TypeVar("Thing", bound=Forecast | Recovery | EconomicRemedy | FinancialGoal)
Page = TypeVar("Page", bound=Stopped)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Pages(Generic[Thing, Page]):
    """How one kind of thing is opened, and the page that presses on it lead back to.

    `see` opens one for the one who asks, else 404; `show` draws its page. `view` is the endpoint of that page and `argument`
    what the number is called there; `name` is what the page calls it when somebody else has changed it.
    """

    see: Callable[..., tuple[Thing, Standing]]
    show: Callable[[int, Page], str]
    view: str
    argument: str
    name: str

    def to_write(self, number: int) -> Thing:
        """Open one to be changed; other writers wait."""
        found, _ = self.see(number, to_write=True)
        return found

    def to_lead(self, number: int) -> Thing:
        """Open one for a step only the manager of its unit takes, else 404; other writers wait."""
        found, standing = self.see(number, to_write=True)
        must_lead(standing)
        return found

    def address(self, number: int) -> str:
        """Give the address of its page."""
        return url_for(self.view, **{self.argument: number})

    def press(
        self,
        number: int,
        opened: Page,
        wish: Callable[[], Made],
        done: Callable[[Made], Done],
        *,
        form: EconomyForm | None = None,
        read_anew: str = "",
    ) -> Answer:
        """Do what is wished with what was typed, and tell that it is done; else show the page as `opened`, and why not.

        `done` is asked before what was wished is kept for good, while what it tells of can still be read. `read_anew` is
        what is said where somebody else came first and nothing was typed that could be lost.
        """
        if form is not None and not form.validate():
            return self.show(number, opened), 422
        try:
            made = wish()
        except NotYours:
            db.session.rollback()
            abort(404)
        except documents.Refused as wrong:
            db.session.rollback()
            if form is None:
                raise
            put_in_form(form, wrong.faults)
            return self.show(number, opened), 422
        except (NotYet, ChangedMeanwhile, Refused) as stop:
            db.session.rollback()
            status = self._say_why(number, opened, stop, form, read_anew)
            return self.show(number, opened), status
        gone = done(made)
        db.session.commit()
        tell(gone.said, undo=gone.undo)
        return redirect(gone.to or self.address(number))

    def _say_why(
        self,
        number: int,
        opened: Page,
        stop: NotYet | ChangedMeanwhile | Refused,
        form: EconomyForm | None,
        read_anew: str,
    ) -> int:
        """Put on the page why a press stopped, and give the status it is answered with."""
        if isinstance(stop, NotYet):
            opened.lacks(stop.lacking)
            return 422
        if isinstance(stop, ChangedMeanwhile):
            if form is None:
                opened.said = read_anew
            else:
                form["revision"].data = str(self.to_write(number).revision)
                opened.changed_meanwhile = self.name
            return 409
        if form is not None and stop.field:
            form.take(stop)
            return 422
        opened.said = str(FAULTS[stop.fault])
        return 409
