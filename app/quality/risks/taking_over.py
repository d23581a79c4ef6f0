"""Taking over what a unit that is no more left behind: one risk, or all of them."""

from flask import abort, flash, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.documents.forms import number_from
from app.quality.risks import services
from app.quality.risks.blueprint import ID, reader, risk_to_write, risks
from app.quality.risks.errors import NotNow, Refused
from app.quality.risks.queries.left import left_by_unit
from app.quality.risks.reach import Left, left_by
from app.quality.risks.wording import FAULTS
from app.ui.addresses import url_for


def _wanted(left: Left) -> int:
    """Give the unit that is to take over: the one asked for, or the only one there is."""
    asked = number_from(request.form.get("unit", ""))
    return asked or (left.mine[0][0] if len(left.mine) == 1 else 0)


@risks.post(f"/<{ID}:risk_id>/ta-over")
@requires(May.WRITE_CONTROL)
def take_over(risk_id: int) -> Response:
    """Take over a risk of a unit that is no more."""
    who = reader()
    risk = risk_to_write(risk_id, who, left=True)
    left = left_by(who, risk.unit_id)
    try:
        if left is None:
            raise NotNow
        services.take_over(db.session, reader=who, risk=risk, unit_id=_wanted(left))
        db.session.commit()
        flash(gettext("Risken är er nu. Läs igenom den: stämmer den med hur ni arbetar?"), "done")
    except Refused as refused:
        db.session.rollback()
        flash(str(FAULTS[next(iter(refused.faults.values()))]), "problem")
    except NotNow:
        db.session.rollback()
        flash(gettext("Risken är redan övertagen eller undanlagd."), "problem")
    return redirect(url_for("risks.one", risk_id=risk_id), 303)


@risks.post(f"/efter/<{ID}:unit_id>/ta-over")
@requires(May.WRITE_CONTROL)
def take_over_all(unit_id: int) -> Response:
    """Take over every open risk that a unit that is no more left behind."""
    who = reader()
    left = left_by(who, unit_id)
    if left is None or not left.mine:
        abort(404)
    found = left_by_unit(db.session, who, unit_id)
    try:
        for risk in found:
            services.take_over(db.session, reader=who, risk=risk, unit_id=_wanted(left))
        db.session.commit()
        flash(
            ngettext("En risk är er nu.", "%(num)s risker är era nu.", len(found))
            if found
            else gettext("Riskerna är redan övertagna eller undanlagda."),
            "done" if found else "plain",
        )
    except Refused as refused:
        db.session.rollback()
        flash(str(FAULTS[next(iter(refused.faults.values()))]), "problem")
    return redirect(url_for("risks.index"), 303)
