"""How a change is made from a form: tried, explained in plain words, then confirmed and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.db import db
from app.organisation.errors import Refused
from app.organisation.wording import worded
from app.records.appending import wait_for_turn
from app.records.signs import sign_of

View = str | tuple[str, int] | Response


def in_turn() -> None:
    """Have those who save wait for one another before they look at how things stand; whoever only looks waits for nobody."""
    if request.method == "POST":
        wait_for_turn(db.session)


@dataclass(frozen=True, slots=True)
class Standing:
    """How what is to be changed stands: its values, and the same in words by their labels."""

    values: tuple[object, ...]
    words: Mapping[str, str]

    @property
    def mark(self) -> str:
        """Give what a form carries of it, by which it is known whether somebody else has changed it meanwhile."""
        return sign_of(self.values)


@dataclass(slots=True)
class Step:
    """One change on its way: where it is asked for, what it is called, what it does and what that means."""

    form: FlaskForm
    title: str
    button: str
    back: str
    apply: Callable[[], str]
    """Makes the change and gives the address to go to."""
    done: str
    of: str = ""
    """What it is a change of, where `back` leads."""
    meaning: Callable[[], Sequence[str]] | None = None
    """What the change means, asked before it is made; None where it needs no confirmation."""
    rests_on: Sequence[object] = ()
    """What the change is about beside what `meaning` says: where that is another by now, it is asked anew."""
    template: str = "organisation/form.html"
    final: bool = False
    extra: dict[str, object] = field(default_factory=dict)
    stands: Standing | None = None
    """How what is changed stands now; None where something new is made, or what is asked holds however things stand."""

    def take(self) -> View:
        """Show the form, say what it would mean, or make the change, as far as the request has come."""
        wanted = self.form.is_submitted() and "search" not in request.form and "change" not in request.form
        if not wanted:
            return self._ask()
        if not self.form.validate():
            return self._ask(), 422
        if self.stands is not None and request.form.get("stands") != self.stands.mark:
            db.session.rollback()
            return self._ask(meanwhile=True), 409
        meaning = self.meaning() if self.meaning else None
        asks = meaning is not None and not self._was_read(meaning)
        try:
            target = self.apply()
        except Refused as refusal:
            db.session.rollback()
            self.form.form_errors.append(worded(refusal))
            return self._ask(), 422
        if meaning is not None and asks:
            # It was only tried: a change that would be refused says so before anyone is asked to confirm it.
            db.session.rollback()
            return self._confirm(meaning)
        db.session.commit()
        flash(self.done, "done")
        return redirect(target)

    def _read(self, meaning: Sequence[str]) -> str:
        return sign_of((*meaning, *self.rests_on))

    def _was_read(self, meaning: Sequence[str]) -> bool:
        """Tell whether what the change means has been confirmed, and is still what was read."""
        read = self._read(meaning)
        return request.form.get("confirmed") == "1" and request.form.get("read", read) == read

    def _ask(self, *, meanwhile: bool = False) -> str:
        # What one has seen stays what one has seen until one is told of more.
        seen = None if meanwhile else request.form.get("stands")
        return render_template(
            self.template,
            form=self.form,
            title=self.title,
            button=self.button,
            back=self.back,
            stands=self.stands,
            seen=seen or (self.stands.mark if self.stands else None),
            meanwhile=meanwhile,
            of=self.of,
            **self.extra,
        )

    def _confirm(self, meaning: Sequence[str]) -> str:
        kept = [
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in {"csrf_token", "confirmed", "read", "sok", "sok_person"}
        ]
        return render_template(
            "organisation/confirm.html",
            title=self.title,
            button=self.button,
            back=self.back,
            of=self.of,
            meaning=meaning,
            read=self._read(meaning),
            anew=request.form.get("confirmed") == "1",
            kept=kept,
            final=self.final,
        )
