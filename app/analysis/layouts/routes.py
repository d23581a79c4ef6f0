"""Pages of the headings: which there are, one kind's as writers meet them, the editor."""

from dataclasses import dataclass, field

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.analysis.layouts import queries, services
from app.analysis.layouts.rules import Fault
from app.analysis.layouts.services import NotComplete, SavedMeanwhile
from app.db import db
from app.writing.kinds import Heading, TextKind, kinds
from app.writing.outline_form import EditedRows, Row, number_sent, rows_sent

layouts = Blueprint("layouts", __name__, url_prefix="/analys/mallar", template_folder="../templates")

FAULTS: dict[Fault, LazyString] = {
    Fault.NO_HEADINGS: lazy_gettext("Det behövs minst en rubrik."),
    Fault.TOO_MANY: lazy_gettext("Det är för många rubriker, högst 30."),
    Fault.TITLE_MISSING: lazy_gettext("Ge delen en rubrik."),
    Fault.TITLE_TOO_LONG: lazy_gettext("Rubriken är för lång, högst 200 tecken."),
    Fault.QUESTIONS_TOO_LONG: lazy_gettext("Frågorna är för långa, högst 4 000 tecken."),
}


@dataclass(slots=True)
class LayoutForm(EditedRows):
    """Headings as typed. `base` is the version the writer began from."""

    base: int = 0

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "LayoutForm":
        """Take them out of a posted form."""
        return cls(
            base=number_sent(form.get("base", "")),
            rows=[
                Row(
                    key=key,
                    title=form.get(f"title-{key}", "").replace("\x00", ""),
                    questions=form.get(f"questions-{key}", "").replace("\x00", "").replace("\r\n", "\n"),
                    removed=form.get(f"removed-{key}") == "1",
                    known_as=form.get(f"known-{key}", "")[:60],
                )
                for key in rows_sent(form, "heading")
            ],
        )

    @classmethod
    def of(cls, number: int, headings: tuple[Heading, ...]) -> "LayoutForm":
        """Open a version for editing."""
        rows = [
            Row(f"t{position}", one.title, one.questions, known_as=one.key)
            for position, one in enumerate(headings, start=1)
        ]
        return cls(base=number, rows=rows)

    def headings(self) -> list[Heading]:
        """Give what will be saved, in order."""
        return [Heading(row.known_as, row.title, row.questions) for row in self.standing_rows()]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form: about the whole, and per row by its key."""

    whole: list[LazyString] = field(default_factory=list)
    rows: dict[str, list[LazyString]] = field(default_factory=dict)


def _wrong(lacking: NotComplete, rows: list[Row]) -> Wrong:
    found = Wrong()
    for fault, index in lacking.faults:
        if index is None:
            found.whole.append(FAULTS[fault])
        else:
            found.rows.setdefault(rows[index].key, []).append(FAULTS[fault])
    return found


def _kind(key: str) -> TextKind:
    kind = kinds.get(key)
    if kind is None or kind.shipped is None:
        abort(404)
    return kind


def _now(kind: TextKind) -> tuple[int, tuple[Heading, ...]]:
    """Give the headings in use, with the number of their version: 0 for those of the steering model."""
    own = queries.newest(db.session, kind.key)
    if own is not None:
        return own.number, queries.headings_in(own)
    return 0, tuple(kind.shipped() if kind.shipped else ())


@layouts.get("/")
@requires(May.READ_TEMPLATES)
def index() -> str:
    """List the kinds of text with headings of their own."""
    rows = [(kind, *_now(kind)) for kind in kinds.all() if kind.shipped is not None]
    return render_template(
        "analysis/layouts/index.html", rows=rows, may_edit=acting().may(May.EDIT_TEMPLATES)
    )


@layouts.get("/<kind_key>")
@requires(May.READ_TEMPLATES)
def read(kind_key: str) -> str:
    """Show the headings of a kind of text as writers meet them, and who changed them when."""
    kind = _kind(kind_key)
    number, headings = _now(kind)
    return render_template(
        "analysis/layouts/layout.html",
        kind=kind,
        number=number,
        headings=headings,
        versions=queries.versions_of(db.session, kind.key),
        may_edit=acting().may(May.EDIT_TEMPLATES),
    )


@layouts.get("/<kind_key>/andra")
@requires(May.EDIT_TEMPLATES)
def edit(kind_key: str) -> str:
    """Open the headings for editing."""
    kind = _kind(kind_key)
    return _editor(kind, LayoutForm.of(*_now(kind)))


@layouts.post("/<kind_key>/andra")
@requires(May.EDIT_TEMPLATES)
def save(kind_key: str) -> Response | str | tuple[str, int]:
    """Save the headings, or do what a button in the form says."""
    kind = _kind(kind_key)
    form = LayoutForm.read(request.form)
    if (button := request.form.get("do", "save")) != "save":
        return _editor(kind, form, shown=form.press(button))
    try:
        saved = services.save_layout(
            db.session,
            actor_id=acting().person_id,
            kind=kind.key,
            expected=form.base,
            headings=form.headings(),
            shipped=tuple(kind.shipped() if kind.shipped else ()),
        )
    except NotComplete as lacking:
        db.session.rollback()
        return _editor(kind, form, wrong=_wrong(lacking, form.standing_rows())), 422
    except SavedMeanwhile:
        db.session.rollback()
        number, theirs = _now(kind)
        form.base = number
        return _editor(kind, form, theirs=theirs), 409
    number = saved.number if saved is not None else 0
    db.session.commit()
    if number:
        flash(
            gettext(
                "Sparat som version %(number)s. Påbörjade texter behåller sina rubriker.",
                number=number,
            ),
            "done",
        )
    else:
        flash(gettext("Inget var ändrat, så det blev ingen ny version."), "plain")
    return redirect(url_for("layouts.read", kind_key=kind.key))


def _editor(
    kind: TextKind,
    form: LayoutForm,
    *,
    wrong: Wrong | None = None,
    theirs: tuple[Heading, ...] | None = None,
    shown: str | None = None,
) -> str:
    return render_template(
        "analysis/layouts/edit.html",
        kind=kind,
        form=form,
        wrong=wrong or Wrong(),
        theirs=theirs,
        shown=shown,
        pressed=request.form.get("do", "").partition(":")[0],
        action=url_for("layouts.save", kind_key=kind.key),
    )
