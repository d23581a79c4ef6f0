"""The page of frames: what a unit and those straight below it may use in the years of a plan."""

from dataclasses import dataclass

from flask import abort, render_template, request
from flask import redirect as go_to
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import money
from app.economy.blueprint import (
    ID,
    Opened,
    asked_unit,
    asked_year,
    economy,
    number,
    open_unit,
    place_groups,
    reader,
)
from app.economy.errors import ChangedMeanwhile, NotYours, Refused
from app.economy.frames import services
from app.economy.frames.reading import FrameRow, rows_of
from app.economy.frames.services import Given
from app.economy.models import Frame
from app.economy.money import NotAnAmount
from app.economy.periods import FIRST_YEAR, LAST_YEAR, years_of_plan
from app.economy.queries import listing
from app.economy.rules import carries_over
from app.economy.wording import FAULTS, UNREAD
from app.organisation.around import around
from app.organisation.tree import line_up
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@dataclass(slots=True)
class Cell:
    """One field of the form: what was typed or stands, and what is wrong with it."""

    year: int
    amount: str = ""
    carried: str = ""
    words: str = ""
    revision: int = 0
    wrong: dict[str, str] | None = None

    @classmethod
    def of(cls, year: int, frame: Frame | None) -> "Cell":
        """Open a frame for changes."""
        if frame is None:
            return cls(year)
        return cls(year, money.exact(frame.amount), money.exact(frame.carried), frame.words, frame.revision)


@economy.get("/ramar")
@requires(May.READ_ECONOMY)
def frames() -> str:
    """Show the frames of a unit and of those straight below it; the form of one where it is asked for."""
    return _page(asked_unit(), asked_year(), open_id=number(request.args.get("andra", "")))


def _page(
    opened: Opened, year: int, *, open_id: int | None = None, cells: list[Cell] | None = None, said: str = ""
) -> str:
    who, profile = reader(), profile_in_force()
    years = years_of_plan(profile, year)
    rows = rows_of(db.session, who, opened.unit, years)
    return render_template(
        "economy/frames.html",
        unit=opened.unit,
        standing=opened.standing,
        year=year,
        years=years,
        rows=rows,
        open_id=open_id,
        cells=cells or _cells(rows, open_id, years),
        said=said,
        carries=carries_over(profile.rules),
        line=line_up(db.session, opened.unit.id, who.day),
        near=around(db.session, opened.unit.id, who.day),
        place=place_groups(
            opened.unit, year, listing.years_of(db.session, opened.unit.id, who.day), "economy.frames"
        ),
    )


def _cells(rows: list[FrameRow], open_id: int | None, years: list[int]) -> list[Cell]:
    row = next((one for one in rows if one.unit_id == open_id and one.may_set), None)
    return [Cell.of(year, row.frames.get(year)) for year in years] if row is not None else []


@economy.post(f"/ramar/<{ID}:unit_id>")
@requires(May.READ_ECONOMY)
def set_frames(unit_id: int) -> Answer:
    """Set the frames of a unit for the years of a plan."""
    opened = open_unit(unit_id)
    if not opened.standing.sets_frame:
        abort(404)
    shown_id = number(request.form.get("shown", ""))
    shown = open_unit(shown_id) if shown_id is not None else opened
    year = number(request.form.get("year", "")) or 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    cells = [_typed(one) for one in years_of_plan(profile_in_force(), year)]
    given = [_given(one) for one in cells]
    if any(one.wrong for one in cells):
        return _page(shown, year, open_id=unit_id, cells=cells), 422
    try:
        changed = services.set_frames(
            db.session,
            actor_id=acting().person_id,
            unit_id=unit_id,
            profile=profile_in_force(),
            given=given,
        )
    except NotYours:
        abort(404)
    except ChangedMeanwhile:
        db.session.rollback()
        standing = listing.frames_of(db.session, [unit_id], [one.year for one in cells])
        for one in cells:
            frame = standing.get((unit_id, one.year))
            one.revision = frame.revision if frame is not None else 0
        said = gettext(
            "Någon annan har ändrat ramen medan du skrev. Det du skrev står kvar; spara igen om det ska gälla."
        )
        return _page(shown, year, open_id=unit_id, cells=cells, said=said), 409
    except Refused as refused:
        db.session.rollback()
        return _page(shown, year, open_id=unit_id, cells=cells, said=str(FAULTS[refused.fault])), 422
    db.session.commit()
    tell(
        ngettext("Sparat: ett år ändrat.", "Sparat: %(num)s år ändrade.", changed)
        if changed
        else gettext("Inget var ändrat.")
    )
    return go_to(url_for("economy.frames", enhet=shown.unit.id, ar=year))


def _typed(year: int) -> Cell:
    def said(name: str) -> str:
        return request.form.get(f"{name}_{year}", "").replace("\0", "").strip()

    revision = number(said("revision")) or 0
    return Cell(year, said("amount")[:60], said("carried")[:60], said("words"), revision, {})


def _given(cell: Cell) -> Given:
    amounts: dict[str, int | None] = {}
    for name, text in (("amount", cell.amount), ("carried", cell.carried)):
        try:
            amounts[name] = money.read(text)
        except NotAnAmount as fault:
            amounts[name] = None
            cell.wrong = {**(cell.wrong or {}), name: str(UNREAD[fault.reason])}
    return Given(cell.year, amounts["amount"], amounts["carried"], cell.words, cell.revision)
