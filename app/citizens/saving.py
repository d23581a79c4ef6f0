"""How a form is saved and a step is taken, the same way for commitments, what was heard and citizen dialogues.

What stops it is said where it is seen, and nothing that was typed is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.citizens.blueprint import Answer, reader
from app.citizens.errors import ChangedMeanwhile, NotYours, Refused
from app.citizens.forms import CitizensForm
from app.citizens.models import CitizenDialogue, Heard, PublicCommitment
from app.citizens.queries import standing_at
from app.citizens.wording import FAULTS
from app.db import db
from app.documents.pages import found_or_404, now_stands, wants_to_save
from app.ui.addresses import url_for
from app.ui.notices import tell

Thing = TypeVar("Thing", bound=PublicCommitment | Heard | CitizenDialogue)
Form = TypeVar("Form", bound=CitizensForm)
Made = TypeVar("Made")

Theirs = list[tuple[str, str]]
"""What stands now where it differs from what was typed: label and words."""


def _tried(wish: Callable[[], Made]) -> Made | Refused:
    """Do what is wished, or give what refused it; what is not one's own is as if it were not there."""
    try:
        return wish()
    except NotYours:
        db.session.rollback()
        abort(404)
    except Refused as refused:
        db.session.rollback()
        return refused


@dataclass(frozen=True, slots=True)
class Pages(Generic[Thing]):
    """How one kind of thing is opened, and the page that saving and stepping lead back to.

    `view` is the endpoint of its page and `argument` what its number is called there; `show` draws that page with words
    on why something did not go.
    """

    find: Callable[..., Thing | None]
    view: str
    argument: str
    show: Callable[[int, str], str]

    def open(self, number: int, *, to_write: bool = False) -> Thing:
        """Open one that is the reader's to read, else 404; `to_write` keeps other writers waiting."""
        return found_or_404(self.find(db.session, reader(), number, to_write=to_write))

    def open_to_change(self, number: int) -> Thing:
        """Open one of a unit the reader writes for, else 404."""
        one = self.open(number, to_write=request.method == "POST")
        if not standing_at(db.session, reader(), one.unit_id).writes:
            abort(404)
        return one

    def address(self, number: int, view: str = "") -> str:
        """Give the address of its page, or of another view of it."""
        return url_for(view or self.view, **{self.argument: number})

    def to(self, number: int) -> Response:
        """Lead to its page."""
        return redirect(self.address(number))

    def save_new(
        self,
        form: CitizensForm,
        begin: Callable[[], Thing],
        *,
        ask: Callable[[], str],
        done: str,
        undo: str = "",
    ) -> Answer:
        """Ask, or keep what was sent as a new one; `undo` is the view that takes it back."""
        if not wants_to_save():
            return ask()
        if not form.validate():
            return ask(), 422
        made = _tried(begin)
        if isinstance(made, Refused):
            form.take(made)
            return ask(), 422
        return self._kept(made.id, done, undo)

    def save_change(
        self,
        form: Form,
        one: Thing,
        change: Callable[[], None],
        *,
        ask: Callable[[Thing, Theirs | None], str],
        as_it_stands: Callable[[Thing], Form],
    ) -> Answer:
        """Ask, or keep what was sent; where somebody else came first, what they wrote stands beside what was typed."""
        number = one.id
        if request.method != "POST":
            return ask(one, None)
        if not form.validate():
            return ask(one, None), 422
        try:
            refused = _tried(change)
        except ChangedMeanwhile:
            db.session.rollback()
            one = self.open(number)
            form["revision"].data = str(one.revision)
            return ask(one, now_stands(form, as_it_stands(one))), 409
        if refused is not None:
            form.take(refused)
            return ask(self.open(number), None), 422 if refused.field else 409
        return self._kept(number, gettext("Sparat."))

    def step(
        self, number: int, take: Callable[..., object], done: str, *, undo: str = "", kind: str = "done"
    ) -> Answer:
        """Take a step; what refuses it stands above the page. `undo` is the view that takes the step back."""
        one = self.open(number, to_write=True)
        refused = _tried(lambda: take(db.session, reader=reader(), one=one))
        if isinstance(refused, Refused):
            return self._refused(number, refused)
        return self._kept(number, done, undo, kind)

    def step_with(
        self,
        number: int,
        form: CitizensForm,
        take: Callable[[Thing], object],
        *,
        ask: Callable[[str], str],
        done: str,
        undo: str = "",
        read_anew: str = "",
    ) -> Answer:
        """Take a step that asks for something; what refuses it stands by the field it is about, else above the page.

        `ask` draws the page with what was typed, and with words on why something did not go; `read_anew` are those words
        where what is stepped with is no longer what was read.
        """
        one = self.open(number, to_write=True)
        if not form.validate():
            return ask(""), 422
        try:
            refused = _tried(lambda: take(one))
        except ChangedMeanwhile:
            db.session.rollback()
            form["revision"].data = str(self.open(number).revision)
            return ask(read_anew), 409
        if not isinstance(refused, Refused):
            return self._kept(number, done, undo)
        if not refused.field:
            return ask(str(FAULTS[refused.fault])), 409
        form.take(refused)
        return ask(""), 422

    def _refused(self, number: int, refused: Refused) -> Answer:
        return self.show(number, str(FAULTS[refused.fault])), 409

    def _kept(self, number: int, done: str, undo: str = "", kind: str = "done") -> Response:
        db.session.commit()
        tell(done, kind, undo=self.address(number, undo) if undo else None)
        return self.to(number)
