"""The page of each governing document, and what is entered about it."""

from collections.abc import Sequence
from datetime import date

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.attachments.queries import attachments_of
from app.db import db
from app.documents import forms, queries, rules, services
from app.documents.blueprint import ID, documents
from app.documents.choosing import units_by_id
from app.documents.decisions.queries import decisions_about
from app.documents.errors import ChangedSince, NotNow, Refused
from app.documents.facts import DOCUMENT, ON_VERSION
from app.documents.forms import DocumentForm, EndForm, ReviewForm, VersionForm
from app.documents.models import Document, DocumentVersion, Ending
from app.documents.pages import (
    Searching,
    found_or_404,
    now_stands,
    offer_people,
    offer_units,
    own_unit,
    put_in_form,
    sought,
    suggested_deciders,
    wants_to_save,
)
from app.documents.rules import Due, Standing, StateType
from app.documents.wording import (
    STANDINGS,
    document_types,
    history_lines,
    lacking_words,
    review_rule,
    type_choices,
    type_name,
)
from app.organisation import picking
from app.passages.talks.pages import talked_about
from app.records.queries import history_of
from app.steering.shapes.documents import Review
from app.ui.addresses import url_for
from app.ui.install import day
from app.ui.notices import tell
from app.ui.too_late import too_late

View = str | tuple[str, int] | Response


@documents.route("/nytt", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def new() -> View:
    """Enter a document."""
    form = DocumentForm()
    searching = _offer(form, form.responsible_unit.data or own_unit())
    if request.method == "GET":
        form.responsible_unit.data = own_unit()
    if wants_to_save() and form.validate():
        try:
            made = services.enter(
                db.session,
                actor=acting(),
                entry=form.entry(),
                review=review_rule(form.type_key.data or ""),
            )
            db.session.commit()
            flash(gettext("Styrdokumentet är infört."), "done")
            return redirect(url_for("documents.one", document_id=made.id), 303)
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults)
    status = 422 if form.errors else 200
    return _form_page(form, searching, None), status


def _offer(form: DocumentForm, current: int | None, document: Document | None = None) -> Searching:
    """Give the selects of a form of a document their choices.

    A type of another model can stay as it is, and so can somebody who has left.
    """
    searching: Searching = {}
    standing_type = document.type_key if document else ""
    groups = {"": [("", gettext("Inte sagt"))], **type_choices()}
    if standing_type and not any(standing_type == key for group in groups.values() for key, _ in group):
        groups[""].append((standing_type, type_name(standing_type)))
    form.type_key.choices = groups
    offer_units(form, searching, current)
    offer_people(form, searching, standing=document.responsible_person_id if document else None)
    kept = [one for one in form.units.data or [] if one is not None]
    found = picking.units(db.session, clock.today(), sought("sok_galler"), None)
    known = {number for number, _ in found.options}
    left = [number for number in kept if number not in known]
    form.units.choices = [*(units_by_id(db.session, left) if left else []), *found.options]
    if found.by_search:
        searching["units"] = ("sok_galler", sought("sok_galler"))
    return searching


def _form_page(
    form: DocumentForm,
    searching: Searching,
    document: Document | None,
    theirs: Sequence[tuple[str, str]] = (),
) -> str:
    return render_template(
        "documents/form.html",
        form=form,
        searching=searching,
        document=document,
        theirs=theirs,
        deciders=suggested_deciders(),
        rules_of_types=_rules_in_words(),
    )


def _rules_in_words() -> list[tuple[str, str]]:
    """Say how often documents of each type are looked over, for those whose type has a rule."""
    return [
        (type_name(one.key), _rule_in_words(one.review))
        for one in document_types()
        if one.review.rule != "none"
    ]


def _rule_in_words(review: Review) -> str:
    if review.rule == "term":
        return gettext("en gång per mandatperiod")
    years = review.years or 1
    if review.rule == "yearly" or years == 1:
        return gettext("varje år")
    return gettext("med %(years)s års mellanrum", years=years)


def document_or_404(document_id: int) -> Document:
    """Give a document that may be read, or end the request."""
    return found_or_404(
        queries.document_for(db.session, actor=acting(), document_id=document_id, day=clock.today())
    )


def _to_change(document_id: int) -> Document:
    return found_or_404(
        queries.document_to_change(
            db.session,
            actor=acting(),
            document_id=document_id,
            day=clock.today(),
            lock=request.method == "POST",
        )
    )


@documents.get(f"/<{ID}:document_id>/")
@requires(May.READ_DOCUMENTS)
def one(document_id: int) -> str:
    """Show a document with its versions, reviews, and the units and decisions that point to it."""
    return _page(document_or_404(document_id))


def _page(document: Document, review_form: ReviewForm | None = None) -> str:
    current, today = services.current_version(document), clock.today()
    files: dict[int, list[object]] = {}
    for file in attachments_of(db.session, DOCUMENT, document.id):
        if file.holder_kind == ON_VERSION:
            files.setdefault(file.holder_id, []).append(file)
    unit = document.responsible_unit
    return render_template(
        "documents/document.html",
        document=document,
        current=current,
        older=[version for version in document.versions if version.number != current.number],
        files=files,
        named=queries.named_by(db.session, document.id),
        decisions=decisions_about(db.session, DOCUMENT, document.id),
        lines=history_lines(history_of(db.session, DOCUMENT, document.id)),
        kind=type_name(document.type_key) if document.type_key else "",
        from_state=document.type_key in set(StateType),
        standing=rules.standing(ended=document.ended, valid_to=current.valid_to, today=today),
        due=rules.due(ended=document.ended, next_review_on=document.next_review_on, today=today),
        latest_review=next((made for made in document.reviews if made.undone_at is None), None),
        unit_gone=unit.valid_to is not None and unit.valid_to <= today,
        may_change=queries.may_change(db.session, actor=acting(), document=document, day=today),
        lacking=lacking_words(
            document.type_key,
            document.ended,
            current.registry_number,
            current.decided_on,
            document.next_review_on,
        ),
        review_form=review_form or _review_form(document),
        review_open=review_form is not None,
        talked=talked_about(db.session, acting(), DOCUMENT, [document.id]).get(document.id),
        Due=Due,
        Standing=Standing,
        STANDINGS=STANDINGS,
    )


def _review_form(document: Document) -> ReviewForm:
    proposed = rules.proposed_review(review_rule(document.type_key), clock.today())
    return ReviewForm(formdata=None, next_on=proposed)


@documents.route(f"/<{ID}:document_id>/andra", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def change(document_id: int) -> View:
    """Put right what stands of a document and of its version in force."""
    document = _to_change(document_id)
    form = DocumentForm(data=None if request.method == "POST" else _filled(document))
    searching = _offer(form, document.responsible_unit_id, document)
    theirs: list[tuple[str, str]] = []
    status = 200
    if wants_to_save():
        status = 422
        if form.validate():
            try:
                changes = services.current_version(document).changes
                services.correct(
                    db.session,
                    actor=acting(),
                    document=document,
                    entry=form.entry(changes),
                    revision=forms.revision_of(form.revision.data),
                )
                db.session.commit()
                flash(gettext("Uppgifterna är rättade."), "done")
                return redirect(url_for("documents.one", document_id=document_id), 303)
            except Refused as refused:
                db.session.rollback()
                put_in_form(form, refused.faults)
            except ChangedSince:
                db.session.rollback()
                theirs, status = _theirs(form, document_id), 409
    return _form_page(form, searching, document_or_404(document_id), theirs), status


def _theirs(form: DocumentForm, document_id: int) -> list[tuple[str, str]]:
    """Give what somebody else wrote meanwhile, and let the next save stand on that."""
    document = document_or_404(document_id)
    standing = DocumentForm(formdata=None, data=_filled(document))
    _offer(standing, document.responsible_unit_id, document)
    form.revision.data = str(document.revision)
    return now_stands(form, standing)


def _filled(document: Document) -> dict[str, object]:
    version = services.current_version(document)
    return {
        "title": document.title,
        "type_key": document.type_key,
        "summary": document.summary,
        "responsible_unit": document.responsible_unit_id,
        "responsible_person": document.responsible_person_id,
        "reach": "all" if document.for_all else "some",
        "units": [one.unit_id for one in document.applies_to],
        "next_review_on": document.next_review_on,
        "revision": str(document.revision),
        **_filled_version(version),
    }


def _filled_version(version: DocumentVersion) -> dict[str, object]:
    return {
        "decided_by": version.decided_by,
        "decided_on": version.decided_on,
        "registry_number": version.registry_number,
        "valid_to": version.valid_to,
        "label": version.label,
        "link": version.link,
    }


@documents.route(f"/<{ID}:document_id>/ny-version", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def new_version(document_id: int) -> View:
    """Enter a new version, which takes the place of the one in force."""
    document = _to_change(document_id)
    proposed = rules.proposed_review(review_rule(document.type_key), clock.today())
    beginning = {
        "decided_by": services.current_version(document).decided_by,
        "next_review_on": proposed,
        "revision": str(document.revision),
    }
    form = VersionForm(data=None if request.method == "POST" else beginning)
    status = 200
    if wants_to_save():
        status = 422
        if form.validate():
            try:
                services.supersede(
                    db.session,
                    actor=acting(),
                    document=document,
                    version=form.decided(form.changes.data or ""),
                    next_review_on=form.next_review_on.data,
                    revision=forms.revision_of(form.revision.data),
                )
                db.session.commit()
                flash(gettext("Den nya versionen gäller. Den tidigare går att läsa som förut."), "done")
                return redirect(url_for("documents.one", document_id=document_id), 303)
            except Refused as refused:
                db.session.rollback()
                put_in_form(form, refused.faults)
            except ChangedSince:
                db.session.rollback()
                form.revision.data = str(document_or_404(document_id).revision)
                form.form_errors.append(
                    gettext(
                        "Någon annan har ändrat dokumentet medan du skrev. Läs det, och spara sedan igen."
                    )
                )
                status = 409
    page = render_template(
        "documents/new_version.html",
        form=form,
        document=document_or_404(document_id),
        deciders=suggested_deciders(),
    )
    return page, status


@documents.post(f"/<{ID}:document_id>/granskad")
@requires(May.EDIT_DOCUMENTS)
def review(document_id: int) -> View:
    """Say that a document was looked over and is still valid."""
    document, form = _to_change(document_id), ReviewForm()
    if form.validate():
        try:
            made = services.review(
                db.session,
                actor=acting(),
                document=document,
                next_on=form.next_on.data,
                note=form.note.data or "",
            )
            number, on = made.id, made.next_on
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults)
        except NotNow:
            abort(409)
        else:
            tell(
                gettext(
                    "Granskat och fortfarande giltigt. Ses över igen senast %(day)s.", day=day(_sure(on))
                ),
                undo=url_for("documents.undo_review", document_id=document_id, review_id=number),
            )
            return redirect(url_for("documents.one", document_id=document_id), 303)
    return _page(document_or_404(document_id), form), 422


def _sure(on: date | None) -> date:
    return on or clock.today()


@documents.post(f"/<{ID}:document_id>/granskad/<{ID}:review_id>/angra")
@requires(May.EDIT_DOCUMENTS)
def undo_review(document_id: int, review_id: int) -> Response:
    """Take back that a document was looked over."""
    document = _to_change(document_id)
    made = next((one for one in document.reviews if one.id == review_id), None)
    if made is None:
        abort(404)
    try:
        services.undo_review(db.session, actor=acting(), document=document, made=made)
        db.session.commit()
        flash(gettext("Granskningen är tillbakatagen. Dagen är som förut."), "done")
    except NotNow:
        db.session.rollback()
        flash(gettext("Dagen har ändrats sedan dess, så granskningen står kvar."), "problem")
    return redirect(url_for("documents.one", document_id=document_id), 303)


@documents.route(f"/<{ID}:document_id>/avsluta", methods=["GET", "POST"])
@requires(May.EDIT_DOCUMENTS)
def end(document_id: int) -> View:
    """Lay a document aside, or note that it was repealed."""
    document = _to_change(document_id)
    form = EndForm(data=None if request.method == "POST" else {"on": clock.today()})
    if document.ended:
        there = url_for("documents.one", document_id=document_id)
        if request.method != "POST":
            return redirect(there, 303)
        message = gettext("Dokumentet är redan avslutat. Inget ändrades.")
        return too_late(message, there, stands=[document.ended_why])
    if wants_to_save() and form.validate():
        try:
            services.end(
                db.session,
                actor=acting(),
                document=document,
                how=Ending(form.how.data or Ending.LAID_ASIDE),
                on=_sure(form.on.data),
                why=form.why.data or "",
            )
            db.session.commit()
            tell(
                gettext("Dokumentet gäller inte längre. Det går att läsa som förut."),
                undo=url_for("documents.take_back", document_id=document_id),
            )
            return redirect(url_for("documents.one", document_id=document_id), 303)
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults)
    page = render_template("documents/end.html", form=form, document=document_or_404(document_id))
    return page, 422 if form.errors else 200


@documents.post(f"/<{ID}:document_id>/galler-igen")
@requires(May.EDIT_DOCUMENTS)
def take_back(document_id: int) -> Response:
    """Let a document that was ended be in force again."""
    document = _to_change(document_id)
    try:
        services.take_back_ending(db.session, actor=acting(), document=document)
        db.session.commit()
        flash(gettext("Dokumentet gäller igen."), "done")
    except NotNow:
        db.session.rollback()
    return redirect(url_for("documents.one", document_id=document_id), 303)
