"""The register of risks, the map, the page of each, and writing and correcting them."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from flask import flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents.choosing import colleague_name
from app.documents.forms import number_from, revision_of
from app.documents.pages import (
    Searching,
    now_stands,
    offer_people,
    offer_units,
    put_in_form,
    wants_to_save,
)
from app.exports.answers import register_file
from app.organisation.models import Unit
from app.passages.talks.pages import talked_about
from app.quality.risks import forms, mapping, rules, services
from app.quality.risks.blueprint import ID, reader, risk_or_404, risk_to_write, risks
from app.quality.risks.errors import ChangedSince, Refused
from app.quality.risks.facts import RISK
from app.quality.risks.files import columns
from app.quality.risks.forms import NewRiskForm, RiskForm
from app.quality.risks.models import Nature, Risk
from app.quality.risks.queries import choosing, listing, opening
from app.quality.risks.queries.left import left_behind
from app.quality.risks.queries.listing import Found, Sort, Wanted
from app.quality.risks.reach import Reader, left_by, writes
from app.quality.risks.rules import Due
from app.quality.risks.wording import (
    FAULTS,
    category_name,
    differences,
    history_lines,
    nature_choices,
    scale_in_force,
)
from app.quality.subjects import factors_named
from app.records.queries import history_of
from app.steering.routes import worded
from app.ui.addresses import url_for

View = str | tuple[str, int] | Response


@risks.get("/")
@requires(May.READ_RISKS)
def index() -> str:
    """Show the register, filtered and sorted as the address says."""
    who = reader()
    wanted, found = _asked(who)
    scale = scale_in_force()
    return render_template(
        "risks/index.html",
        wanted=wanted,
        found=found,
        scale=scale,
        today=clock.today(),
        units=choosing.units_with_risks(db.session, who),
        levels=_levels(),
        Due=Due,
        due=rules.due,
        page_address=lambda page: url_for(
            "risks.index", **forms.address_of(wanted, sida=page if page > 1 else None)
        ),
        sorted_by=lambda sort: _sorted_by(wanted, Sort(sort)),
        direction=lambda sort: _direction(wanted, Sort(sort)),
        in_use=bool(set(forms.address_of(wanted)) - {"ordning", "rader"}),
        same_address=forms.address_of(wanted),
        first=(found.page - 1) * found.size + 1,
        may_enter=acting().may(May.WRITE_CONTROL),
        left_behind=left_behind(db.session, who),
        gone={one.unit_id for one in who.left},
    )


def _levels() -> list[tuple[str, str]]:
    levels = [(one.key, worded(one.word)) for one in reversed(scale_in_force().levels)]
    return [("", gettext("Alla")), *levels, (forms.NOT_JUDGED, gettext("inte bedömda"))]


def _asked(who: Reader, *, whole: bool = False) -> tuple[Wanted, Found]:
    wanted = forms.wanted_from(request.args, scale_in_force())
    return wanted, listing.register(db.session, wanted, reader=who, whole=whole)


def _sorted_by(wanted: Wanted, sort: Sort) -> str:
    key = next(key for key, known in forms.SORTS.items() if known is sort)
    # Levels are looked at from the highest, everything else from the first.
    falling = sort in {Sort.LEVEL, Sort.TREATED}
    turned = not wanted.descending if wanted.sort is sort else falling
    order = f"-{key}" if turned else key
    return url_for("risks.index", **forms.address_of(wanted, ordning="" if order == "-niva" else order))


def _direction(wanted: Wanted, sort: Sort) -> str | None:
    if wanted.sort is not sort:
        return None
    return "descending" if wanted.descending else "ascending"


@risks.get("/registret.<any(csv, xlsx):sort>")
@requires(May.READ_RISKS)
def take_away(sort: Literal["csv", "xlsx"]) -> Response:
    """Send the register as a spreadsheet, with the filters and the order of the page, in the columns that are read in."""
    who = reader()
    _, found = _asked(who, whole=True)
    rows = columns.rows_of(db.session, found.rows)
    return register_file(sort, "risker", columns.COLUMNS, rows, sheet=gettext("Risker"))


@risks.get("/karta")
@requires(May.READ_RISKS)
def risk_map() -> str:
    """Show the risks where likelihood and consequence put them, each in words with its reasoning a press away."""
    who = reader()
    wanted = forms.wanted_from(request.args, scale_in_force())
    found = listing.for_map(db.session, wanted, reader=who, limit=mapping.MOST)
    drawn = mapping.drawn(found, scale_in_force())
    return render_template(
        "risks/map.html",
        wanted=wanted,
        map=drawn,
        reasons=opening.reasonings(db.session, [one.id for one in drawn.listed]),
        scale=scale_in_force(),
        units=choosing.units_with_risks(db.session, who),
        in_use=bool(set(forms.address_of(wanted)) - {"ordning", "rader"}),
        most=mapping.MOST,
        cut=len(found) == mapping.MOST,
    )


@risks.route("/ny", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def new() -> View:
    """Write a risk."""
    who, form = reader(), NewRiskForm()
    form.offer_steps(scale_in_force())
    if wants_to_save() and _offer_chosen(form) and form.validate():
        # What is refused is told below, on the form with all there is to choose among.
        with suppress(Refused):
            return _enter(form, who)
    searching = _offer(form, who, None)
    if request.method == "GET":
        _begin(form, who)
    if wants_to_save() and form.validate():
        try:
            return _enter(form, who)
        except Refused as refused:
            db.session.rollback()
            _refused(form, refused)
    return _form_page(form, searching, None), 422 if form.errors else 200


def _enter(form: NewRiskForm, who: Reader) -> Response:
    """Enter the risk as it was filled in, and go to it. Raises `Refused`, before anything is written."""
    scale = scale_in_force()
    made = services.enter(db.session, reader=who, entry=form.entry(), scale=scale, judged=form.judged())
    number = made.id
    db.session.commit()
    flash(gettext("Risken är sparad."), "done")
    return redirect(url_for("risks.one", risk_id=number), 303)


def _offer_chosen(form: NewRiskForm) -> bool:
    """Give the selects of a form that is sent what was chosen in them alone; tells whether it can be told so.

    Reading all there is to choose among takes longer than to enter the risk. A factor hangs on all units one writes for.
    """
    unit_id, person_id = form.responsible_unit.data, form.responsible_person.data
    name = colleague_name(db.session, person_id, clock.today())
    if form.factor.data is not None or (person_id is not None and name is None):
        return False
    # Whether one writes for the unit is asked by the services, whatever can be chosen.
    form.responsible_unit.choices = [(unit_id, "")]
    form.responsible_person.choices = [(person_id or "", name or "")]
    form.factor.choices = [("", "")]
    _offer_of_model(form)
    return True


def _begin(form: NewRiskForm, who: Reader) -> None:
    """Begin with the unit one most likely writes for, or with the factor one came from."""
    known = _numbers(form.responsible_unit)
    asked = number_from(request.args.get("enhet", ""))
    held = [one.unit_id for one in who.actor.holdings if one.unit_id in known]
    form.responsible_unit.data = asked if asked in known else next(iter([*held, *known]), None)
    factor = number_from(request.args.get("faktor", ""))
    if factor in _numbers(form.factor):
        form.factor.data, form.nature.data = factor, str(Nature.STRATEGIC)


def _numbers(field: SelectField) -> list[int]:
    """Give the numbers one can choose among."""
    return [one[0] for one in field.choices or [] if isinstance(one, tuple) and isinstance(one[0], int)]


def _offer(form: NewRiskForm | RiskForm, who: Reader, risk: Risk | None) -> Searching:
    """Give the selects of a form their choices; what stands of another model can stay as it is."""
    searching: Searching = {}
    current = risk.unit_id if risk else None
    offer_units(form, searching, current, writes(who, Unit.id))
    offer_people(form, searching, standing=risk.owner_id if risk else None)
    known = _numbers(form.responsible_unit)
    factors: list[tuple[int | str, str]] = [("", gettext("Ingen"))]
    factors += choosing.factors_to_choose(db.session, known, clock.today()) if known else []
    if risk is not None and risk.factor is not None and risk.factor_id not in {one for one, _ in factors}:
        factors.append((risk.factor.id, risk.factor.title))
    form.factor.choices = factors
    _offer_of_model(form, risk.category if risk is not None else "")
    return searching


def _offer_of_model(form: NewRiskForm | RiskForm, category: str = "") -> None:
    """Give the choices that the model in force has, with the category that stands."""
    categories = [(one.key, worded(one.name)) for one in scale_in_force().categories]
    if category and category not in dict(categories):
        categories.append((category, category_name(category)))
    form.category.choices = [("", gettext("Inte sagt")), *categories]
    form.nature.choices = nature_choices()


def _refused(form: NewRiskForm | RiskForm, refused: Refused) -> None:
    faults = {("responsible_unit" if name == "unit" else name): one for name, one in refused.faults.items()}
    put_in_form(form, faults, said=FAULTS)


def _form_page(
    form: NewRiskForm | RiskForm,
    searching: Searching,
    risk: Risk | None,
    theirs: Sequence[tuple[str, str]] = (),
) -> str:
    return render_template(
        "risks/form.html", form=form, searching=searching, risk=risk, theirs=theirs, scale=scale_in_force()
    )


@risks.get(f"/<{ID}:risk_id>/")
@requires(May.READ_RISKS)
def one(risk_id: int) -> str:
    """Show a risk: what was said of it, what it is, how it is judged and why, what is decided and what has changed."""
    who = reader()
    risk = risk_or_404(risk_id, who)
    standing = rules.standing_decision(risk.decisions)
    now = services.as_decided(risk, risk.unit.name)
    return render_template(
        "risks/risk.html",
        risk=risk,
        scale=scale_in_force(),
        talked=talked_about(db.session, acting(), RISK, [risk.id]).get(risk.id),
        latest=risk.judgements[0] if risk.judgements else None,
        standing=standing,
        run_out=rules.has_run_out(standing.until, clock.today()) if standing else False,
        changed=differences(rules.since_decided(services.kept_of(standing), now)) if standing else [],
        kept={made.id: services.kept_of(made) for made in risk.decisions},
        earlier=[made for made in risk.decisions if made is not standing],
        due=rules.due(risk.review_on, clock.today()),
        Due=Due,
        placed=rules.is_placed(risk),
        factor=factors_named(db.session, acting(), [risk.factor_id]).get(risk.factor_id)
        if risk.factor_id
        else None,
        lines=history_lines(history_of(db.session, RISK, risk.id)),
        may_change=opening.may_write(db.session, reader=who, risk=risk),
        left=left_by(who, risk.unit_id),
    )


@risks.route(f"/<{ID}:risk_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def change(risk_id: int) -> View:
    """Change what stands of a risk."""
    who = reader()
    risk = risk_to_write(risk_id, who)
    form = RiskForm(data=None if request.method == "POST" else _filled(risk))
    searching = _offer(form, who, risk)
    theirs: list[tuple[str, str]] = []
    status = 200
    if wants_to_save():
        status = 422
        if form.validate():
            try:
                services.correct(
                    db.session,
                    reader=who,
                    risk=risk,
                    entry=form.entry(),
                    scale=scale_in_force(),
                    revision=revision_of(form.revision.data),
                )
                db.session.commit()
                flash(gettext("Risken är sparad."), "done")
                return redirect(url_for("risks.one", risk_id=risk_id), 303)
            except Refused as refused:
                db.session.rollback()
                _refused(form, refused)
            except ChangedSince:
                db.session.rollback()
                theirs, status = _theirs(form, risk_id, who), 409
    return _form_page(form, searching, risk_to_write(risk_id, who), theirs), status


def _theirs(form: RiskForm, risk_id: int, who: Reader) -> list[tuple[str, str]]:
    """Give what somebody else wrote meanwhile, and let the next save stand on that."""
    risk = risk_to_write(risk_id, who)
    standing = RiskForm(formdata=None, data=_filled(risk))
    _offer(standing, who, risk)
    form.revision.data = str(risk.revision)
    return now_stands(form, standing)


def _filled(risk: Risk) -> dict[str, object]:
    return {
        "title": risk.title,
        "responsible_unit": risk.unit_id,
        "nature": risk.nature,
        "factor": risk.factor_id,
        "happens": risk.happens,
        "cause": risk.cause,
        "effect": risk.effect,
        "existing": risk.existing,
        "category": risk.category,
        "responsible_person": risk.owner_id,
        "owner": risk.owner,
        "review_on": risk.review_on,
        "revision": str(risk.revision),
    }
