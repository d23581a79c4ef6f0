"""Pages about the dialogue templates: the list, one template as the two will meet it, its versions, the
editor.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.dialogues.agenda import queries, rules, services
from app.dialogues.agenda.errors import Fault, NotComplete, SavedMeanwhile
from app.dialogues.agenda.forms import TemplateForm
from app.dialogues.agenda.queries import Made
from app.dialogues.backgrounds import backgrounds
from app.dialogues.models import PairKind
from app.dialogues.wording import PAIRS
from app.writing.outline_form import Row

templates = Blueprint("templates", __name__, url_prefix="/dialogmallar", template_folder="../templates")

FAULTS: dict[Fault, LazyString] = {
    Fault.NAME_MISSING: lazy_gettext("Ge mallen ett namn."),
    Fault.NAME_TOO_LONG: lazy_gettext("Namnet är för långt, högst 200 tecken."),
    Fault.PAIR_KIND_UNKNOWN: lazy_gettext("Välj vilka som möts."),
    Fault.NO_THEMES: lazy_gettext("En mall behöver minst ett tema. En rubrik räcker."),
    Fault.TOO_MANY_THEMES: lazy_gettext("Det är för många teman, högst 30."),
    Fault.THEME_WITHOUT_TITLE: lazy_gettext("Ge temat en rubrik."),
    Fault.TITLE_TOO_LONG: lazy_gettext("Rubriken är för lång, högst 200 tecken."),
    Fault.QUESTIONS_TOO_LONG: lazy_gettext("Frågorna är för långa, högst 4 000 tecken."),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form: about the whole, and per theme by its key."""

    whole: list[tuple[str, LazyString]] = field(default_factory=list)
    rows: dict[str, list[LazyString]] = field(default_factory=dict)

    @classmethod
    def in_form(cls, faults: Sequence[tuple[Fault, int | None]], rows: list[Row]) -> "Wrong":
        """Put each fault where it belongs in the page; the anchor is the id of the field."""
        found = cls()
        for fault, index in faults:
            if index is None:
                found.whole.append((_FIELD_OF.get(fault, "themes"), FAULTS[fault]))
            else:
                found.rows.setdefault(rows[index].key, []).append(FAULTS[fault])
        return found


_FIELD_OF = {
    Fault.NAME_MISSING: "name",
    Fault.NAME_TOO_LONG: "name",
    Fault.PAIR_KIND_UNKNOWN: "pair_kind",
}


@templates.get("/")
@requires(May.READ_TEMPLATES)
def index() -> str:
    """List the templates by kind of pair."""
    rows = queries.overview(db.session)
    return render_template(
        "dialogues/agenda/index.html",
        groups=[
            (kind, PAIRS[kind], [r for r in rows if _in_use(r) and r.template.pair_kind == kind])
            for kind in rules.ORDER
        ],
        retired=[row for row in rows if not _in_use(row)],
        pair_words=PAIRS,
        may_edit=acting().may(May.EDIT_TEMPLATES),
    )


def _in_use(row: queries.Listed) -> bool:
    return row.template.retired_at is None


@templates.get("/<int(max=2147483647):template_id>")
@requires(May.READ_TEMPLATES)
def read(template_id: int) -> str:
    """Show a template as the two will meet it."""
    return _shown(queries.newest(db.session, template_id), is_newest=True)


@templates.get("/<int(max=2147483647):template_id>/version/<int(max=2147483647):number>")
@requires(May.READ_TEMPLATES)
def read_version(template_id: int, number: int) -> str:
    """Show an earlier version."""
    return _shown(queries.one_version(db.session, template_id, number), is_newest=False)


def _shown(made: Made | None, *, is_newest: bool) -> str:
    if made is None:
        abort(404)
    return render_template(
        "dialogues/agenda/template.html",
        made=made,
        template=made.version.template,
        is_newest=is_newest,
        series=queries.series_using(db.session, made.version.template_id),
        labels=_labels(),
        pair_words=PAIRS,
        may_edit=acting().may(May.EDIT_TEMPLATES),
    )


@templates.get("/<int(max=2147483647):template_id>/versioner")
@requires(May.READ_TEMPLATES)
def versions(template_id: int) -> str:
    """Show every version with what it changed."""
    made = queries.versions_of(db.session, template_id)
    if not made:
        abort(404)
    agendas = [rules.as_agenda(one.version.themes) for one in made]
    changed = [rules.changes(older, newer) for newer, older in pairwise(agendas)]
    return render_template(
        "dialogues/agenda/versions.html",
        template=made[0].version.template,
        versions=list(zip(made, [*changed, None], strict=True)),
    )


@templates.get("/ny")
@requires(May.EDIT_TEMPLATES)
def new() -> str:
    """Begin a template, empty or from another one (`?fran=`)."""
    form = TemplateForm.empty(_pair_kind(request.args.get("par", "")))
    source = request.args.get("fran", "")
    if source.isascii() and source.isdigit() and len(source) < 10:
        made = queries.newest(db.session, int(source))
        if made is None:
            abort(404)
        template = made.version.template
        form = TemplateForm.of("", template.pair_kind, 0, rules.as_agenda(made.version.themes))
        form.name = gettext("%(name)s, kopia", name=template.name)[: rules.LONGEST_NAME]
    return _editor(form, None)


def _pair_kind(text: str) -> str:
    return text if text in set(PairKind) else PairKind.MANAGERS


@templates.post("/ny")
@requires(May.EDIT_TEMPLATES)
def create() -> Response | str | tuple[str, int]:
    """Make the template, or do what a button in the form says."""
    form = TemplateForm.read(request.form)
    if (button := request.form.get("do", "save")) != "save":
        return _editor(form, None, shown=form.press(button))
    try:
        template = services.create_template(
            db.session,
            actor_id=acting().person_id,
            name=form.name,
            pair_kind=form.pair_kind,
            themes=form.themes(),
        )
    except NotComplete as lacking:
        db.session.rollback()
        return _editor(form, None, wrong=Wrong.in_form(lacking.faults, form.standing_rows())), 422
    template_id = template.id
    db.session.commit()
    flash(gettext("Mallen är sparad och går att välja när en dialogserie läggs upp."), "done")
    return redirect(url_for("templates.read", template_id=template_id))


@templates.get("/<int(max=2147483647):template_id>/andra")
@requires(May.EDIT_TEMPLATES)
def edit(template_id: int) -> str:
    """Open a template for editing."""
    made = _newest(template_id)
    template = made.version.template
    themes = rules.as_agenda(made.version.themes)
    return _editor(TemplateForm.of(template.name, template.pair_kind, made.version.number, themes), made)


@templates.post("/<int(max=2147483647):template_id>/andra")
@requires(May.EDIT_TEMPLATES)
def save(template_id: int) -> Response | str | tuple[str, int]:
    """Save a template, or do what a button in the form says."""
    made = _newest(template_id)
    form = TemplateForm.read(request.form)
    form.pair_kind = made.version.template.pair_kind
    if (button := request.form.get("do", "save")) != "save":
        return _editor(form, made, shown=form.press(button))
    try:
        saved = services.save_template(
            db.session,
            actor_id=acting().person_id,
            template_id=template_id,
            expected=form.base,
            expected_name=form.base_name,
            name=form.name,
            themes=form.themes(),
        )
    except NotComplete as lacking:
        db.session.rollback()
        wrong = Wrong.in_form(lacking.faults, form.standing_rows())
        return _editor(form, _newest(template_id), wrong=wrong), 422
    except SavedMeanwhile:
        db.session.rollback()
        return _both(template_id, form), 409
    db.session.commit()
    flash(_told(saved), "done" if saved.new_version or saved.renamed else "plain")
    return redirect(url_for("templates.read", template_id=template_id))


def _told(saved: services.Saved) -> str:
    if saved.new_version:
        return gettext(
            "Sparat som version %(number)s. Möten som redan är planerade behåller sina teman.",
            number=saved.number,
        )
    if saved.renamed:
        return gettext("Namnet är ändrat. Temana är som förut.")
    return gettext("Inget var ändrat, så det blev ingen ny version.")


def _both(template_id: int, form: TemplateForm) -> str:
    """Show both: what somebody else saved, and the writer's own, still in the form and now standing on the
    other.
    """
    theirs = _newest(template_id)
    began = queries.one_version(db.session, template_id, form.base)
    other = rules.as_agenda(theirs.version.themes)
    form.base, form.base_name = theirs.version.number, theirs.version.template.name
    return _editor(
        form,
        theirs,
        conflict={
            "theirs": theirs,
            "their_changes": rules.changes(rules.as_agenda(began.version.themes), other) if began else [],
            "mine": rules.cleaned(form.themes()),
        },
    )


@templates.post("/<int(max=2147483647):template_id>/undan")
@requires(May.EDIT_TEMPLATES)
def retire(template_id: int) -> Response:
    """Lay a template aside, with a way back in the same notice."""
    template = _newest(template_id).version.template
    name = template.name
    services.retire(db.session, actor_id=acting().person_id, template=template)
    db.session.commit()
    undo = url_for("templates.bring_back", template_id=template_id)
    notice = {"text": gettext("”%(name)s” är undanlagd och går inte att välja.", name=name), "undo": undo}
    # Flask keeps any value; the page frame turns a mapping into a notice with a way back.
    flash(cast(str, notice), "done")
    return redirect(url_for("templates.index"))


@templates.post("/<int(max=2147483647):template_id>/tillbaka")
@requires(May.EDIT_TEMPLATES)
def bring_back(template_id: int) -> Response:
    """Offer a retired template again."""
    template = _newest(template_id).version.template
    name = template.name
    services.bring_back(db.session, actor_id=acting().person_id, template=template)
    db.session.commit()
    flash(gettext("”%(name)s” går att välja igen.", name=name), "done")
    return redirect(url_for("templates.index"))


def _newest(template_id: int) -> Made:
    made = queries.newest(db.session, template_id)
    if made is None:
        abort(404)
    return made


def _labels() -> dict[str, LazyString]:
    return {provider.kind: provider.label for provider in backgrounds.known()}


def _editor(
    form: TemplateForm,
    made: Made | None,
    *,
    wrong: Wrong | None = None,
    conflict: dict[str, object] | None = None,
    shown: str | None = None,
) -> str:
    target = url_for("templates.create")
    if made is not None:
        target = url_for("templates.save", template_id=made.version.template_id)
    return render_template(
        "dialogues/agenda/edit.html",
        form=form,
        made=made,
        action=target,
        wrong=wrong or Wrong(),
        conflict=conflict,
        shown=shown,
        pressed=request.form.get("do", "").partition(":")[0],
        offered=backgrounds.known(),
        labels=_labels(),
        pair_words=[(kind, PAIRS[kind]) for kind in rules.ORDER],
    )
